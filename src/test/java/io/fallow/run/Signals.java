package io.fallow.run;

import java.io.IOException;

/** Real signals: no shutdown hook runs, no connection is closed politely. */
final class Signals {

    private Signals() {}

    /** @param name KILL, STOP or CONT */
    static void send(String name, long pid) {
        try {
            int code = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid + " ended with " + code);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills this process here and now: nothing after the call is reached. */
    static void killMyself() {
        send("KILL", ProcessHandle.current().pid());
        throw new IllegalStateException("alive after SIGKILL");
    }

    /** Goes on when somebody sends CONT. */
    static void freezeMyself() {
        send("STOP", ProcessHandle.current().pid());
    }
}
