package io.fallow.run;

/** What was asked for cannot be done as asked: names the culprit and the way out. Nothing was changed; exit code 2. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String below;

    public UsageException(String message) {
        this(message, "");
    }

    /** @param below lines to show under the message, to be copied by whoever reads it */
    public UsageException(String message, String below) {
        super(message);
        this.below = below;
    }

    public String below() {
        return below;
    }

    /** @throws UsageException when the text is blank: evidence that says nothing is none */
    public static void requireText(String option, String text) {
        if (text.isBlank()) {
            throw new UsageException(option + " is blank; nothing is done without saying who and why");
        }
    }
}
