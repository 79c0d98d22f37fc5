package io.fallow.schedule;

import io.fallow.ledger.base.Sql;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where Quartz stands with the trigger of the nights, as its table says: whether or not any node's Quartz is alive. */
final class QuartzTrigger {

    /** The same on every node: it names the cluster. */
    static final String CLUSTER = "fallow";

    static final String NAME = "nightlyRecycling";
    static final String GROUP = "fallow";

    private static final String READ = Sql.named("schedule/read-trigger");

    private final JdbcClient jdbc;

    QuartzTrigger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * As its row says.
     *
     * @param next null: it fires no more
     * @param previous null: it never fired
     */
    record Standing(@Nullable Instant next, @Nullable Instant previous, String state) {

        boolean isBroken() {
            return "ERROR".equals(state) || "COMPLETE".equals(state);
        }
    }

    Optional<Standing> read() {
        return jdbc.sql(READ)
                .param("scheduler", CLUSTER)
                .param("trigger", NAME)
                .param("group", GROUP)
                .query((row, number) ->
                        new Standing(instant(row.getLong(1)), instant(row.getLong(2)), row.getString(3)))
                .optional();
    }

    /** Quartz writes milliseconds, and zero or less for never. */
    private static @Nullable Instant instant(long millis) {
        return millis <= 0 ? null : Instant.ofEpochMilli(millis);
    }
}
