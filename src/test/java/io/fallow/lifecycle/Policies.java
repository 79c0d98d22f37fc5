package io.fallow.lifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The policy that Fallow comes with, and what becomes of it when its text is changed. */
final class Policies {

    static final String TEXT = text();
    static final Policy DESIGN = PolicyReader.read(TEXT);

    private Policies() {}

    /** Reads the policy with the first occurrence of one piece of text, that of cohort standard, replaced. */
    static Policy changed(String text, String by) {
        return PolicyReader.read(textWith(text, by));
    }

    static String textWith(String text, String by) {
        int at = TEXT.indexOf(text);
        if (at < 0) {
            throw new IllegalArgumentException("the policy has no " + text);
        }
        return TEXT.substring(0, at) + by + TEXT.substring(at + text.length());
    }

    private static String text() {
        try {
            return Files.readString(Path.of("config", "policy.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
