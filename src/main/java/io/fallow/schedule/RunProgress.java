package io.fallow.schedule;

import io.fallow.ledger.base.Sql;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How far nights are, and since when: all nodes look at the same rows, so that none thinks it news what another saw long ago. */
final class RunProgress {

    private static final String WATCH = Sql.named("schedule/watch-runs");
    private static final String LAST_DONE = Sql.named("schedule/find-last-done");

    private final JdbcClient jdbc;

    RunProgress(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A run that says it is running, and since when it has committed nothing new. */
    record Standstill(long runId, Instant since, LocalDate businessDate) {}

    List<Standstill> look(Instant now) {
        return jdbc.sql(WATCH)
                .param("now", Schedules.utc(now))
                .query((row, number) -> new Standstill(
                        row.getLong(1),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        row.getObject(3, LocalDate.class)))
                .list();
    }

    /** The latest date, today at most, that was completed or given up by somebody. */
    Optional<LocalDate> lastDone(LocalDate today) {
        return Optional.ofNullable(jdbc.sql(LAST_DONE)
                .param("today", today)
                .query((row, number) -> row.getObject(1, LocalDate.class))
                .list()
                .get(0));
    }
}
