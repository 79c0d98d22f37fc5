package io.fallow.delivery;

import io.fallow.database.DatabaseAccess;
import io.fallow.database.Installer;
import io.fallow.database.TestDatabase;
import io.fallow.delivery.EventDesk.Word;
import io.fallow.delivery.Publisher.Rhythm;
import io.fallow.settings.RetrySettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** A database that holds only the events a test puts there, under a clock that the test sets. */
final class OutboxDatabase implements AutoCloseable {

    static final String ROLE = "fallow_publisher";
    static final Word WORD = new Word("night shift", "a test");
    static final WebhookSecret SECRET = new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private final TestDatabase database = TestDatabase.from("outbox", OutboxDatabase::prepare);
    private final JdbcTemplate admin = new JdbcTemplate(database.dataSource());
    private final SetClock clock = new SetClock();

    private static void prepare(DataSource empty) {
        new Installer(empty).installSchema("bigint");
    }

    static final class SetClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-20T12:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    SetClock clock() {
        return clock;
    }

    JdbcTemplate admin() {
        return admin;
    }

    TestDatabase database() {
        return database;
    }

    DatabaseAccess access() {
        return new DatabaseAccess(database.jdbcUrl(), database.username(), database.password());
    }

    /** An event of each account, in the order given; null is a night. */
    OutboxDatabase events(@Nullable Long... accounts) {
        for (Long account : accounts) {
            admin.update(
                    "INSERT INTO fallow.event (account_id, business_date, effective_on, run_id, kind)"
                            + " VALUES (?, DATE '2026-11-20', DATE '2027-11-20', 7, ?)",
                    account,
                    account == null ? "NIGHT_MISSING" : "PROTECTED");
        }
        return this;
    }

    List<Long> ids() {
        return admin.queryForList("SELECT event_id FROM fallow.event ORDER BY event_id", Long.class);
    }

    long cursor(String consumer) {
        Long cursor = admin.queryForObject(
                "SELECT delivered_through FROM fallow.consumer WHERE name = ?", Long.class, consumer);
        return cursor == null ? -1 : cursor;
    }

    long count(String condition) {
        Long count = admin.queryForObject("SELECT count(*) FROM " + condition, Long.class);
        return count == null ? -1 : count;
    }

    /** What is held back, each as number, status and attempts. */
    List<String> held() {
        return admin.queryForList(
                "SELECT event_id || ' ' || status || ' ' || attempts FROM fallow.undelivered_event ORDER BY event_id",
                String.class);
    }

    /** Three attempts, pauses of a minute and longer, batches of ten. */
    Delivery delivery() {
        RetrySettings retry = new RetrySettings(3, Duration.ofMinutes(1), Duration.ofHours(1));
        return new Delivery(
                access(),
                ROLE,
                new Backoff(retry, new Random(1)),
                new Rhythm(10, clock),
                Duration.ofMillis(100),
                new Stop());
    }

    Delivered once(Target target) {
        return delivery().once(target);
    }

    EventDesk desk() {
        return new EventDesk(
                JdbcClient.create(database.dataSource()),
                new DataSourceTransactionManager(database.dataSource()),
                clock);
    }

    OutboxLag lag() {
        return new OutboxLag(JdbcClient.create(database.dataSource()), clock);
    }

    @Override
    public void close() {
        database.close();
    }
}
