package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fallow.job.chunk.StopSignal;
import io.fallow.ledger.Run;
import io.fallow.ledger.Runs;
import io.fallow.ledger.StopWishedException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stopped night leaves nothing that looks alive, and continued it ends as if nothing had happened. */
class StopTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Up to this share of what a night reads there are chunks left to stop before. */
    private static final double STOPPABLE = 0.8;

    private record Undisturbed(List<String> endState, NightResult night, long read) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aFirstNightStoppedBySigtermAtAnyMomentEndsAsIfNothingHadHappened(long seed) throws Exception {
        stopAtRandom(TODAY, 1, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void aRecyclingNightStoppedBySigtermAtAnyMomentEndsAsIfNothingHadHappened(long seed) throws Exception {
        stopAtRandom(TODAY.plusDays(30), 1, seed);
    }

    @Test
    @Tag("endurance")
    void fiftyNightsStoppedBySigtermAtAnyMomentEndAsIfNothingHadHappened() throws Exception {
        stopAtRandom(TODAY, 25, 6);
        stopAtRandom(TODAY.plusDays(30), 25, 7);
    }

    private static void stopAtRandom(LocalDate date, int times, long seed) throws Exception {
        Undisturbed undisturbed = undisturbed(date);
        Random random = new Random(seed);
        for (int i = 0; i < times; i++) {
            long moment = (long) (random.nextDouble() * STOPPABLE * undisturbed.read);
            try (TestPlatform platform = new TestPlatform()) {
                platform.leadUpTo(date);
                KilledNight night = startAndAwait(platform, date, moment);
                night.terminate();
                night.ended();
                assertStopped(platform, "after " + moment + " of " + undisturbed.read + " read");
                assertContinues(platform, date, undisturbed);
            }
        }
    }

    @Test
    void aNightStopsWhenAnotherProcessWishesIt() throws Exception {
        Undisturbed undisturbed = undisturbed(TODAY);
        try (TestPlatform platform = new TestPlatform()) {
            KilledNight night = startAndAwait(platform, TODAY, undisturbed.read / 3);

            Stopping.Outcome outcome = platform.bean(Stopping.class).stop(null, "day shift", LIMIT);

            assertThat(outcome.ended()).isTrue();
            assertThat(outcome.message()).contains("has stopped", "fallow rerun");
            night.ended();
            assertStopped(platform, "by wish");
            assertThat(platform.count("fallow.stop_wish WHERE wished_by = 'day shift'"))
                    .isEqualTo(1);
            assertContinues(platform, TODAY, undisturbed);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "checkInputs",
                "scanIdleAccounts",
                "excludePropertyHolders",
                "checkLimits",
                "protectLongUnused",
                "warnOwners",
                "recyclePropertyFree",
                "releaseQuarantined",
                "keepHouse",
                "reconcileRun"
            })
    void aWishThatComesWhenAStepBeginsIsHonouredBeforeTheStepDoesAnything(String step) {
        try (SmallPlatform platform = withAccounts()) {
            platform.sql("CREATE FUNCTION fallow.wish() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN"
                            + " INSERT INTO fallow.stop_wish SELECT run_id, token, 'a trigger' FROM fallow.run"
                            + " ON CONFLICT DO NOTHING; RETURN NULL; END $$")
                    .sql("CREATE TRIGGER wish AFTER INSERT ON fallow.batch_step_execution FOR EACH ROW"
                            + " WHEN (NEW.step_name = '" + step + "') EXECUTE FUNCTION fallow.wish()");

            NightResult stopped = platform.attempt(TODAY, SmallPlatform.policy());

            assertThat(stopped.report().status()).isEqualTo(Run.Status.STOPPED);
            assertThat(stopped.problem()).contains("was stopped");
            assertStopped(platform.raw(), step);
            platform.sql("DROP TRIGGER wish ON fallow.batch_step_execution");
            assertThat(platform.night(TODAY).counts().protectedAccounts()).isEqualTo(10);
        }
    }

    @Test
    void aWishIsHonouredWhileTheNightWaitsForOlderTransactions() throws Exception {
        try (SmallPlatform platform = withAccounts()) {
            for (int day : new int[] {0, 15, 31, 38}) {
                platform.night(TODAY.plusDays(day));
            }
            LocalDate date = TODAY.plusDays(45);
            try (Connection older = platform.raw().database().dataSource().getConnection();
                    Statement statement = older.createStatement()) {
                older.setAutoCommit(false);
                statement.execute("SELECT pg_current_xact_id()");
                CompletableFuture<NightResult> night =
                        CompletableFuture.supplyAsync(() -> platform.attempt(date, SmallPlatform.policy()));
                await().atMost(LIMIT)
                        .until(() -> platform.count(
                                        "fallow.batch_step_execution WHERE step_name = 'recyclePropertyFree' AND status = 'STARTED'")
                                > 0);

                platform.raw().bean(Stopping.class).stop(null, "day shift", LIMIT);

                assertThat(night.get().report().status()).isEqualTo(Run.Status.STOPPED);
                assertThat(platform.count("fallow.account_status WHERE state = 'RECYCLED'"))
                        .isZero();
            }
            assertThat(platform.night(date).counts().recycled()).isEqualTo(10);
        }
    }

    @Test
    void aProcessThatIsToEndBeginsNoNight() {
        try (SmallPlatform platform = withAccounts()) {
            platform.raw().bean(StopSignal.class).give();

            assertThatThrownBy(() -> platform.attempt(TODAY, SmallPlatform.policy()))
                    .isInstanceOf(StopWishedException.class);

            assertThat(platform.count("fallow.run")).isZero();
        }
    }

    @Test
    void whereNothingRunsThereIsNothingToStop() {
        try (SmallPlatform platform = withAccounts()) {
            Stopping stopping = platform.raw().bean(Stopping.class);
            assertThat(stopping.stop(null, "day shift", LIMIT).message()).isEqualTo("No night is running.");
            platform.night(TODAY);
            long run = platform.raw().bean(Runs.class).recent(1).get(0).runId();
            assertThat(stopping.stop(run, "day shift", LIMIT).message()).endsWith("is not running, it is COMPLETED.");
            assertThatThrownBy(() -> stopping.stop(run + 1, "day shift", LIMIT)).isInstanceOf(UsageException.class);
            platform.sql("UPDATE fallow.run SET status = 'RUNNING'");
            assertThat(stopping.stop(null, "day shift", LIMIT).message()).contains("its process has died");
        }
    }

    private static SmallPlatform withAccounts() {
        SmallPlatform platform = new SmallPlatform("--fallow.chunk-size=4");
        for (int id = 1; id <= 10; id++) {
            platform.account(id, "standard", TODAY.minusYears(4));
        }
        return platform;
    }

    private static Undisturbed undisturbed(LocalDate date) {
        try (TestPlatform platform = new TestPlatform()) {
            platform.leadUpTo(date);
            NightResult night = platform.night(date);
            return new Undisturbed(platform.endState(), night, read(platform, date));
        }
    }

    private static long read(TestPlatform platform, LocalDate date) {
        Long read = platform.admin()
                .queryForObject(
                        "SELECT coalesce(sum(c.n), 0) FROM fallow.run_count AS c JOIN fallow.run AS r USING (run_id)"
                                + " WHERE r.business_date = ? AND c.counter = 'read'",
                        Long.class,
                        date);
        return read == null ? 0 : read;
    }

    private static KilledNight startAndAwait(TestPlatform platform, LocalDate date, long moment) {
        KilledNight night = KilledNight.start(platform, date, "--fallow.chunk-size=20");
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !night.isAlive()
                        || platform.count("fallow.run WHERE status = 'RUNNING'") == 1
                                && read(platform, date) >= moment);
        return night;
    }

    private static void assertStopped(TestPlatform platform, String when) {
        assertThat(platform.count("fallow.run WHERE status = 'STOPPED'"))
                .as(when)
                .isEqualTo(1);
        assertThat(platform.count("fallow.batch_job_execution WHERE status NOT IN ('STOPPED', 'COMPLETED')"))
                .as(when)
                .isZero();
        assertThat(platform.count("fallow.batch_step_execution WHERE status NOT IN ('STOPPED', 'COMPLETED')"))
                .as(when)
                .isZero();
        assertThat(platform.count("fallow.batch_job_execution WHERE status = 'STOPPED'"))
                .as(when)
                .isEqualTo(1);
    }

    private static void assertContinues(TestPlatform platform, LocalDate date, Undisturbed undisturbed) {
        NightResult rerun = platform.night(date);
        assertThat(rerun.report().status()).isEqualTo(Run.Status.COMPLETED);
        assertThat(platform.endState()).isEqualTo(undisturbed.endState);
        assertThat(rerun.report().counts()).isEqualTo(undisturbed.night.report().counts());
        assertThat(rerun.report().outcomes())
                .isEqualTo(undisturbed.night.report().outcomes());
    }
}
