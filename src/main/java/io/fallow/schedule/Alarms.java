package io.fallow.schedule;

import io.fallow.ledger.base.Sql;
import io.fallow.schedule.Alarm.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is wrong, said once for all nodes while it lasts, and by an event when it begins and ends. */
public final class Alarms {

    private static final String RAISE = Sql.named("schedule/raise-alarm");
    private static final String CLEAR = Sql.named("schedule/clear-alarms");
    private static final String LIST = Sql.named("schedule/list-alarms");

    private final JdbcClient jdbc;

    Alarms(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a node sees. */
    record Cause(String subject, LocalDate businessDate, String detail) {}

    /** The oldest first. */
    public List<Alarm> open() {
        return jdbc.sql(LIST).query((row, number) -> alarm(row)).list();
    }

    /** @return whether nobody had said so */
    boolean raise(Kind kind, Cause cause, Instant now, String node) {
        return jdbc.sql(RAISE)
                        .param("kind", kind.name())
                        .param("subject", cause.subject())
                        .param("businessDate", cause.businessDate())
                        .param("detail", cause.detail())
                        .param("now", Schedules.utc(now))
                        .param("node", node)
                        .update()
                == 1;
    }

    /** Ends all of a kind but those that still have a cause. */
    List<Alarm> clearAllBut(Kind kind, List<String> subjects, Instant now) {
        return jdbc.sql(CLEAR)
                .param("kind", kind.name())
                .param("subjects", subjects.toArray(String[]::new))
                .param("now", Schedules.utc(now))
                .query((row, number) -> alarm(row))
                .list();
    }

    private static Alarm alarm(ResultSet row) throws SQLException {
        return new Alarm(
                Kind.valueOf(row.getString("kind")),
                row.getString("subject"),
                row.getObject("business_date", LocalDate.class),
                row.getString("detail"),
                row.getObject("raised_at", OffsetDateTime.class).toInstant());
    }
}
