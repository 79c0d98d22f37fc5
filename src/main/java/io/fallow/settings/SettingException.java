package io.fallow.settings;

/** A setting that is refused: names the property, its value and what is allowed. */
public final class SettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SettingException(String property, Object value, String allowed) {
        super("fallow." + property + " is '" + value + "', allowed is " + allowed);
    }

    /** One outside of {@code fallow}; the message names it. */
    public SettingException(String message) {
        super(message);
    }
}
