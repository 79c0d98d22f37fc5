package io.fallow.delivery;

import io.fallow.ledger.base.Sql;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Up to which number nobody can write an event any more; V010 says why it is found this way. The sequence is read first, and in a statement
 * of its own: who took a number up to there holds the table by then.
 */
final class Horizon {

    private static final String LAST_NUMBER = Sql.named("delivery/read-last-number");
    private static final String WRITERS = Sql.named("delivery/find-event-writers");

    private final JdbcClient jdbc;

    private long settled;
    private long wanted;
    private Set<String> writersBelow = Set.of();

    Horizon(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Reads on: the number up to which everything is committed or never will be. */
    long advance() {
        if (writersBelow.isEmpty()) {
            wanted = jdbc.sql(LAST_NUMBER).query(Long.class).single();
            if (wanted == settled) {
                return settled;
            }
            writersBelow = writers();
        } else {
            writersBelow.retainAll(writers());
        }
        if (writersBelow.isEmpty()) {
            settled = wanted;
        }
        return settled;
    }

    /** Whether transactions that are still open keep it from going on. */
    boolean isHeldUp() {
        return !writersBelow.isEmpty();
    }

    private Set<String> writers() {
        return new HashSet<>(jdbc.sql(WRITERS).query(String.class).set());
    }
}
