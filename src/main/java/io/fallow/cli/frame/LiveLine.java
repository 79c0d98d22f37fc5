package io.fallow.cli.frame;

import java.io.PrintStream;

/** One line on standard error that is written anew while something goes on, and is gone afterwards; nothing where nobody watches. */
public final class LiveLine implements AutoCloseable {

    private static final String ANEW = "\r\u001b[K";

    private final PrintStream err = System.err;
    private final boolean live = Terminal.canRewrite();
    private boolean shown;

    public synchronized void show(String line) {
        if (live) {
            err.print(ANEW + line);
            err.flush();
            shown = true;
        }
    }

    /** A line that stays, above the live one. */
    public synchronized void say(String line) {
        close();
        err.println(line);
    }

    @Override
    public synchronized void close() {
        if (shown) {
            err.print(ANEW);
            err.flush();
            shown = false;
        }
    }
}
