package io.fallow.database;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;

/** The server's log: bounded at each start, and asked for the culprit when a start failed. */
record ServerLog(Path file) {

    private static final long LIMIT = 10L << 20;
    private static final Pattern CULPRIT = Pattern.compile("(?i)(FATAL|PANIC|error|could not|invalid).*");

    /** Makes room once the log has grown past its limit; returns where the next start's lines begin. */
    long beginStart() {
        try {
            if (size() > LIMIT) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            return size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** Empty where the start failed before the server could log. */
    String since(long begin) {
        try (RandomAccessFile lines = new RandomAccessFile(file.toFile(), "r")) {
            lines.seek(begin);
            byte[] bytes = new byte[(int) Math.min(LIMIT, lines.length() - begin)];
            lines.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** The first line that looks like the cause: what follows is often only its consequence. */
    static String culprit(String said) {
        return CULPRIT.matcher(said)
                .results()
                .map(found -> found.group().strip())
                .findFirst()
                .orElseGet(() -> firstLine(said));
    }

    static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("no reason given");
    }
}
