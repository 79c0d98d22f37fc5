package io.fallow.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.cli.frame.Application;
import io.fallow.database.Installer;
import io.fallow.database.TestDatabase;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.lifecycle.Policy;
import io.fallow.platform.PlatformGenerator;
import io.fallow.platform.PlatformWorld;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** A generated platform with the contract installed, and nights on it under a clock that a test sets. */
public final class TestPlatform implements AutoCloseable {

    public static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    static final int ACCOUNTS = 3_000;

    private final TestDatabase database;
    private final AtomicReference<Instant> now = new AtomicReference<>(eveningOf(TODAY));
    private final ConfigurableApplicationContext context;
    private final JdbcTemplate admin;

    public TestPlatform(String... settings) {
        this(TestDatabase.from("generated-platform", TestPlatform::prepare), settings);
    }

    /** The same on a database of the test's choice, which is closed with this. */
    TestPlatform(TestDatabase database, String... settings) {
        this.database = database;
        admin = new JdbcTemplate(database.dataSource());
        SpringApplication application = new SpringApplication(Application.class);
        application.setLogStartupInfo(false);
        application.addInitializers(
                starting -> ((GenericApplicationContext) starting).registerBean(Clock.class, TestClock::new));
        List<String> arguments = new ArrayList<>(arguments(database));
        arguments.addAll(List.of(settings));
        context = application.run(arguments.toArray(String[]::new));
    }

    private static void prepare(DataSource empty) {
        prepare(empty, ACCOUNTS);
    }

    /** Fills an empty database with a generated platform of that many accounts and the contract. */
    static void prepare(DataSource empty, int accounts) {
        new PlatformGenerator(empty, 1).generate(accounts, TODAY, ZONE, (made, of) -> {});
        new Installer(empty).installReference();
    }

    public static List<String> arguments(TestDatabase database) {
        return List.of(
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--fallow.operator=night shift");
    }

    private final class TestClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZONE;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(instant(), zone);
        }

        @Override
        public Instant instant() {
            return Objects.requireNonNull(now.get());
        }
    }

    static Instant eveningOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZONE).toInstant().minusMillis(1);
    }

    public static Policy policy() {
        return new PolicyFile(Path.of("config/demo-policy.yaml")).read();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    TestDatabase database() {
        return database;
    }

    public JdbcTemplate admin() {
        return admin;
    }

    /** Sets the clock to the evening of the date. */
    void clock(LocalDate date) {
        now.set(eveningOf(date));
    }

    /** Sets the clock to the evening of the date and makes its night done. */
    public NightResult night(LocalDate date) {
        return night(date, policy());
    }

    NightResult night(LocalDate date, Policy policy) {
        clock(date);
        NightResult result = bean(NightRunner.class).run(date, policy);
        if (result.report().status() == Run.Status.COMPLETED) {
            requireConserved(result.report());
        }
        return result;
    }

    /** Whatever a test is about: each account that was scanned has one outcome. */
    private static void requireConserved(RunReport report) {
        assertThat(report.outcomes().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .as("outcomes %s", report.outcomes())
                .isEqualTo(report.counts().scanned());
    }

    /** What happens on the platform on the day before, so that its feeds are fresh. */
    void dayBefore(LocalDate date) {
        new PlatformWorld(database.dataSource(), ZONE).playDay(date.minusDays(1));
    }

    /** Everything of account's that must be the same however a night came about. */
    List<String> endState() {
        return List.of(
                digest(
                        "SELECT account_id, state, since, last_active_on, owner_acted_on, protected_on, clear_since, recycle_on,"
                                + " last_notice_on, due_on, notices_issued, cohort, excluded_for FROM fallow.account_lifecycle"),
                digest("SELECT account_id, business_date, from_state, to_state, reasons FROM fallow.decision"),
                digest("SELECT account_id, business_date, effective_on, kind FROM fallow.event"),
                digest("SELECT account_id, clear_since, number, issued_on, recycle_on FROM fallow.notice"),
                digest("SELECT account_id, status, handle, former_handle FROM platform.account"));
    }

    private String digest(String rows) {
        return String.valueOf(admin.queryForObject(
                "SELECT count(*) || ' ' || coalesce(md5(string_agg(CAST(r AS text), E'\\n' ORDER BY CAST(r AS text))), '') FROM ("
                        + rows + ") AS r",
                String.class));
    }

    /** The name of the trigger that guards the table. */
    String guardOf(String table) {
        return String.valueOf(admin.queryForObject(
                "SELECT 'fallow_' || function_name FROM fallow.guard WHERE guarded_table = ?", String.class, table));
    }

    /** Each row as one text. */
    List<String> rows(String query) {
        return admin.queryForList("SELECT CAST(r AS text) FROM (" + query + ") AS r", String.class);
    }

    /** Every table in the database that is Fallow's or the platform's, and a digest of its rows. */
    List<String> everything() {
        return admin
                .queryForList(
                        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('fallow', 'platform')"
                                + " ORDER BY 1",
                        String.class)
                .stream()
                .map(table -> table + " "
                        + rows(
                                "SELECT md5(coalesce(string_agg(CAST(t AS text), E'\\n' ORDER BY CAST(t AS text)), '')) FROM "
                                        + table + " AS t"))
                .toList();
    }

    long count(String condition) {
        Long n = admin.queryForObject("SELECT count(*) FROM " + condition, Long.class);
        return n == null ? -1 : n;
    }

    /** Lets go of the database, so that it can be copied; no night can be run here any more. */
    void stop() {
        context.close();
    }

    @Override
    public void close() {
        stop();
        database.close();
    }
}
