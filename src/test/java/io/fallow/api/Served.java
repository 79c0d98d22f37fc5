package io.fallow.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.cli.night.ServeApplication;
import io.fallow.database.Installer;
import io.fallow.database.TestDatabase;
import io.fallow.ledger.runs.Run;
import io.fallow.platform.PlatformGenerator;
import io.fallow.run.NightRunner;
import io.fallow.run.TestPlatform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code fallow serve} in this process, on a platform whose first night is done, at noon of its business date. */
final class Served implements AutoCloseable {

    static final long PROTECTED = 4711;
    static final long BLOCKED = 9001;

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-20T04:00:00Z"), ZONE);
    private static final int ACCOUNTS = 300;

    private final TestDatabase database = TestDatabase.from("api-platform", Served::prepare);
    private final JdbcTemplate admin = new JdbcTemplate(database.dataSource());
    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param body null when it is no JSON */
    record Answer(
            int status, String type, String text, @Nullable JsonNode body) {

        JsonNode json() {
            assertThat(body).as(text).isNotNull();
            return body == null ? JsonMapper.shared().nullNode() : body;
        }

        String detail() {
            assertThat(type).startsWith("application/problem+json");
            assertThat(json().get("status").asInt()).isEqualTo(status);
            return json().get("detail").asString();
        }
    }

    Served(String... settings) {
        SpringApplication application = new SpringApplication(ServeApplication.class);
        application.setLogStartupInfo(false);
        application.addInitializers(
                starting -> ((GenericApplicationContext) starting).registerBean(Clock.class, () -> NOON));
        List<String> arguments = new ArrayList<>(TestPlatform.arguments(database));
        arguments.addAll(List.of(
                "--spring.main.web-application-type=servlet",
                "--fallow.serve.port=0",
                "--fallow.schedule.paused=true",
                "--fallow.policy-file=config/demo-policy.yaml"));
        arguments.addAll(List.of(settings));
        context = application.run(arguments.toArray(String[]::new));
        assertThat(context.getBean(NightRunner.class)
                        .run(TestPlatform.TODAY, TestPlatform.policy())
                        .report()
                        .status())
                .isEqualTo(Run.Status.COMPLETED);
    }

    private static void prepare(DataSource empty) {
        new PlatformGenerator(empty, 1).generate(ACCOUNTS, TestPlatform.TODAY, ZONE, (made, of) -> {});
        new Installer(empty).installReference();
        new JdbcTemplate(empty)
                .execute(
                        "INSERT INTO platform.account (account_id, cohort, last_active_at, handle) VALUES"
                                + " (4711, 'standard', '2024-06-01 12:00+08', 'owner4711'),"
                                + " (9001, 'standard', '2026-11-19 12:00+08', 'owner9001');"
                                + " INSERT INTO platform.block (account_id, blocked_at, cause) VALUES (9001, '2026-01-01', 'complaint');"
                                + " INSERT INTO platform.wallet_balance (account_id, balance, changed_at) VALUES (9001, 5, '2026-11-19 12:00+08')");
    }

    JdbcTemplate admin() {
        return admin;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    String address() {
        return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
    }

    Answer get(String path, @Nullable String token) {
        return send(request(path, token).GET().build());
    }

    Answer post(String path, @Nullable String token, String body) {
        return send(request(path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(String path, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(
                    response.statusCode(),
                    type,
                    response.body(),
                    type.contains("json") ? JsonMapper.shared().readTree(response.body()) : null);
        } catch (IOException e) {
            throw new IllegalStateException(request.uri() + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }
}
