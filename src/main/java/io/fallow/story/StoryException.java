package io.fallow.story;

/** A story did not go as it is told: something of what Fallow promises an owner does not hold. */
public final class StoryException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    StoryException(String message) {
        super(message);
    }
}
