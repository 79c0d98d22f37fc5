package io.fallow.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a benchmark has to say: printed, and kept in the documents where {@code -Dbenchmark.write=true} asks for it. */
public final class Page {

    private final StringBuilder text = new StringBuilder();

    public Page add(String words) {
        text.append(words);
        return this;
    }

    /** @param format as of {@link String#format}; its line ends are the same everywhere */
    public Page add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
        return this;
    }

    public void publish(Path file) throws IOException {
        System.out.println(text);
        if (Boolean.getBoolean("benchmark.write")) {
            Files.writeString(file, text);
        }
    }
}
