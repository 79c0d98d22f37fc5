package io.fallow.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The server process that a cluster's {@code postmaster.pid} names. The file outlives a power cut or a kill, and its
 * number may by then belong to any other process, so it is believed only where that process serves this cluster.
 *
 * @param port 0 while the server has not written it yet
 */
record Postmaster(long pid, int port) {

    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;

    /** The live server of this cluster, if there is one; a file that would only stop the next start is removed. */
    static Optional<Postmaster> of(Path cluster) {
        Path file = cluster.resolve("postmaster.pid");
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            Postmaster named = new Postmaster(number(lines, PID_LINE), (int) number(lines, PORT_LINE));
            if (named.serves(cluster)) {
                return Optional.of(named);
            }
            if (!named.isDead()) {
                Files.deleteIfExists(file);
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PostgreSQL sees for itself that a process is gone, and then checks what else the file says. */
    private boolean isDead() {
        return pid > 0 && ProcessHandle.of(pid).isEmpty();
    }

    private static long number(List<String> lines, int line) {
        String text = line < lines.size() ? lines.get(line).strip() : "";
        return text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
    }

    private boolean serves(Path cluster) {
        return ProcessHandle.of(pid)
                .map(ProcessHandle::info)
                .filter(process ->
                        process.command().filter(Postmaster::isPostgres).isPresent())
                .filter(process ->
                        process.arguments().map(given -> isFor(cluster, given)).orElse(true))
                .isPresent();
    }

    /** A zombie and another user's process have no readable command; neither is our server. */
    private static boolean isPostgres(String command) {
        return command.substring(command.lastIndexOf('/') + 1).startsWith("postgres");
    }

    private static boolean isFor(Path cluster, String[] arguments) {
        int folder = Arrays.asList(arguments).indexOf("-D") + 1;
        try {
            return folder > 0 && folder < arguments.length && Files.isSameFile(Path.of(arguments[folder]), cluster);
        } catch (IOException e) {
            return false;
        }
    }
}
