package io.fallow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.delivery.Attempted.Cause;
import io.fallow.delivery.EventDesk.Status;
import io.fallow.delivery.EventDesk.Word;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What fails holds its own account back and nobody else; an operator replays it or skips it. */
class OrderPerAccountTest {

    private final OutboxDatabase outbox = new OutboxDatabase();
    private final Collected target = new Collected();

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void deliversEverythingInOrderAndOnlyOnce() {
        outbox.events(1L, 2L, null, 1L);

        assertThat(outbox.once(target)).isEqualTo(new Delivered("collected", 4, 0, 0, false));
        assertThat(outbox.once(target)).isEqualTo(new Delivered("collected", 0, 0, 0, false));

        assertThat(target.taken).containsExactly(1L, 2L, 3L, 4L);
        assertThat(outbox.cursor("collected")).isEqualTo(4);
    }

    @Test
    void goesThroughMoreThanABatch() {
        for (int i = 0; i < 35; i++) {
            outbox.events((long) i);
        }

        assertThat(outbox.once(target).delivered()).isEqualTo(35);
        assertThat(target.taken).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void laterEventsOfAnAccountWaitBehindTheOneThatFailedAndOthersGoOn() {
        outbox.events(1L, 2L, 1L, null, null);
        target.fail(1, Cause.PASSING).fail(4, Cause.PASSING);

        assertThat(outbox.once(target)).isEqualTo(new Delivered("collected", 1, 4, 0, false));
        outbox.events(1L, 2L);
        assertThat(outbox.once(target)).isEqualTo(new Delivered("collected", 1, 5, 0, false));

        assertThat(target.taken).containsExactly(2L, 7L);
        assertThat(outbox.held())
                .containsExactly("1 WAITING 1", "3 WAITING 0", "4 WAITING 1", "5 WAITING 0", "6 WAITING 0");

        target.heal(1).heal(4);
        assertThat(outbox.once(target).delivered()).as("before its time").isZero();
        outbox.clock().pass(Duration.ofMinutes(1));
        assertThat(outbox.once(target)).isEqualTo(new Delivered("collected", 5, 0, 0, false));
        assertThat(target.taken).containsExactly(2L, 7L, 1L, 3L, 4L, 5L, 6L);
    }

    @Test
    void isADeadLetterAfterItsLastAttemptAndHoldsItsAccountBack() {
        outbox.events(1L, 1L, 2L);
        target.fail(1, Cause.PASSING);

        for (int attempt = 1; attempt < 3; attempt++) {
            outbox.once(target);
            assertThat(outbox.held()).containsExactly("1 WAITING " + attempt, "2 WAITING 0");
            outbox.clock().pass(Duration.ofHours(1));
        }
        assertThat(outbox.once(target)).isEqualTo(new Delivered("collected", 0, 1, 1, false));
        assertThat(outbox.held()).containsExactly("1 DEAD 3", "2 WAITING 0");

        outbox.clock().pass(Duration.ofDays(9));
        assertThat(outbox.once(target.heal(1)).delivered()).isZero();
        assertThat(target.taken).containsExactly(3L);
    }

    @Test
    void whatIsNeverTakenIsDeadAtOnce() {
        outbox.events(1L, 1L);
        target.fail(1, Cause.FINAL);

        outbox.once(target);

        assertThat(outbox.held()).containsExactly("1 DEAD 1", "2 WAITING 0");
        assertThat(outbox.desk().list("collected", Status.DEAD, null, 9))
                .singleElement()
                .satisfies(dead -> assertThat(dead.error()).isEqualTo("the test says no"));
    }

    @Test
    void aReplayedDeadLetterComesBeforeWhatWaitedBehindIt() {
        outbox.events(1L, 1L, 2L, 2L);
        outbox.once(target.fail(1, Cause.FINAL).fail(3, Cause.FINAL));
        target.heal(1).heal(3);

        assertThat(outbox.desk().replayDead("collected", 1L, OutboxDatabase.WORD))
                .isEqualTo(1);
        outbox.once(target);
        assertThat(target.taken).containsExactly(1L, 2L);
        assertThat(outbox.desk().replayDead("collected", null, OutboxDatabase.WORD))
                .isEqualTo(1);
        outbox.once(target);

        assertThat(target.taken).containsExactly(1L, 2L, 3L, 4L);
        assertThat(outbox.held()).isEmpty();
        assertThat(outbox.admin()
                        .queryForList(
                                "SELECT act || ' ' || coalesce(from_event, 0) || ' ' || events || ' ' || acted_by || ', ' || reason"
                                        + " FROM fallow.delivery_act ORDER BY act_id",
                                String.class))
                .containsExactly("REPLAY_DEAD 1 1 night shift, a test", "REPLAY_DEAD 0 1 night shift, a test");
        assertThatThrownBy(() -> outbox.desk().replayDead("collected", 1L, OutboxDatabase.WORD))
                .isInstanceOf(DeliveryException.class)
                .hasMessageContaining("event 1 is no dead letter for collected");
    }

    @Test
    void aSkippedEventLetsTheOthersOfItsAccountGoOn() {
        outbox.events(1L, 1L);
        outbox.once(target.fail(1, Cause.FINAL));

        outbox.desk().skip("collected", 1, new Word("Ann", "unknown there"));
        outbox.once(target);

        assertThat(target.taken).containsExactly(2L);
        assertThat(outbox.admin()
                        .queryForObject(
                                "SELECT act || ' ' || from_event || ' ' || acted_by || ', ' || reason FROM fallow.delivery_act",
                                String.class))
                .isEqualTo("SKIP 1 Ann, unknown there");
        assertThatThrownBy(() -> outbox.desk().skip("collected", 1, OutboxDatabase.WORD))
                .hasMessageContaining("event 1 is not held back with collected");
        assertThatThrownBy(() -> new Word("Ann", " ")).hasMessageContaining("--reason");
    }

    @Test
    void replaysEverythingFromAnEventOrADateOnInOrder() {
        outbox.events(1L, 2L, 1L);
        outbox.admin().update("UPDATE fallow.event SET business_date = DATE '2026-11-21' WHERE event_id = 3");
        outbox.once(target);

        outbox.desk().replayFrom("collected", 2, OutboxDatabase.WORD);
        assertThat(outbox.once(target).delivered()).isEqualTo(2);
        assertThat(outbox.desk().replayFrom("collected", LocalDate.of(2026, 11, 21), OutboxDatabase.WORD))
                .isEqualTo(3);
        assertThat(outbox.once(target).delivered()).isEqualTo(1);

        assertThat(target.taken).containsExactly(1L, 2L, 3L, 2L, 3L, 3L);
        assertThatThrownBy(() -> outbox.desk().replayFrom("collected", 9, OutboxDatabase.WORD))
                .hasMessageContaining("there is no event 9 or later");
        outbox.events(1L);
        assertThatThrownBy(() -> outbox.desk().replayFrom("collected", 4, OutboxDatabase.WORD))
                .hasMessageContaining("was not delivered to collected yet");
    }

    @Test
    void aReplayWhileABatchIsUnderWayIsNotLost() {
        outbox.events(1L, 2L, 1L);
        outbox.once(target);
        outbox.events(2L);
        Target interrupted = new Target() {
            private boolean replayed;

            @Override
            public String consumer() {
                return target.consumer();
            }

            @Override
            public Attempted deliver(java.util.List<Event> events) {
                if (!replayed) {
                    replayed = true;
                    outbox.desk().replayFrom("collected", 2, OutboxDatabase.WORD);
                }
                return target.deliver(events);
            }

            @Override
            public void close() {}
        };

        outbox.once(interrupted);
        outbox.once(interrupted);

        assertThat(target.taken).containsExactly(1L, 2L, 3L, 4L, 2L, 3L, 4L);
        assertThat(outbox.cursor("collected")).isEqualTo(4);
    }

    @Test
    void aReplayFromBeforeADeadLetterStopsAtIt() {
        outbox.events(1L, 1L, 1L);
        outbox.once(target.fail(2, Cause.FINAL));
        assertThat(target.taken).containsExactly(1L);

        outbox.desk().replayFrom("collected", 1, OutboxDatabase.WORD);
        outbox.once(target);

        assertThat(target.taken).containsExactly(1L, 1L);
        assertThat(outbox.held()).containsExactly("2 DEAD 1", "3 WAITING 0");
    }

    @Test
    void aTargetThatIsNotThereCostsNoEventAnAttempt() {
        outbox.events(1L, 2L);
        target.fail(1, Cause.UNREACHABLE).fail(2, Cause.UNREACHABLE);

        for (int i = 0; i < 5; i++) {
            assertThat(outbox.once(target)).isEqualTo(new Delivered("collected", 0, 0, 0, true));
        }
        assertThat(outbox.held()).isEmpty();
        assertThat(outbox.once(target.heal(1)))
                .as("one came through: the other is to blame")
                .isEqualTo(new Delivered("collected", 1, 1, 0, false));
    }

    @Test
    void tellsHowMuchIsPendingAndSinceWhen() {
        outbox.events(1L, 1L, 2L);
        assertThat(outbox.lag().read()).as("nobody was ever published to").isEmpty();
        outbox.once(target.fail(1, Cause.FINAL));
        outbox.events(3L);
        outbox.admin()
                .update(
                        "UPDATE fallow.event SET created_at = TIMESTAMPTZ '2026-11-20T11:00:00Z' - event_id * interval '1 s'");

        assertThat(outbox.lag().read()).singleElement().satisfies(lag -> {
            assertThat(lag.pending()).isEqualTo(3);
            assertThat(lag.dead()).isEqualTo(1);
            assertThat(lag.age()).isEqualTo(Duration.ofSeconds(3604));
        });
        outbox.desk().skip("collected", 1, OutboxDatabase.WORD);
        outbox.once(target);
        assertThat(outbox.lag().read()).singleElement().satisfies(lag -> {
            assertThat(lag.pending()).isZero();
            assertThat(lag.oldest()).isNull();
            assertThat(lag.age()).isEqualTo(Duration.ZERO);
        });
    }

    @Test
    void forgetsOldEventsOnlyOnceEveryConsumerHasHadThem() {
        outbox.events(1L, 1L, 2L, 3L);
        assertThat(forgotten()).as("nobody has had them").isZero();
        outbox.once(target.fail(1, Cause.FINAL));
        outbox.events(4L);
        outbox.admin().update("UPDATE fallow.event SET business_date = DATE '2026-12-24' WHERE event_id = 4");
        outbox.admin().update("INSERT INTO fallow.consumer (name, delivered_through) VALUES ('another', 2)");
        assertThat(forgotten()).as("held back with one, not had by the other").isZero();
        outbox.admin().update("UPDATE fallow.consumer SET delivered_through = 9 WHERE name = 'another'");

        assertThat(forgotten()).isEqualTo(1);
        assertThat(outbox.ids()).containsExactly(1L, 2L, 4L, 5L);
    }

    private long forgotten() {
        Long forgotten = outbox.admin()
                .queryForObject("SELECT fallow.forget_delivered_events(DATE '2026-12-01', 100)", Long.class);
        return forgotten == null ? -1 : forgotten;
    }
}
