package io.fallow.delivery;

import io.fallow.ledger.base.Sql;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The outbox as one consumer has it: a cursor, and what is held back below it. */
final class Outbox {

    private static final String CURSOR = Sql.named("delivery/read-cursor");
    private static final String FRESH = Sql.named("delivery/read-fresh");
    private static final String DUE = Sql.named("delivery/read-due");
    private static final String NEXT_ATTEMPT = Sql.named("delivery/find-next-attempt");
    private static final String ADVANCE = Sql.named("delivery/advance-cursor");
    private static final String HOLD = Sql.named("delivery/hold-events");
    private static final String ATTEMPTS = Sql.named("delivery/read-attempts");
    private static final String FORGET = Sql.named("delivery/forget-held");
    private static final String FAILED = Sql.named("delivery/record-failures");
    private static final String COUNT = Sql.named("delivery/count-held");

    private static final RowMapper<Read> READ = (row, number) -> new Read(
            new Event(
                    row.getLong("event_id"),
                    row.getString("account_id"),
                    row.getObject("business_date", LocalDate.class),
                    row.getObject("effective_on", LocalDate.class),
                    row.getObject("run_id", Long.class),
                    row.getObject("created_at", OffsetDateTime.class),
                    row.getString("kind"),
                    row.getString("detail")),
            row.getBoolean("held"));

    private final JdbcClient jdbc;
    private final String consumer;

    Outbox(JdbcClient jdbc, String consumer) {
        this.jdbc = jdbc;
        this.consumer = consumer;
    }

    /** @param held whether an earlier event of the same account is held back */
    record Read(Event event, boolean held) {}

    /**
     * An event to be held back.
     *
     * @param error null for one that only waits behind another
     */
    record Held(
            Event event,
            int attempts,
            OffsetDateTime nextAttemptAt,
            boolean dead,
            @Nullable String error) {}

    /** How many events are held back. */
    record HeldBack(long waiting, long dead) {}

    long cursor() {
        return jdbc.sql(CURSOR).param("consumer", consumer).query(Long.class).single();
    }

    List<Read> fresh(long after, long upTo, int limit) {
        return jdbc.sql(FRESH)
                .param("consumer", consumer)
                .param("after", after)
                .param("upTo", upTo)
                .param("limit", limit)
                .query(READ)
                .list();
    }

    List<Event> due(OffsetDateTime now, int limit) {
        return jdbc
                .sql(DUE)
                .param("consumer", consumer)
                .param("now", now)
                .param("limit", limit)
                .query(READ)
                .list()
                .stream()
                .map(Read::event)
                .toList();
    }

    Optional<OffsetDateTime> nextAttempt() {
        return jdbc.sql(NEXT_ATTEMPT)
                .param("consumer", consumer)
                .query((row, number) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                .single();
    }

    /** @return false when an operator has set the cursor back meanwhile */
    boolean advance(long after, long through, OffsetDateTime now) {
        return jdbc.sql(ADVANCE)
                        .param("consumer", consumer)
                        .param("after", after)
                        .param("through", through)
                        .param("now", now)
                        .update()
                == 1;
    }

    void hold(List<Held> held) {
        if (!held.isEmpty()) {
            failures(HOLD, held)
                    .param("orderKeys", texts(held, each -> each.event().orderKey()))
                    .update();
        }
    }

    void recordFailures(List<Held> failed) {
        if (!failed.isEmpty()) {
            failures(FAILED, failed).update();
        }
    }

    private JdbcClient.StatementSpec failures(String sql, List<Held> held) {
        return jdbc.sql(sql)
                .param("consumer", consumer)
                .param("events", numbers(held.stream().map(Held::event).toList()))
                .param("nextAttempts", texts(held, each -> each.nextAttemptAt().toString()))
                .param("attempts", held.stream().map(Held::attempts).toArray(Integer[]::new))
                .param("statuses", texts(held, each -> each.dead() ? "DEAD" : "WAITING"))
                .param("errors", texts(held, Held::error));
    }

    /** How often each of the held-back events was tried before. */
    Map<Long, Integer> attempts(List<Event> events) {
        Map<Long, Integer> attempts = new HashMap<>();
        jdbc.sql(ATTEMPTS)
                .param("consumer", consumer)
                .param("events", numbers(events))
                .query(row -> {
                    attempts.put(row.getLong(1), row.getInt(2));
                });
        return attempts;
    }

    void forget(List<Event> delivered) {
        if (!delivered.isEmpty()) {
            jdbc.sql(FORGET)
                    .param("consumer", consumer)
                    .param("events", numbers(delivered))
                    .update();
        }
    }

    HeldBack heldBack() {
        return jdbc.sql(COUNT)
                .param("consumer", consumer)
                .query((row, number) -> new HeldBack(row.getLong(1), row.getLong(2)))
                .single();
    }

    private static Long[] numbers(List<Event> events) {
        return events.stream().map(Event::eventId).toArray(Long[]::new);
    }

    private static @Nullable String[] texts(List<Held> held, Function<Held, @Nullable String> text) {
        @Nullable String[] texts = new String[held.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text.apply(held.get(i));
        }
        return texts;
    }
}
