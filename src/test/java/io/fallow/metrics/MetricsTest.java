package io.fallow.metrics;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.base.Sql;
import io.fallow.ledger.runs.RunReport;
import io.fallow.ledger.runs.Runs;
import io.fallow.run.TestPlatform;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Figures after one night, on the evening of its business date. */
@TestInstance(Lifecycle.PER_CLASS)
class MetricsTest {

    private static final Pattern EXPOSED = Pattern.compile("(?m)^(fallow_\\w+)[{ ]");

    private final TestPlatform platform = new TestPlatform();
    private final RunReport report = platform.night(TODAY).report();

    @BeforeAll
    void leaveSomeWorkAndANight() {
        platform.admin().execute("INSERT INTO fallow.consumer (name) VALUES ('mail')");
        platform.admin()
                .execute(
                        "INSERT INTO fallow.alarm (kind, subject, business_date, detail, raised_at, raised_by, raised_event_id)"
                                + " VALUES ('RUN_STALLED', 'run 1', DATE '2026-11-20', 'it stands', now(), 'node', 1)");
        platform.admin()
                .update(
                        "UPDATE fallow.run SET finished_at = TIMESTAMPTZ '2026-11-20 20:00+08' WHERE run_id = ?",
                        report.run());
        platform.admin()
                .update(
                        "INSERT INTO fallow.set_aside (run_id, account_id, step, error) VALUES (?, 1, 'warnOwners', 'broken')",
                        report.run());
        platform.admin()
                .update("UPDATE fallow.account_lifecycle SET due_on = DATE '2026-11-18' WHERE account_id ="
                        + " (SELECT min(account_id) FROM fallow.account_lifecycle WHERE due_on > DATE '2026-11-20')");
    }

    @AfterAll
    void close() {
        platform.close();
    }

    @Test
    void stepsOfTheLatestRunAreToldAsItsReportHasThem() {
        Figures figures = read();
        assertThat(report.steps()).hasSizeGreaterThan(8);
        report.steps().forEach(step -> {
            assertThat(value(figures, Measure.STEP_READ, "step", step.name())).isEqualTo(step.read());
            assertThat(value(figures, Measure.STEP_WRITTEN, "step", step.name()))
                    .isEqualTo(step.written());
            assertThat(value(figures, Measure.STEP_SKIPPED, "step", step.name()))
                    .isEqualTo(step.skipped());
            // the report of the last step was written before it ended
            assertThat(value(figures, Measure.STEP_DURATION, "step", step.name()))
                    .isCloseTo(step.seconds(), within(step.name().equals("reconcileRun") ? 60.0 : 1.0));
            assertThat(value(figures, Measure.STEP_RATE, "step", step.name())
                            * value(figures, Measure.STEP_DURATION, "step", step.name()))
                    .isCloseTo(step.read(), within(0.01));
        });
        assertThat(figures.of(Measure.STEP_READ)).hasSameSizeAs(report.steps());
        assertThat(value(figures, Measure.RUN_ACCOUNTS, "kind", "protected"))
                .isEqualTo(report.counts().protectedAccounts())
                .isPositive();
    }

    @Test
    void theLatestRunAndTheLatestSuccessAreToldByTheirInstants() {
        Figures figures = read();
        assertThat(value(figures, Measure.RUN_STATUS, "status", "COMPLETED")).isOne();
        assertThat(figures.of(Measure.RUN_STATUS).values())
                .containsOnly(0.0, 1.0)
                .hasSize(7);
        assertThat(value(figures, Measure.RUN_DATE))
                .isEqualTo(Instant.parse("2026-11-19T16:00:00Z").getEpochSecond());
        Instant finished = Instant.parse("2026-11-20T12:00:00Z");
        assertThat(value(figures, Measure.LAST_SUCCESS)).isEqualTo(finished.getEpochSecond());
        assertThat(value(figures, Measure.SUCCESS, "business_date", "2026-11-20"))
                .isEqualTo(finished.getEpochSecond());
        assertThat(value(figures, Measure.LAST_SUCCESS_AGE))
                .isEqualTo(Duration.between(finished, now()).toMillis() / 1000.0);
    }

    @Test
    void whatIsLeftDueIsCountedAndTheOldestToldByItsDate() {
        Figures figures = read();
        assertThat(value(figures, Measure.DUE)).isOne();
        Instant since = Instant.parse("2026-11-17T16:00:00Z");
        assertThat(value(figures, Measure.OLDEST_DUE)).isEqualTo(since.getEpochSecond());
        assertThat(value(figures, Measure.OLDEST_DUE_AGE))
                .isEqualTo(Duration.between(since, now()).toMillis() / 1000.0);
    }

