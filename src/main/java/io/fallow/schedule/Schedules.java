package io.fallow.schedule;

import io.fallow.ledger.base.Sql;
import io.fallow.settings.ScheduleSettings.Misfire;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The schedule that all nodes and commands go by: one row. */
final class Schedules {

    private static final String READ = Sql.named("schedule/read-schedule");
    private static final String SET = Sql.named("schedule/set-schedule");
    private static final String PAUSE = Sql.named("schedule/pause-schedule");
    private static final String RESUME = Sql.named("schedule/resume-schedule");

    private final JdbcClient jdbc;

    Schedules(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty while no node has served yet. */
    Optional<Schedule> current() {
        return jdbc.sql(READ).query((row, number) -> schedule(row)).optional();
    }

    /** @return whether anything is new */
    boolean set(NightTimes times, ZoneId policyZone, Misfire misfire, Instant now, String node) {
        return jdbc.sql(SET)
                        .param("cron", times.cron())
                        .param("zone", times.zone().getId())
                        .param("policyZone", policyZone.getId())
                        .param("misfire", misfire.name())
                        .param("now", utc(now))
                        .param("node", node)
                        .update()
                == 1;
    }

    /** @return whether it was not paused before */
    boolean pause(Instant now, String by, String reason) {
        return jdbc.sql(PAUSE)
                        .param("now", utc(now))
                        .param("by", by)
                        .param("reason", reason)
                        .update()
                == 1;
    }

    /**
     * @param pausedBy only when it was paused by that one; null: by anybody
     * @return whether it was paused
     */
    boolean resume(Instant now, @Nullable String pausedBy) {
        return jdbc.sql(RESUME)
                        .param("now", utc(now))
                        .param("pausedBy", pausedBy)
                        .update()
                == 1;
    }

    private static Schedule schedule(ResultSet row) throws SQLException {
        Instant pausedAt = instant(row, "paused_at");
        return new Schedule(
                row.getString("cron"),
                ZoneId.of(row.getString("zone")),
                ZoneId.of(row.getString("policy_zone")),
                Misfire.valueOf(row.getString("misfire")),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                row.getString("set_by"),
                pausedAt == null
                        ? null
                        : new Schedule.Pause(pausedAt, row.getString("paused_by"), row.getString("paused_reason")));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
