package io.fallow.ledger.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Statements by the name of their file under sql/, where a DBA reads and runs them. */
public final class Sql {

    private Sql() {}

    /**
     * @param name path under sql/ without the ending, such as {@code ledger/facts/count-due}
     * @throws IllegalArgumentException when there is no such file
     */
    public static String named(String name) {
        try (InputStream file = Sql.class.getResourceAsStream("/sql/" + name + ".sql")) {
            if (file == null) {
                throw new IllegalArgumentException("there is no statement sql/" + name + ".sql");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