    @Test
    void limitsAreToldByHowMuchOfThemIsUsed() {
        Figures figures = read();
        var limits = TestPlatform.policy().limits();
        double did = report.counts().protectedAccounts();
        assertThat(value(figures, Measure.LIMIT_USED, "limit", "protected.max"))
                .isEqualTo(did / limits.protectedAccounts().max() * 100);
        assertThat(value(figures, Measure.LIMIT_USED, "limit", "protected.max-percent"))
                .isCloseTo(did / (3_000 * limits.protectedAccounts().maxPercent() / 100) * 100, within(1e-9));
        assertThat(value(figures, Measure.LIMIT_USED, "limit", "recycled.max")).isZero();
        assertThat(value(figures, Measure.LIMIT_USED, "limit", "set-aside")).isEqualTo(1.0 / limits.setAside() * 100);
        assertThat(figures.of(Measure.LIMIT_USED))
                .as("with fewer than seven runs before, that limit is not applied")
                .hasSize(5);
    }

    @Test
    void eventsThatWaitAreCounted() {
        Figures figures = read();
        Long events = platform.admin().queryForObject("SELECT count(*) FROM fallow.event", Long.class);
        assertThat(figures.of(Measure.OUTBOX).values().stream()
                        .mapToDouble(each -> each)
                        .sum())
                .isEqualTo(events == null ? -1 : events)
                .isPositive();
        assertThat(figures.of(Measure.OUTBOX_OLDEST)).hasSize(1);
    }

    @Test
    void alarmsOfTheWatchdogAreCountedByKind() {
        Figures figures = read();
        assertThat(value(figures, Measure.ALARMS, "kind", "RUN_STALLED")).isOne();
        assertThat(value(figures, Measure.ALARMS, "kind", "NIGHT_MISSING")).isZero();
        assertThat(value(figures, Measure.ALARMS, "kind", "TRIGGER_STUCK")).isZero();
    }

    @Test
    void theRegistryHasEveryMeasureUnderItsName() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new Gauges(registry).show(read());
        assertThat(names(registry.scrape()))
                .isEqualTo(Arrays.stream(Measure.values())
                        .map(Measure::exposedName)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void whatIsNoLongerTrueIsNoLongerTold() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Gauges gauges = new Gauges(registry);
        gauges.show(new Figures().add(Measure.STEP_READ, 1, "step", "a").add(Measure.STEP_READ, 2, "step", "b"));
        gauges.show(new Figures().add(Measure.STEP_READ, 3, "step", "b"));
        assertThat(registry.scrape())
                .contains("fallow_step_read_accounts{step=\"b\"} 3.0")
                .doesNotContain("step=\"a\"");
    }

    @Test
    void aDatabaseThatDoesNotAnswerLeavesOneFigure() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        RefreshMetrics metrics = new RefreshMetrics(
                reading(),
                () -> {
                    throw new IllegalStateException("no policy");
                },
                registry,
                Duration.ofHours(1));
        metrics.refresh();
        assertThat(registry.scrape()).contains("fallow_database_up 0.0");
        assertThat(names(registry.scrape())).containsExactly("fallow_database_up");
    }

    @Test
    void theFileIsReplacedInOneGoAndHoldsNoAge(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("fallow.prom"), "old");
        Textfile textfile = new Textfile(file);
        textfile.write(read());
        String text = Files.readString(file);
        assertThat(text).contains("fallow_run_status{status=\"COMPLETED\"} 1.0").doesNotContain("_age_");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    /** However many are due: the figures are read every minute. */
    @Test
    void noStatementReadsTheWholeLifecycle() {
        try (TestPlatform large = new TestPlatform()) {
            large.admin()
                    .update(
                            "INSERT INTO fallow.account_lifecycle (account_id, state, since, last_active_on, due_on, policy_version, cohort)"
                                    + " SELECT n, 'DORMANT', DATE '2026-11-01', DATE '2026-01-01',"
                                    + " DATE '2026-11-19' + CASE WHEN n % 100 = 0 THEN 0 ELSE 30 END, 1, 'standard'"
                                    + " FROM generate_series(100000, 160000) AS n");
            large.admin().execute("VACUUM ANALYZE fallow.account_lifecycle");
            assertThat(plan(large, "DATE '2026-11-20'"))
                    .contains("account_lifecycle_due_idx")
                    .doesNotContain("Seq Scan");
            assertThat(plan(large, "DATE '2027-11-20'"))
                    .contains("account_lifecycle_due_idx")
                    .doesNotContain("Seq Scan");
        }
    }

    private static String plan(TestPlatform platform, String today) {
        String statement =
                Sql.named("metrics/read-due").replace(":today", today).replace(":atMost", "1000000");
        List<String> lines = platform.admin().queryForList("EXPLAIN " + statement, String.class);
        return String.join("\n", lines);
    }

    private Figures read() {
        return reading().read(TestPlatform.policy());
    }

    private ReadFigures reading() {
        return new ReadFigures(
                platform.bean(JdbcClient.class),
                platform.bean(Runs.class),
                platform.bean(SetAside.class),
                platform.bean(PlatformTransactionManager.class),
                platform.bean(Clock.class));
    }

    private Instant now() {
        return platform.bean(Clock.class).instant();
    }

    private static double value(Figures figures, Measure measure, String... labels) {
        Map<Tags, Double> values = figures.of(measure);
        assertThat(values).as(measure.exposedName()).containsKey(Tags.of(labels));
        return values.getOrDefault(Tags.of(labels), Double.NaN);
    }

    private static Set<String> names(String scraped) {
        return EXPOSED.matcher(scraped)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
