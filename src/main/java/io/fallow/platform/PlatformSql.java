package io.fallow.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;

/** Reads the files of sql/platform. */
final class PlatformSql {

    private PlatformSql() {}

    /** The text of {@code sql/platform/<name>.sql}; for a day's act the name is {@code day/<act>}. */
    static String read(String name) {
        try {
            return new ClassPathResource("sql/platform/" + name + ".sql").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read sql/platform/" + name + ".sql", e);
        }
    }
}
