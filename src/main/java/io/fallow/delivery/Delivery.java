package io.fallow.delivery;

import io.fallow.database.DatabaseAccess;
import io.fallow.delivery.Publisher.Rhythm;
import io.fallow.delivery.Publisher.Round;
import io.fallow.ledger.runs.PassingFault;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes to one target, once through or on and on. The caller closes the target. */
final class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    /** How long the database is listened to before the wish to stop is looked at. */
    private static final Duration GLANCE = Duration.ofMillis(200);

    /** How often transactions are looked at that keep events from being settled. */
    private static final Duration HELD_UP = Duration.ofMillis(20);

    /** How long one that delivers once waits for such transactions. */
    private static final int GLANCES_WHILE_HELD_UP = 50;

    private final DatabaseAccess database;
    private final String role;
    private final Backoff backoff;
    private final Rhythm rhythm;
    private final Duration pollEvery;
    private final Stop stop;

    Delivery(DatabaseAccess database, String role, Backoff backoff, Rhythm rhythm, Duration pollEvery, Stop stop) {
        this.database = database;
        this.role = role;
        this.backoff = backoff;
        this.rhythm = rhythm;
        this.pollEvery = pollEvery;
        this.stop = stop;
    }

    /** Delivers what is pending, trying nothing again before its time. */
    Delivered once(Target target) {
        try (ConsumerSession session = ConsumerSession.open(database, role, target.consumer())) {
            Publisher publisher = new Publisher(session, target, backoff, rhythm);
            long delivered = 0;
            int heldUp = 0;
            Round round;
            do {
                round = publisher.round();
                delivered += round.delivered();
                if (!round.more() && publisher.isHeldUp() && ++heldUp < GLANCES_WHILE_HELD_UP) {
                    session.awaitNotification(HELD_UP);
                    round = new Round(0, true, false);
                }
            } while (round.more() && !stop.isWanted());
            Outbox.HeldBack held = publisher.outbox().heldBack();
            return new Delivered(target.consumer(), delivered, held.waiting(), held.dead(), round.unreachable());
        }
    }

    /** Delivers until it is stopped; a database that goes away is waited for. */
    Delivered follow(Target target) {
        long delivered = 0;
        int faults = 0;
        while (true) {
            try (ConsumerSession session = ConsumerSession.open(database, role, target.consumer())) {
                Publisher publisher = new Publisher(session, target, backoff, rhythm);
                session.follow();
                int unreachable = 0;
                while (!stop.isWanted()) {
                    Round round = publisher.round();
                    faults = 0;
                    delivered += round.delivered();
                    unreachable = round.unreachable() ? unreachable + 1 : 0;
                    if (!round.more()) {
                        rest(session, publisher, unreachable);
                    }
                }
                session.unfollow();
                Outbox.HeldBack held = publisher.outbox().heldBack();
                return new Delivered(target.consumer(), delivered, held.waiting(), held.dead(), unreachable > 0);
            } catch (RuntimeException e) {
                if (!PassingFault.is(e) || stop.isWanted()) {
                    throw e;
                }
                log.warn("the database does not answer, {} waits for it: {}", target.consumer(), e.getMessage());
                pause(backoff.after(++faults));
            }
        }
    }

    /** Until there may be something to do. */
    private void rest(ConsumerSession session, Publisher publisher, int unreachable) {
        if (unreachable > 0) {
            pause(backoff.after(unreachable));
            return;
        }
        Duration limit = publisher.isHeldUp() ? HELD_UP : untilNextAttempt(publisher);
        for (long end = System.nanoTime() + limit.toNanos(); !stop.isWanted(); ) {
            long left = Math.min(end - System.nanoTime(), GLANCE.toNanos());
            if (left <= 0 || session.awaitNotification(Duration.ofNanos(left))) {
                return;
            }
        }
    }

    private Duration untilNextAttempt(Publisher publisher) {
        OffsetDateTime now = rhythm.now();
        return publisher
                .outbox()
                .nextAttempt()
                .map(at -> Duration.between(now, at))
                .filter(pause -> pause.compareTo(pollEvery) < 0)
                .orElse(pollEvery);
    }

    private void pause(Duration limit) {
        stop.await(limit.compareTo(pollEvery) < 0 ? limit : pollEvery);
    }
}
