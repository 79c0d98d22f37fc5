package io.fallow.delivery;

import io.fallow.delivery.Attempted.Cause;
import io.fallow.delivery.Attempted.Failure;
import io.fallow.delivery.Outbox.Held;
import io.fallow.delivery.Outbox.Read;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Delivers a consumer's events, batch by batch: reads what is settled, hands it to the target, and only then moves the cursor. A crash in
 * between repeats the batch, and never skips. What failed is held back with everything later of its account, so that others go on.
 */
final class Publisher {

    private static final Logger log = LoggerFactory.getLogger(Publisher.class);

    private final Target target;
    private final Outbox outbox;
    private final Horizon horizon;
    private final TransactionTemplate transaction;
    private final Backoff backoff;
    private final Rhythm rhythm;

    /**
     * @param batchSize how many events are settled at once
     * @param clock says when held-back events are due
     */
    record Rhythm(int batchSize, Clock clock) {

        OffsetDateTime now() {
            return clock.instant().atOffset(ZoneOffset.UTC);
        }
    }

    Publisher(ConsumerSession session, Target target, Backoff backoff, Rhythm rhythm) {
        this.target = target;
        this.outbox = new Outbox(session.jdbc(), target.consumer());
        this.horizon = new Horizon(session.jdbc());
        this.transaction = session.transaction();
        this.backoff = backoff;
        this.rhythm = rhythm;
    }

    /**
     * What a round came to.
     *
     * @param delivered how many events were taken
     * @param more whether another round may find something at once
     * @param unreachable whether the target was not there: nothing was recorded of the events after the cursor
     */
    record Round(long delivered, boolean more, boolean unreachable) {}

    Outbox outbox() {
        return outbox;
    }

    /** Whether transactions that are still open keep later events from being delivered. */
    boolean isHeldUp() {
        return horizon.isHeldUp();
    }

    /** One batch after the cursor, then one of what was held back and is due. */
    Round round() {
        Round fresh = fresh();
        if (fresh.unreachable()) {
            return fresh;
        }
        Round again = again();
        return new Round(fresh.delivered() + again.delivered(), fresh.more() || again.more(), false);
    }

    private Round fresh() {
        long after = outbox.cursor();
        long settled = horizon.advance();
        if (settled <= after) {
            return new Round(0, false, false);
        }
        List<Read> batch = outbox.fresh(after, settled, rhythm.batchSize());
        if (batch.isEmpty()) {
            return new Round(0, false, false);
        }
        List<Event> free =
                batch.stream().filter(read -> !read.held()).map(Read::event).toList();
        Attempted attempted = free.isEmpty() ? new Attempted(List.of(), List.of()) : target.deliver(free);
        if (attempted.isUnreachable()) {
            Failure first = attempted.failed().get(0);
            log.warn("{} cannot be reached: {}; {} events wait", target.consumer(), first.error(), batch.size());
            return new Round(0, false, true);
        }
        long through = batch.get(batch.size() - 1).event().eventId();
        List<Held> held = heldOf(batch, attempted);
        transaction.executeWithoutResult(status -> {
            if (outbox.advance(after, through, rhythm.now())) {
                outbox.hold(held);
            }
        });
        return new Round(attempted.delivered().size(), batch.size() == rhythm.batchSize(), false);
    }

    /** What the cursor passes undelivered: failures, and whatever waits behind them or behind earlier ones. */
    private List<Held> heldOf(List<Read> batch, Attempted attempted) {
        List<Held> held = new ArrayList<>(judge(attempted.failed(), Map.of()));
        Set<Event> settled = new HashSet<>(attempted.delivered());
        attempted.failed().forEach(failure -> settled.add(failure.event()));
        OffsetDateTime now = rhythm.now();
        for (Read read : batch) {
            if (!settled.contains(read.event())) {
                held.add(new Held(read.event(), 0, now, false, null));
            }
        }
        return held;
    }

    private Round again() {
        List<Event> due = outbox.due(rhythm.now(), rhythm.batchSize());
        if (due.isEmpty()) {
            return new Round(0, false, false);
        }
        Attempted attempted = target.deliver(due);
        transaction.executeWithoutResult(status -> {
            outbox.forget(attempted.delivered());
            List<Event> failed = attempted.failed().stream().map(Failure::event).toList();
            outbox.recordFailures(judge(attempted.failed(), outbox.attempts(failed)));
        });
        return new Round(attempted.delivered().size(), !attempted.delivered().isEmpty(), false);
    }

    private List<Held> judge(List<Failure> failures, Map<Long, Integer> attemptsBefore) {
        List<Held> held = new ArrayList<>();
        OffsetDateTime now = rhythm.now();
        for (Failure failure : failures) {
            Event event = failure.event();
            int attempts = attemptsBefore.getOrDefault(event.eventId(), 0) + 1;
            boolean dead = failure.cause() == Cause.FINAL || attempts >= backoff.maxAttempts();
            Duration pause = backoff.after(attempts);
            if (pause.compareTo(failure.waitAtLeast()) < 0) {
                pause = failure.waitAtLeast();
            }
            held.add(new Held(event, attempts, now.plus(pause), dead, failure.error()));
            if (dead) {
                log.warn(
                        "event {} of {} is a dead letter for {} after {} attempts: {}; later events of it wait until"
                                + " `fallow events replay` or `fallow events skip`",
                        event.eventId(),
                        event.orderKey(),
                        target.consumer(),
                        attempts,
                        failure.error());
            }
        }
        return held;
    }
}
