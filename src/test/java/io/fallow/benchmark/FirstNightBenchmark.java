package io.fallow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.cli.Application;
import io.fallow.database.EmbeddedServer;
import io.fallow.database.Installer;
import io.fallow.ledger.RunReport;
import io.fallow.ledger.Sql;
import io.fallow.lifecycle.Policy;
import io.fallow.platform.PlatformGenerator;
import io.fallow.run.NightResult;
import io.fallow.run.NightRunner;
import io.fallow.run.PolicyFile;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** The first night against a plain psql script with the same result, interleaved in one run, on PostgreSQL with fsync on. */
@Tag("benchmark")
class FirstNightBenchmark {

    private static final LocalDate DATE = LocalDate.of(2026, 11, 20);
    private static final String TEMPLATE = "benchmark_template";
    private static final List<String> RESULTS = List.of(
            "SELECT account_id, state, since, last_active_on, protected_on, clear_since, recycle_on, due_on, notices_issued, cohort, excluded_for"
                    + " FROM fallow.account_lifecycle",
            "SELECT account_id, business_date, from_state, to_state, reasons FROM fallow.decision",
            "SELECT account_id, business_date, effective_on, kind FROM fallow.event",
            "SELECT account_id, status FROM platform.account");

    private final int accounts = Integer.getInteger("benchmark.accounts", 1_000_000);
    private final int repetitions = Integer.getInteger("benchmark.repetitions", 3);
    private final Policy policy = new PolicyFile(Path.of("config/demo-policy.yaml")).read();
    private final ZoneId zone = policy.zone();

    @Test
    void firstNightAgainstThePlainScript() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.acquire(Path.of("target/benchmark-data"))) {
            JdbcTemplate postgres = new JdbcTemplate(database(server, "postgres"));
            say("%s", postgres.queryForObject("SELECT version()", String.class));
            for (String setting :
                    List.of("fsync", "synchronous_commit", "shared_buffers", "max_wal_size", "wal_compression")) {
                say("%s = %s", setting, postgres.queryForObject("SHOW " + setting, String.class));
            }
            prepare(server, postgres);
            List<Double> plain = new ArrayList<>();
            List<Double> fallow = new ArrayList<>();
            for (int repetition = 1; repetition <= repetitions; repetition++) {
                plain.add(contest(server, postgres, "plain", this::plainNight));
                fallow.add(contest(server, postgres, "fallow", this::fallowNight));
                assertThat(results(server, "benchmark_fallow")).isEqualTo(results(server, "benchmark_plain"));
                say("repetition %d: plain %.1f s, fallow %.1f s", repetition, last(plain), last(fallow));
            }
            say(
                    "first night, %,d accounts, 2 partitions, heap limit %d MB: plain %.1f s, fallow %.1f s, ratio of medians %.2f",
                    accounts,
                    Runtime.getRuntime().maxMemory() >> 20,
                    median(plain),
                    median(fallow),
                    median(fallow) / median(plain));
        }
    }

    private interface Contestant {
        void run(EmbeddedServer server, String database) throws Exception;
    }

    private void prepare(EmbeddedServer server, JdbcTemplate postgres) {
        postgres.execute("DROP DATABASE IF EXISTS " + TEMPLATE);
        postgres.execute("CREATE DATABASE " + TEMPLATE);
        PGSimpleDataSource template = database(server, TEMPLATE);
        new PlatformGenerator(template, 2).generate(accounts, DATE, zone, (made, of) -> {});
        Installer installer = new Installer(template);
        installer.installSchema("bigint");
        installer.installContract("reference.sql", Sql.named("contract/reference"));
        new JdbcTemplate(template).execute("VACUUM ANALYZE");
    }

    private double contest(EmbeddedServer server, JdbcTemplate postgres, String name, Contestant contestant)
            throws Exception {
        String database = "benchmark_" + name;
        postgres.execute("DROP DATABASE IF EXISTS " + database);
        postgres.execute("CREATE DATABASE " + database + " TEMPLATE " + TEMPLATE);
        new JdbcTemplate(database(server, database))
                .queryForObject("SELECT count(*) FROM fallow.account_exclusion", Long.class);
        postgres.execute("CHECKPOINT");
        long start = System.nanoTime();
        contestant.run(server, database);
        return (System.nanoTime() - start) / 1e9;
    }

    private void plainNight(EmbeddedServer server, String database) throws Exception {
        ProcessBuilder psql = new ProcessBuilder(
                "psql",
                "-X",
                "-q",
                "-v",
                "business_date=" + DATE,
                "-v",
                "zone=" + zone,
                "-f",
                "sql/operator/plain-night.sql",
                url(server, database).replace("jdbc:", ""));
        psql.environment().put("PGUSER", server.username());
        psql.environment().put("PGPASSWORD", server.password());
        psql.redirectErrorStream(true).redirectOutput(new File("target/plain-night.log"));
        assertThat(psql.start().waitFor())
                .as("psql; see target/plain-night.log")
                .isZero();
    }

    /** Start-up included. */
    private void fallowNight(EmbeddedServer server, String database) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setLogStartupInfo(false);
        Clock clock =
                Clock.fixed(DATE.plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1), zone);
        application.addInitializers(
                starting -> ((GenericApplicationContext) starting).registerBean(Clock.class, () -> clock));
        try (ConfigurableApplicationContext context = application.run(
                "--spring.datasource.url=" + url(server, database),
                "--spring.datasource.username=" + server.username(),
                "--spring.datasource.password=" + server.password())) {
            NightResult result = context.getBean(NightRunner.class).run(DATE, policy);
            assertThat(result.problem()).isNull();
            for (RunReport.StepReport step : result.report().steps()) {
                say("    %-24s %,10d read %6.1f s", step.name(), step.read(), step.seconds());
            }
        }
    }

    private static List<String> results(EmbeddedServer server, String database) {
        JdbcTemplate jdbc = new JdbcTemplate(database(server, database));
        return RESULTS.stream()
                .map(rows -> String.valueOf(jdbc.queryForObject(
                        "SELECT count(*) || ' ' || sum(hashtextextended(CAST(r AS text), 0)) FROM (" + rows + ") AS r",
                        String.class)))
                .toList();
    }

    private static PGSimpleDataSource database(EmbeddedServer server, String name) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url(server, name));
        dataSource.setUser(server.username());
        dataSource.setPassword(server.password());
        return dataSource;
    }

    private static String url(EmbeddedServer server, String database) {
        return server.jdbcUrl().replaceFirst("/[^/?]+(\\?|$)", "/" + database + "$1");
    }

    private static double median(List<Double> seconds) {
        return seconds.stream().sorted().skip(seconds.size() / 2).findFirst().orElseThrow();
    }

    private static double last(List<Double> seconds) {
        return seconds.get(seconds.size() - 1);
    }

    private static void say(String form, @Nullable Object... values) {
        System.out.println(String.format(Locale.ROOT, form, values));
    }
}
