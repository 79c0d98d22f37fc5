package io.fallow.cli.frame;

/**
 * Whether a person watches. The launcher knows it of each stream; Java alone only knows whether input and output both belong to a
 * console.
 */
public final class Terminal {

    private Terminal() {}

    /** Standard output is a terminal that shows colours, and nobody asked for none (no-color.org). */
    static boolean hasColour() {
        String noColour = System.getenv("NO_COLOR");
        return is("fallow.terminal.out")
                && (noColour == null || noColour.isEmpty())
                && !"dumb".equals(System.getenv("TERM"));
    }

    /** Standard error is a terminal, so that a line on it can be written anew. */
    public static boolean canRewrite() {
        return is("fallow.terminal.err") && !"dumb".equals(System.getenv("TERM"));
    }

    private static boolean is(String property) {
        String told = System.getProperty(property);
        return told == null ? System.console() != null : Boolean.parseBoolean(told);
    }
}
