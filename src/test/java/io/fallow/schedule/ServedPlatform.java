package io.fallow.schedule;

import io.fallow.cli.night.ServeApplication;
import io.fallow.database.Installer;
import io.fallow.database.TestDatabase;
import io.fallow.platform.ReferencePlatform;
import io.fallow.run.TestPlatform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** A platform as it stands today, on which nodes serve; time is the machine's. */
final class ServedPlatform implements AutoCloseable {

    /** The demo policy's. */
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final TestDatabase database = TestDatabase.from("served-platform", ServedPlatform::prepare);
    private final JdbcTemplate admin = new JdbcTemplate(database.dataSource());

    ServedPlatform() {
        loaded(Instant.now());
    }

    private static void prepare(DataSource empty) {
        new ReferencePlatform(empty).create();
        new Installer(empty).installReference();
    }

    /** Reports the platform's one source as loaded up to then. */
    void loaded(Instant newest) {
        admin.update(
                "INSERT INTO platform.feed (source, loaded_on, rows, newest) VALUES ('account', CAST(? AS date), 1000,"
                        + " CAST(? AS timestamptz)) ON CONFLICT ON CONSTRAINT feed_pk DO UPDATE SET newest = excluded.newest",
                "2026-01-01",
                newest.toString());
    }

    /** Accounts that the next night enters and protects. */
    void idle(int accounts) {
        admin.update(
                "INSERT INTO platform.account (account_id, cohort, last_active_at, handle, display_name, phone)"
                        + " SELECT n, 'never-used', now() - interval '200 days', 'owner' || n, 'A Person', '13800000000'"
                        + " FROM generate_series(1, ?) AS n",
                accounts);
    }

    /** A node in this process. */
    ConfigurableApplicationContext serve(String cron, String... settings) {
        return new SpringApplication(ServeApplication.class).run(arguments(cron, settings));
    }

    String[] arguments(String cron, String... settings) {
        List<String> arguments = new ArrayList<>(TestPlatform.arguments(database));
        arguments.addAll(List.of(
                "--spring.main.web-application-type=servlet",
                "--fallow.serve.port=0",
                "--fallow.schedule.cron=" + cron,
                "--fallow.schedule.look-every=PT1S",
                "--fallow.schedule.rerun-after=PT1S"));
        arguments.addAll(List.of(settings));
        if (arguments.stream().noneMatch(argument -> argument.startsWith("--fallow.policy-file="))) {
            arguments.add("--fallow.policy-file=config/demo-policy.yaml");
        }
        return arguments.toArray(String[]::new);
    }

    static HttpResponse<String> health(ConfigurableApplicationContext node) {
        String port = node.getEnvironment().getProperty("local.server.port");
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                                    .build(),
                            BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static LocalDate today() {
        return LocalDate.now(ZONE);
    }

    TestDatabase database() {
        return database;
    }

    JdbcTemplate admin() {
        return admin;
    }

    /** Each row as one text. */
    List<String> rows(String query) {
        return admin.queryForList("SELECT CAST(r AS text) FROM (" + query + ") AS r", String.class);
    }

    long count(String condition) {
        Long n = admin.queryForObject("SELECT count(*) FROM " + condition, Long.class);
        return n == null ? -1 : n;
    }

    @Override
    public void close() {
        database.close();
    }
}
