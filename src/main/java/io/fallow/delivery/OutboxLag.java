package io.fallow.delivery;

import io.fallow.ledger.base.Sql;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How far consumers are behind, for whoever watches. */
public final class OutboxLag {

    private static final String READ = Sql.named("delivery/read-lag");

    private final JdbcClient jdbc;
    private final Clock clock;

    public OutboxLag(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A consumer's.
     *
     * @param deliveredThrough the number its cursor stands at
     * @param deliveredAt when the cursor last moved; null: never
     * @param pending events it has not had, dead ones among them
     * @param dead events that wait for an operator
     * @param oldest since when the oldest pending event waits; null when none does
     * @param age how long that is; zero when none does
     */
    public record Lag(
            String consumer,
            long deliveredThrough,
            @Nullable OffsetDateTime deliveredAt,
            long pending,
            long dead,
            @Nullable OffsetDateTime oldest,
            Duration age) {}

    /** One for each consumer that was ever published to, by name; it counts the pending events, which are few unless nobody publishes. */
    public List<Lag> read() {
        return jdbc.sql(READ)
                .query((row, number) -> {
                    OffsetDateTime oldest = row.getObject("oldest", OffsetDateTime.class);
                    Duration age =
                            oldest == null ? Duration.ZERO : Duration.between(oldest.toInstant(), clock.instant());
                    return new Lag(
                            row.getString("name"),
                            row.getLong("delivered_through"),
                            row.getObject("delivered_at", OffsetDateTime.class),
                            row.getLong("pending"),
                            row.getLong("dead"),
                            oldest,
                            age.isNegative() ? Duration.ZERO : age);
                })
                .list();
    }
}
