package io.fallow.schedule;

import io.fallow.ledger.base.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How the schedule stands, in figures: one small query, for metrics. */
public final class ScheduleFigures {

    private static final String READ = Sql.named("schedule/read-figures");

    private final JdbcClient jdbc;
    private final Schedules schedules;
    private final Clock clock;

    ScheduleFigures(JdbcClient jdbc, Schedules schedules, Clock clock) {
        this.jdbc = jdbc;
        this.schedules = schedules;
        this.clock = clock;
    }

    /**
     * The figures.
     *
     * @param nextNightAt null while no node has served, or when the expression has no more times
     * @param lastCompletedDate the latest business date that is completed; null: none is
     * @param firingsDue how many nights wait for a node or for their next attempt, or are being run
     * @param openAlarms how many of each kind
     */
    public record Figures(
            @Nullable Instant nextNightAt,
            boolean paused,
            @Nullable LocalDate lastCompletedDate,
            @Nullable Instant lastCompletedAt,
            @Nullable Instant lastFiredAt,
            long firingsDue,
            Map<Alarm.Kind, Long> openAlarms) {}

    public Figures read() {
        Schedule schedule = schedules.current().orElse(null);
        Instant next = schedule == null
                ? null
                : schedule.times().next(clock.instant()).map(NightTime::at).orElse(null);
        boolean paused = schedule != null && schedule.isPaused();
        return jdbc.sql(READ).query((row, number) -> figures(row, next, paused)).single();
    }

    private static Figures figures(ResultSet row, @Nullable Instant next, boolean paused) throws SQLException {
        return new Figures(
                next,
                paused,
                row.getObject("last_completed_date", LocalDate.class),
                Schedules.instant(row, "last_completed_at"),
                Schedules.instant(row, "last_fired_at"),
                row.getLong("firings_due"),
                Map.of(
                        Alarm.Kind.NIGHT_MISSING, row.getLong("night_missing"),
                        Alarm.Kind.TRIGGER_STUCK, row.getLong("trigger_stuck"),
                        Alarm.Kind.RUN_STALLED, row.getLong("run_stalled"),
                        Alarm.Kind.PRECONDITION_UNMET, row.getLong("precondition_unmet")));
    }
}
