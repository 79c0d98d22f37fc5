package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fallow.database.CrashingServer;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What passes is waited out, and nothing is done or counted twice; what does not pass fails the step in one line. Faults strike in a
 * second chunk of protectLongUnused, while account 7 is being protected.
 */
class FaultTest {

    private static final long ACCOUNTS = 20;
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String STRUCK = "pg_locks WHERE locktype = 'advisory' AND objid = 78 AND granted";
    private static final String WAITING_ADVISORY =
            "pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "lost connection | PERFORM pg_terminate_backend(pg_backend_pid())",
                "serialization failure | RAISE 'injected' USING ERRCODE = '40001'",
                "too many connections | RAISE 'injected' USING ERRCODE = '53300'",
                "lost lock | PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name LIKE 'fallow run,%'",
                "lost lock and connections | PERFORM pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND application_name LIKE 'fallow%'"
            })
    void aFaultThatPassesIsWaitedOutAndNothingCountedTwice(String name, String fault) {
        try (SmallPlatform platform = withAccounts()) {
            strike(platform, fault);

            assertAsUndisturbed(platform.night(TODAY), platform);

            assertThat(platform.count("public.struck WHERE is_called"))
                    .as(name + " did strike")
                    .isEqualTo(1);
        }
    }

    @Test
    void aDeadlockIsWaitedOut() throws Exception {
        try (SmallPlatform platform = withAccounts()) {
            strike(platform, """
                    PERFORM set_config('lock_timeout', '0', true);
                    PERFORM pg_advisory_xact_lock(78);
                    WHILE NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 78 AND NOT granted) LOOP
                        PERFORM pg_sleep(0.01);
                    END LOOP;
                    PERFORM pg_advisory_xact_lock(77)""");
            try (Connection other = platform.raw().database().dataSource().getConnection();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("SET deadlock_timeout = '1h'");
                statement.execute("SELECT pg_advisory_xact_lock(77)");
                CompletableFuture<RunReport> night = CompletableFuture.supplyAsync(() -> platform.night(TODAY));
                await().atMost(LIMIT).until(() -> platform.count(STRUCK) > 0);
                statement.execute(
                        "SELECT pg_advisory_xact_lock(78)"); // granted once the night's transaction is the victim
                other.commit();

                assertAsUndisturbed(night.get(), platform);
            }
        }
    }

    @Test
    void aCrashOfTheServerIsWaitedOut(@TempDir Path folder) throws Exception {
        try (CrashingServer server = new CrashingServer(folder);
                SmallPlatform platform = withAccounts(new SmallPlatform(server.database(), "--fallow.chunk-size=4"))) {
            strike(platform, "PERFORM pg_advisory_lock(78); PERFORM pg_sleep(60)");
            CompletableFuture<RunReport> night = CompletableFuture.supplyAsync(() -> platform.night(TODAY));
            await().atMost(LIMIT).until(() -> platform.count(STRUCK) > 0);
            // what a crash loses of a sequence is the strike that had happened
            platform.sql("CREATE OR REPLACE FUNCTION public.strikes() RETURNS boolean LANGUAGE sql AS 'SELECT false'");

            server.crashAndRestart();

            assertAsUndisturbed(night.get(), platform);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "PERFORM pg_sleep(5) | 57014 | raise fallow.session.statement-timeout",
                "RAISE 'injected' USING ERRCODE = '53100' | 53100 | injected",
                "RAISE 'injected' USING ERRCODE = '40001' | 40001 | did not pass within fallow.retry-for"
            })
    void whatDoesNotPassFailsTheStepSayingItsStateAndTheWayOut(String fault, String state, String wayOut) {
        try (SmallPlatform platform = withAccounts(new SmallPlatform(
                "--fallow.chunk-size=4", "--fallow.session.statement-timeout=PT1S", "--fallow.retry-for=PT1S"))) {
            strike(platform, fault);
            platform.sql("CREATE OR REPLACE FUNCTION public.strikes() RETURNS boolean LANGUAGE sql AS 'SELECT true'");

            NightResult failed = platform.attempt(TODAY, SmallPlatform.policy());

            assertThat(failed.report().status()).isEqualTo(Run.Status.FAILED);
            assertThat(failed.problem())
                    .startsWith("step protectLongUnused failed: ERROR: ")
                    .contains("(SQLState " + state + ")", wayOut)
                    .hasLineCount(1);
            assertThat(platform.count("fallow.batch_step_execution WHERE status IN ('STARTED', 'UNKNOWN')"))
                    .isZero();
            platform.sql("DROP TRIGGER struck ON fallow.account_lifecycle");
            assertThat(platform.night(TODAY).outcomes()).isEqualTo(Map.of("PROTECTED", ACCOUNTS));
        }
    }

    @Test
    void aTableThatIsLockedForAMomentIsWaitedOut() throws Exception {
        try (SmallPlatform platform = withAccounts();
                Connection other = platform.raw().database().dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE fallow.run_source IN ACCESS EXCLUSIVE MODE");
            String waiting = "pg_locks WHERE NOT granted AND relation = CAST('fallow.run_source' AS regclass)";
            CompletableFuture<RunReport> night = CompletableFuture.supplyAsync(() -> platform.night(TODAY));
            await().atMost(LIMIT).until(() -> platform.count(waiting) > 0);
            await().atMost(LIMIT).until(() -> platform.count(waiting) == 0); // it has given up
            other.rollback();

            assertAsUndisturbed(night.get(), platform);
        }
    }

    /** As an autovacuum against wraparound is, which gives way to nobody. */
    @Test
    void aTableUnderMaintenanceIsNotWaitedForToBeAnalyzed() throws Exception {
        try (SmallPlatform platform = withAccounts();
                Connection other = platform.raw().database().dataSource().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("SELECT fallow.make_decision_partition(DATE '" + TODAY + "')");
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE fallow.decision IN SHARE UPDATE EXCLUSIVE MODE"); // and its partitions

            assertAsUndisturbed(platform.night(TODAY), platform);
        }
    }

    @Test
    void anAccountThatThePlatformLocksForTooLongIsLeftToTheNextNight() throws Exception {
        try (SmallPlatform platform = withAccounts();
                Connection owner = platform.raw().database().dataSource().getConnection();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute("SELECT FROM platform.account WHERE account_id = 7 FOR UPDATE");

            RunReport report = platform.night(TODAY);

            assertThat(report.counts().protectedAccounts()).isEqualTo(ACCOUNTS - 1);
            assertThat(platform.state(7)).isEqualTo("DORMANT");
            owner.commit();
            platform.night(TODAY.plusDays(1));
            assertThat(platform.state(7)).isEqualTo("PROTECTED");
        }
    }

    @Test
    void aNightWhoseLockAnotherHasTakenFailsAndCommitsNothingMore() throws Exception {
        try (SmallPlatform platform =
                        withAccounts(new SmallPlatform("--fallow.chunk-size=4", "--fallow.retry-for=PT1S"));
                Connection other = platform.raw().database().dataSource().getConnection();
                Statement statement = other.createStatement();
                Connection thief = platform.raw().database().dataSource().getConnection();
                Statement theft = thief.createStatement()) {
            strike(platform, "PERFORM set_config('lock_timeout', '0', true); PERFORM pg_advisory_xact_lock(77)");
            statement.execute("SELECT pg_advisory_lock(77)");
            CompletableFuture<NightResult> night =
                    CompletableFuture.supplyAsync(() -> platform.attempt(TODAY, SmallPlatform.policy()));
            await().atMost(LIMIT).until(() -> platform.count(WAITING_ADVISORY) == 1);
            // queued before the lock is free: whoever tries to take it again comes too late
            CompletableFuture<Boolean> stolen = CompletableFuture.supplyAsync(() -> {
                try {
                    return theft.execute("BEGIN; LOCK TABLE fallow.night_lock IN EXCLUSIVE MODE");
                } catch (SQLException e) {
                    throw new CompletionException(e);
                }
            });
            await().atMost(LIMIT)
                    .until(() ->
                            platform.count("pg_locks WHERE NOT granted AND relation = 'fallow.night_lock'::regclass")
                                    == 1);
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND application_name LIKE 'fallow run,%'");
            stolen.get();
            long before = platform.count("fallow.account_status WHERE state = 'PROTECTED'");
            statement.execute("SELECT pg_advisory_unlock(77)");

            NightResult failed = night.get();

            assertThat(failed.report().status()).isEqualTo(Run.Status.FAILED);
            assertThat(failed.problem()).contains("step protectLongUnused failed", "the lock is held by");
            assertThat(platform.count("fallow.account_status WHERE state = 'PROTECTED'"))
                    .as("the chunk that was open when the lock went, and no more")
                    .isLessThanOrEqualTo(before + 4)
                    .isLessThan(ACCOUNTS);
        }
    }

    private static SmallPlatform withAccounts() {
        return withAccounts(new SmallPlatform("--fallow.chunk-size=4"));
    }

    private static SmallPlatform withAccounts(SmallPlatform platform) {
        for (int id = 1; id <= ACCOUNTS; id++) {
            platform.account(id, "standard", TODAY.minusYears(4));
        }
        return platform;
    }

    /** Once: a sequence counts what a rollback does not take back. */
    private static void strike(SmallPlatform platform, String fault) {
        platform.sql("CREATE SEQUENCE public.struck")
                .sql("CREATE FUNCTION public.strikes() RETURNS boolean LANGUAGE sql AS"
                        + " $$ SELECT nextval('public.struck') = 1 $$")
                .sql("CREATE FUNCTION public.strike() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN"
                        + " IF public.strikes() THEN " + fault + "; END IF; RETURN NULL; END $$")
                .sql("CREATE TRIGGER struck AFTER UPDATE ON fallow.account_lifecycle FOR EACH ROW"
                        + " WHEN (NEW.account_id = 7 AND NEW.state = 'PROTECTED') EXECUTE FUNCTION public.strike()");
    }

    private static void assertAsUndisturbed(RunReport report, SmallPlatform platform) {
        assertThat(report.counts().protectedAccounts()).isEqualTo(ACCOUNTS);
        assertThat(report.counts().scanned()).isEqualTo(ACCOUNTS);
        assertThat(report.counts().setAside()).isZero();
        assertThat(report.outcomes()).isEqualTo(Map.of("PROTECTED", ACCOUNTS));
        assertThat(platform.rows("SELECT to_state, count(*) FROM fallow.decision GROUP BY to_state ORDER BY to_state"))
                .containsExactly("(DORMANT," + ACCOUNTS + ")", "(PROTECTED," + ACCOUNTS + ")");
        assertThat(platform.count("fallow.event")).isEqualTo(2 * ACCOUNTS);
        assertThat(
                        platform.rows(
                                "SELECT sum(n) FROM fallow.run_count WHERE worker LIKE 'protectLongUnused:%' AND counter = 'read'"))
                .containsExactly("(" + ACCOUNTS + ")");
    }
}
