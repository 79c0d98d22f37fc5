package io.fallow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.cli.frame.ExitCode;
import io.fallow.database.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** What an operator calls to deliver events, and to see to those that were not. */
class PublishCommandsTest {

    private final TestDatabase database = Called.platformOfToday();
    private final JdbcTemplate admin = new JdbcTemplate(database.dataSource());

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        database.close();
    }

    private Called fallow(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--set", "fallow.delivery.file.path=" + folder.resolve("events.ndjson")));
        return Called.on(database, all.toArray(String[]::new));
    }

    private void events(int count) {
        admin.update(
                "INSERT INTO fallow.event (account_id, business_date, kind)"
                        + " SELECT a, DATE '2026-11-20', 'DORMANT' FROM generate_series(1, ?) AS a",
                count);
    }

    @Test
    void deliversListsReplaysAndSkips() throws Exception {
        events(3);
        assertThat(fallow("events").err()).contains("nothing was ever delivered", "fallow publish");
        Called published = fallow("publish", "--output", "json");
        assertThat(published.code()).as(published.err()).isZero();
        assertThat(published.json().get(0).get("delivered").asLong()).isEqualTo(3);
        assertThat(Files.readAllLines(folder.resolve("events.ndjson"))).hasSize(3);

        admin.execute(
                "INSERT INTO fallow.undelivered_event (event_id, next_attempt_at, attempts, consumer, order_key, status, error)"
                        + " VALUES (2, now(), 15, 'file', 'account 2', 'DEAD', 'answered with status 500')");
        Called left = fallow("publish");
        assertThat(left.code()).isEqualTo(1);
        assertThat(left.out()).contains("0 events delivered to file, 1 dead");
        assertThat(fallow("events", "--dead").out()).contains("answered with status 500", "1 pending (1 of them dead)");
        JsonNode all = fallow("events", "--output", "json").json();
        assertThat(all.get("events").size()).isEqualTo(3);
        assertThat(all.get("events").get(1).get("status").asString()).isEqualTo("DEAD");
        assertThat(fallow("events", "--account", "3", "--delivered", "--output", "json")
                        .json()
                        .get("events")
                        .get(0)
                        .get("event")
                        .asLong())
                .isEqualTo(3);

        assertThat(fallow("events", "replay", "--event", "2", "--reason", "repaired")
                        .code())
                .isZero();
        assertThat(fallow("publish").out()).contains("1 events delivered to file.");
        assertThat(fallow("events", "replay", "--from-date", "2026-11-20", "--reason", "lost", "--by", "ann")
                        .out())
                .contains("Events from 1 on, of 2026-11-20 and later, go to file again");
        assertThat(fallow("publish").out()).contains("3 events delivered to file.");
        assertThat(Files.readAllLines(folder.resolve("events.ndjson"))).hasSize(7);
        Called skipped = fallow("events", "skip", "2", "--reason", "no");
        assertThat(skipped.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(skipped.err()).contains("event 2 is not held back with file");
        assertThat(admin.queryForList(
                        "SELECT act || ' ' || acted_by FROM fallow.delivery_act WHERE act = 'REPLAY_FROM'",
                        String.class))
                .containsExactly("REPLAY_FROM ann");
    }

    @Test
    void aSecondPublisherIsToldWhoHasTheConsumer() throws Exception {
        try (Connection first = database.dataSource().getConnection();
                Statement statement = first.createStatement()) {
            statement.execute("SET application_name = 'fallow publish file, process 7'");
            statement.execute("SELECT pg_advisory_lock(hashtext('fallow'), hashtext('publish file'))");
            Called second = fallow("publish");
            assertThat(second.code()).isEqualTo(ExitCode.IN_PROGRESS.code());
            assertThat(second.err()).contains("file already (fallow publish file, process 7, database session");
        }
    }

    @Test
    void badSettingsNameTheProperty() {
        String[][] bad = {
            {"fallow.delivery.batch-size=0", "fallow.delivery.batch-size is '0', allowed is 1 to 10000"},
            {"fallow.delivery.source=a b", "fallow.delivery.source is 'a b'"},
            {"fallow.delivery.poll-every=PT2H", "fallow.delivery.poll-every is 'PT2H'"},
            {"fallow.delivery.retry.max-attempts=0", "fallow.delivery.retry.max-attempts is '0'"},
            {
                "fallow.delivery.retry.longest-pause=PT0.5S",
                "fallow.delivery.retry.longest-pause is 'PT0.5S', allowed is PT1S to PT24H"
            },
            {"fallow.delivery.webhook.url=ftp://x/", "fallow.delivery.webhook.url is 'ftp://x/'"},
            {"fallow.delivery.webhook.url=https://me:hunter2@x/", "fallow.delivery.webhook.url is 'https://...@x/'"},
            {"fallow.delivery.webhook.url=http://example.com/", "fallow.delivery.webhook.allow-http"},
            {"fallow.delivery.webhook.concurrency=65", "fallow.delivery.webhook.concurrency is '65', allowed is 1 to 64"
            },
            {"fallow.delivery.webhook.request-timeout=PT0S", "fallow.delivery.webhook.request-timeout is 'PT0S'"},
            {"fallow.delivery.file.rotate-at=10B", "fallow.delivery.file.rotate-at is '10B'"},
            {"fallow.delivery.webhook.url=https://example.com/", "FALLOW_DELIVERY_WEBHOOK_SECRET"}
        };
        for (String[] each : bad) {
            Called refused = fallow("publish", "--set", each[0]);
            assertThat(refused.code()).as(each[0]).isEqualTo(ExitCode.USAGE.code());
            assertThat(refused.err()).contains(each[1]);
        }
        Called nowhere = Called.on(database, "publish");
        assertThat(nowhere.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(nowhere.err()).contains("fallow.delivery.webhook.url or fallow.delivery.file.path");
    }
}
