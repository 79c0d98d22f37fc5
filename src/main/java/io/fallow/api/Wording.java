package io.fallow.api;

/** How an error is told to a person, the same whichever way they came in. */
@FunctionalInterface
public interface Wording {

    /** @return one line that names the culprit and the way out */
    String of(RuntimeException error);
}
