package io.fallow.delivery;

import io.fallow.ledger.base.Sql;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What an operator sees and does about deliveries. Each act is recorded with who and why. */
public final class EventDesk {

    private static final String CONSUMERS = Sql.named("delivery/list-consumers");
    private static final String LIST = Sql.named("delivery/list-events");
    private static final String LIST_HELD = Sql.named("delivery/list-held-events");
    private static final String REPLAY_DEAD = Sql.named("delivery/replay-dead");
    private static final String REPLAY_FROM = Sql.named("delivery/replay-from");
    private static final String FIRST_OF = Sql.named("delivery/find-first-event-of");
    private static final String FIRST = Sql.named("delivery/find-first-event");
    private static final String SKIP = Sql.named("delivery/skip-event");
    private static final String RECORD = Sql.named("delivery/record-delivery-act");
    private static final String WAKE = Sql.named("delivery/wake-publishers");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    public EventDesk(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** How an event stands with a consumer. */
    public enum Status {
        PENDING,
        WAITING,
        DEAD,
        DELIVERED
    }

    /** Who does something, and why. */
    public record Word(String by, String reason) {

        /** @throws DeliveryException when one is blank */
        public Word {
            if (by.isBlank() || reason.isBlank()) {
                throw new DeliveryException("say who does it and why: --by NAME --reason TEXT");
            }
        }
    }

    /**
     * An event as a consumer has it.
     *
     * @param account null for an event about a night
     * @param nextAttemptAt null unless it is held back
     */
    public record Standing(
            long event,
            @Nullable String account,
            LocalDate businessDate,
            String kind,
            OffsetDateTime createdAt,
            Status status,
            int attempts,
            @Nullable OffsetDateTime nextAttemptAt,
            @Nullable String error) {}

    /**
     * The consumer that is meant.
     *
     * @throws DeliveryException when there is none of that name, or none was named and there are several
     */
    public String consumer(@Nullable String named) {
        List<String> known = jdbc.sql(CONSUMERS).query(String.class).list();
        if (known.isEmpty()) {
            throw new DeliveryException("nothing was ever delivered from here; `fallow publish` begins it");
        }
        if (named == null && known.size() == 1) {
            return known.get(0);
        }
        if (named == null || !known.contains(named)) {
            throw new DeliveryException((named == null ? "" : "there is no consumer '" + named + "'; ")
                    + "say which with --to, one of " + String.join(", ", known));
        }
        return named;
    }

    /**
     * @param status null: whatever it is, latest first; held-back ones are given first come first
     * @param accountId null: of all accounts
     */
    public List<Standing> list(String consumer, @Nullable Status status, @Nullable String accountId, int limit) {
        boolean held = status == Status.WAITING || status == Status.DEAD;
        return jdbc.sql(held ? LIST_HELD : LIST)
                .param("consumer", consumer)
                .param("status", status == null ? null : status.name())
                .param("accountId", accountId)
                .param("limit", limit)
                .query((row, number) -> new Standing(
                        row.getLong("event_id"),
                        row.getString("account_id"),
                        row.getObject("business_date", LocalDate.class),
                        row.getString("kind"),
                        row.getObject("created_at", OffsetDateTime.class),
                        Status.valueOf(row.getString("status")),
                        row.getInt("attempts"),
                        row.getObject("next_attempt_at", OffsetDateTime.class),
                        row.getString("error")))
                .list();
    }

    /**
     * Dead letters begin anew, with what waits behind them.
     *
     * @param event null: all
     * @return how many
     * @throws DeliveryException when that one is not dead
     */
    public long replayDead(String consumer, @Nullable Long event, Word word) {
        return act(consumer, "REPLAY_DEAD", event, word, () -> {
            int replayed = jdbc.sql(REPLAY_DEAD)
                    .param("consumer", consumer)
                    .param("event", event)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
            if (event != null && replayed == 0) {
                throw new DeliveryException("event " + event + " is no dead letter for " + consumer
                        + "; `fallow events --dead` lists them, `fallow events replay --from-event " + event
                        + "` delivers all from there on again");
            }
            return replayed;
        });
    }

    /**
     * Delivers all events from the given one on once more, in their order.
     *
     * @throws DeliveryException when there is none from there on, or it was not delivered yet
     */
    public void replayFrom(String consumer, long event, Word word) {
        Long first = first(jdbc.sql(FIRST).param("event", event));
        if (first == null) {
            throw new DeliveryException("there is no event " + event + " or later");
        }
        setBack(consumer, first, word);
    }

    /**
     * The same from the first event of the business date, or of the next that has one.
     *
     * @return the number of that event
     */
    public long replayFrom(String consumer, LocalDate businessDate, Word word) {
        Long first = first(jdbc.sql(FIRST_OF).param("date", businessDate));
        if (first == null) {
            throw new DeliveryException("there is no event of " + businessDate + " or later");
        }
        setBack(consumer, first, word);
        return first;
    }

    private void setBack(String consumer, long first, Word word) {
        act(consumer, "REPLAY_FROM", first, word, () -> {
            if (jdbc.sql(REPLAY_FROM)
                            .param("consumer", consumer)
                            .param("event", first)
                            .update()
                    == 0) {
                throw new DeliveryException(
                        "event " + first + " was not delivered to " + consumer + " yet: it is still to come");
            }
            return null;
        });
    }

    /**
     * Gives a held-back event up, so that what waits behind it goes on.
     *
     * @throws DeliveryException when it is not held back
     */
    public void skip(String consumer, long event, Word word) {
        act(consumer, "SKIP", event, word, () -> {
            if (jdbc.sql(SKIP).param("consumer", consumer).param("event", event).update() == 0) {
                throw new DeliveryException("event " + event + " is not held back with " + consumer
                        + "; `fallow events --dead` and `--waiting` list those that are");
            }
            return 1;
        });
    }

    private interface Change {
        @Nullable
        Integer make();
    }

    private long act(String consumer, String act, @Nullable Long event, Word word, Change change) {
        Long events = transaction.execute(status -> {
            Integer changed = change.make();
            jdbc.sql(RECORD)
                    .param("event", event)
                    .param("events", changed)
                    .param("consumer", consumer)
                    .param("act", act)
                    .param("by", word.by())
                    .param("reason", word.reason())
                    .update();
            jdbc.sql(WAKE).query((row, number) -> number).list();
            return changed == null ? 0L : changed;
        });
        return events == null ? 0 : events;
    }

    private static @Nullable Long first(JdbcClient.StatementSpec query) {
        return query.query((row, number) -> java.util.Optional.ofNullable(row.getObject(1, Long.class)))
                .single()
                .orElse(null);
    }
}
