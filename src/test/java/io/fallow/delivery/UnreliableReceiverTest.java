package io.fallow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A receiver that fails three times in ten (status 500, no answer, a closed connection, an answer lost after the event was taken) and is
 * restarted, a publisher that is killed, and writers that commit late and roll back: every event comes at least once, in order per account.
 */
@Tag("one-server")
class UnreliableReceiverTest {

    private static final Logger log = LoggerFactory.getLogger(UnreliableReceiverTest.class);

    private static final String WRITE = """
            INSERT INTO fallow.event (account_id, business_date, run_id, kind)
            SELECT nullif(a, 0), DATE '2026-11-20', 1, CASE a WHEN 0 THEN 'NIGHT_MISSING' ELSE 'DORMANT' END
            FROM generate_series(CAST(? AS bigint), CAST(? AS bigint)) AS a
            """;

    @Test
    void everyEventComesAtLeastOnceAndInOrderPerAccount() throws Exception {
        deliver(2_000, 100, 200, 3);
    }

    @Test
    @Tag("endurance")
    void aHundredThousandEventsComeAtLeastOnceAndInOrderPerAccount() throws Exception {
        deliver(100_000, 5_000, 2_000, 10);
    }

    private static void deliver(int events, int accounts, int batchSize, int kills) throws Exception {
        long begun = System.nanoTime();
        try (OutboxDatabase outbox = new OutboxDatabase();
                Receiver receiver = new Receiver(0.3, 2 * PublisherProcess.TIMEOUT.toMillis())) {
            int rounds = events / accounts;
            CompletableFuture<Void> low = CompletableFuture.runAsync(() -> write(outbox, 0, accounts / 2 - 1, rounds));
            CompletableFuture<Void> high =
                    CompletableFuture.runAsync(() -> write(outbox, accounts / 2, accounts - 1, rounds));
            for (int kill = 1; kill <= kills; kill++) {
                Process publisher = PublisherProcess.start(outbox, receiver.url(), batchSize);
                int enough = events * kill / (kills + 1);
                await().atMost(Duration.ofMinutes(20))
                        .until(() -> receiver.count() >= enough
                                || !publisher.isAlive()
                                || low.isCompletedExceptionally()
                                || high.isCompletedExceptionally());
                assertThat(List.of(low.isCompletedExceptionally(), high.isCompletedExceptionally()))
                        .as("a writer failed")
                        .containsOnly(false);
                assertThat(publisher.isAlive())
                        .as("see target/publisher-process.log")
                        .isTrue();
                publisher.destroyForcibly().waitFor();
                receiver.restart();
                await().until(() -> isFree(outbox));
            }
            CompletableFuture.allOf(low, high).join();
            Process publisher = PublisherProcess.start(outbox, receiver.url(), batchSize);
            await().atMost(Duration.ofMinutes(20))
                    .until(() -> outbox.lag().read().get(0).pending() == 0);
            publisher.destroyForcibly().waitFor();

            assertThat(receiver.taken()).isEqualTo(new HashSet<>(outbox.ids())).hasSize(events);
            assertThat(receiver.violations()).isEmpty();
            assertThat(receiver.repetitions()).as("it was not too easy").isPositive();
            log.info(
                    "{} events, {} requests, {} taken again, {} kills, {} s",
                    events,
                    receiver.requests(),
                    receiver.repetitions(),
                    kills,
                    Duration.ofNanos(System.nanoTime() - begun).toSeconds());
        }
    }

    /** Each round an event of each account, in one transaction; now and then one more that is rolled back. */
    private static void write(OutboxDatabase outbox, long first, long last, int rounds) {
        Random random = new Random(first);
        try (Connection connection = outbox.database().dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(WRITE)) {
            connection.setAutoCommit(false);
            statement.setLong(1, first);
            statement.setLong(2, last);
            for (int round = 0; round < rounds; round++) {
                if (random.nextInt(4) == 0) {
                    statement.execute();
                    connection.rollback();
                }
                statement.execute();
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isFree(OutboxDatabase outbox) {
        Long locks = outbox.admin()
                .queryForObject(
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
                                + " (SELECT oid FROM pg_database WHERE datname = current_database())",
                        Long.class);
        return locks != null && locks == 0;
    }
}
