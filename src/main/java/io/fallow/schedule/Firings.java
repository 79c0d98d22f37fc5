package io.fallow.schedule;

import io.fallow.ledger.base.Sql;
import io.fallow.schedule.Firing.Cause;
import io.fallow.schedule.Firing.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The nights that have come: each time and each business date once. */
final class Firings {

    private static final String FIRE = Sql.named("schedule/fire-night");
    private static final String FIRE_BY_HAND = Sql.named("schedule/fire-by-hand");
    private static final String CLAIM = Sql.named("schedule/claim-firing");
    private static final String RENEW = Sql.named("schedule/renew-leases");
    private static final String END = Sql.named("schedule/end-attempt");
    private static final String SETTLE = Sql.named("schedule/settle-firings");
    private static final String LIST = Sql.named("schedule/list-firings");

    private final JdbcClient jdbc;

    Firings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A firing that a node has taken up. */
    record Claimed(long firingId, LocalDate businessDate, int attempt, int failures) {}

    /** How an attempt ended, and when the next one is due; null: none is. */
    record Ended(
            Outcome outcome,
            @Nullable String detail,
            boolean failed,
            @Nullable Instant nextAttemptAt) {}

    /** @return whether neither the time nor the date had come before */
    boolean fire(Instant scheduledAt, LocalDate businessDate, Cause cause, String by, Instant now) {
        return jdbc.sql(FIRE)
                        .param("scheduledAt", Schedules.utc(scheduledAt))
                        .param("businessDate", businessDate)
                        .param("cause", cause.name())
                        .param("by", by)
                        .param("now", Schedules.utc(now))
                        .update()
                == 1;
    }

    /** @return whether it is neither completed nor being run */
    boolean fireByHand(LocalDate businessDate, String by, Instant now) {
        return jdbc.sql(FIRE_BY_HAND)
                        .param("businessDate", businessDate)
                        .param("by", by)
                        .param("now", Schedules.utc(now))
                        .update()
                == 1;
    }

    /** @param mine what the node is at already */
    Optional<Claimed> claim(String node, Collection<Long> mine, Instant now, Instant leaseUntil) {
        return jdbc.sql(CLAIM)
                .param("node", node)
                .param("mine", mine.toArray(Long[]::new))
                .param("now", Schedules.utc(now))
                .param("leaseUntil", Schedules.utc(leaseUntil))
                .query((row, number) ->
                        new Claimed(row.getLong(1), row.getObject(2, LocalDate.class), row.getInt(3), row.getInt(4)))
                .optional();
    }

    void renew(Collection<Long> firings, String node, Instant leaseUntil) {
        jdbc.sql(RENEW)
                .param("firings", firings.toArray(Long[]::new))
                .param("node", node)
                .param("leaseUntil", Schedules.utc(leaseUntil))
                .update();
    }

    /** @return whether the night was still this node's */
    boolean end(Claimed claimed, String node, Ended ended) {
        return jdbc.sql(END)
                        .param("firingId", claimed.firingId())
                        .param("node", node)
                        .param("attempt", claimed.attempt())
                        .param("outcome", ended.outcome().name())
                        .param("detail", ended.detail())
                        .param("failed", ended.failed() ? 1 : 0)
                        .param(
                                "nextAttemptAt",
                                ended.nextAttemptAt() == null ? null : Schedules.utc(ended.nextAttemptAt()))
                        .update()
                == 1;
    }

    void settle() {
        jdbc.sql(SETTLE).update();
    }

    /** The latest, newest first. */
    List<Firing> recent(int limit) {
        return jdbc.sql(LIST)
                .param("limit", limit)
                .query((row, number) -> firing(row))
                .list();
    }

    private static Firing firing(ResultSet row) throws SQLException {
        return new Firing(
                row.getLong("firing_id"),
                row.getObject("scheduled_at", OffsetDateTime.class).toInstant(),
                row.getObject("business_date", LocalDate.class),
                Cause.valueOf(row.getString("cause")),
                row.getObject("fired_at", OffsetDateTime.class).toInstant(),
                row.getString("fired_by"),
                row.getString("node"),
                row.getInt("attempts"),
                row.getInt("failures"),
                Outcome.valueOf(row.getString("outcome")),
                row.getString("detail"),
                Schedules.instant(row, "next_attempt_at"));
    }
}
