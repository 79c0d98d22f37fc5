package io.fallow.run;

/** What was asked for cannot be done as asked: names the culprit and the way out. Nothing was changed; exit code 2. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    /** @throws UsageException when the text is blank: evidence that says nothing is none */
    public static void requireText(String option, String text) {
        if (text.isBlank()) {
            throw new UsageException(option + " is blank; nothing is done without saying who and why");
        }
    }
}
