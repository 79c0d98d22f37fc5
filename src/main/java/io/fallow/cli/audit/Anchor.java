package io.fallow.cli.audit;

import io.fallow.run.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The digest of a seal that was kept outside of the database. */
final class Anchor {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** As {@code fallow seal export} writes it, in either form. */
    private static final Pattern WRITTEN = Pattern.compile("(?:^|[\\s{,])\"?digest\"?[\\s:]+\"?([0-9a-f]{64})\\b");

    private Anchor() {}

    /** @throws UsageException when it is no digest */
    static String of(String digest) {
        String lower = digest.strip().toLowerCase(Locale.ROOT);
        if (!DIGEST.matcher(lower).matches()) {
            throw new UsageException("--head: '" + digest + "' is no seal; a seal is 64 hexadecimal digits");
        }
        return lower;
    }

    /** @throws UsageException when there is no such file, or no head in it */
    static String in(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UsageException("--against: " + file + " cannot be read");
        }
        Matcher written = WRITTEN.matcher(text);
        if (!written.find()) {
            throw new UsageException("--against: there is no seal in " + file + "; `fallow seal export` writes one");
        }
        return written.group(1);
    }
}
