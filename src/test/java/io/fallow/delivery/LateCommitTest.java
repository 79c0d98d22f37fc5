package io.fallow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A transaction that took a lower number and commits later is waited for, and no other. */
class LateCommitTest {

    private static final String WRITE =
            "INSERT INTO fallow.event (account_id, business_date, kind) VALUES (%d, DATE '2026-11-20', 'DORMANT')";

    private final OutboxDatabase outbox = new OutboxDatabase();
    private final Collected target = new Collected();

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void anEventCommittedAfterALaterOneIsNotSkipped() throws SQLException {
        try (Connection late = open()) {
            write(late, 1);
            outbox.events(2L);

            assertThat(outbox.once(target).delivered()).isZero();
            late.commit();
            assertThat(outbox.once(target).delivered()).isEqualTo(2);

            assertThat(target.taken).containsExactly(1L, 2L);
        }
    }

    @Test
    void oneThatIsRolledBackHoldsNothingUpAnyMore() throws SQLException {
        try (Connection late = open()) {
            write(late, 1);
            outbox.events(2L);
            outbox.once(target);
            late.rollback();

            assertThat(outbox.once(target).delivered()).isEqualTo(1);
            assertThat(target.taken).containsExactly(2L);
        }
    }

    @Test
    void writersThatBeganLaterAndTransactionsWithoutEventsAreNotWaitedFor() throws SQLException {
        JdbcClient jdbc = JdbcClient.create(outbox.database().dataSource());
        Horizon horizon = new Horizon(jdbc);
        try (Connection bystander = open();
                Connection early = open();
                Connection later = open()) {
            try (Statement statement = bystander.createStatement()) {
                statement.execute("SELECT pg_current_xact_id(), count(*) FROM fallow.event");
            }
            write(early, 1);
            assertThat(horizon.advance()).isZero();
            assertThat(horizon.isHeldUp()).isTrue();
            write(later, 2);
            early.commit();

            assertThat(horizon.advance()).isEqualTo(1);
            assertThat(horizon.isHeldUp()).isFalse();
            assertThat(horizon.advance()).isEqualTo(1);
            later.commit();
            assertThat(horizon.advance()).isEqualTo(2);
        }
    }

    @Test
    void onePublisherAConsumerTheSecondIsToldWhoHasIt() {
        try (ConsumerSession first = ConsumerSession.open(outbox.access(), OutboxDatabase.ROLE, "collected");
                ConsumerSession other = ConsumerSession.open(outbox.access(), OutboxDatabase.ROLE, "another")) {
            assertThat(first).isNotSameAs(other);
            assertThatThrownBy(() -> outbox.once(target))
                    .isInstanceOf(PublishingInProgressException.class)
                    .hasMessageContaining("collected already (fallow publish collected, process "
                            + ProcessHandle.current().pid());
        }
        assertThat(outbox.once(target).isComplete()).isTrue();
    }

    @Test
    void whoFollowsIsWokenByWritersAndOutlivesItsSession() {
        Stop stop = new Stop();
        Delivery hourly = new Delivery(
                outbox.access(),
                OutboxDatabase.ROLE,
                new Backoff(
                        new io.fallow.settings.RetrySettings(3, Duration.ofMillis(10), Duration.ofMillis(50)),
                        new java.util.Random(1)),
                new Publisher.Rhythm(10, outbox.clock()),
                Duration.ofHours(1),
                stop);
        CompletableFuture<Delivered> following = CompletableFuture.supplyAsync(() -> hourly.follow(target));
        await().until(() -> outbox.count("fallow.consumer WHERE is_followed") == 1);

        outbox.events(1L);
        await().until(() -> cursor() == 1);
        outbox.admin()
                .queryForList("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name LIKE 'fallow publish collected%' AND datname = current_database()");
        outbox.events(2L);
        await().until(() -> cursor() == 2);
        stop.give();

        assertThat(following.join().delivered()).isEqualTo(2);
        assertThat(outbox.count("fallow.consumer WHERE is_followed")).isZero();
    }

    private long cursor() {
        return outbox.cursor("collected");
    }

    private Connection open() throws SQLException {
        Connection connection = outbox.database().dataSource().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void write(Connection connection, long account) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(WRITE.formatted(account));
        }
    }
}
