package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fallow.job.chunk.StopSignal;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.Runs;
import io.fallow.ledger.runs.StopWishedException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stopped night leaves nothing that looks alive, and continued it ends as if nothing had happened. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("one-server")
class StopTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Up to this share of what a night reads there are chunks left to stop before. */
    private static final double STOPPABLE = 0.8;

    private FullNight night;

    @BeforeAll
    void leadUpToTheNight() {
        night = new FullNight();
    }

    @AfterAll
    void close() {
        night.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aNightStoppedBySigtermAtAnyMomentEndsAsIfNothingHadHappened(long seed) throws InterruptedException {
        stopAtRandom(new Random(seed));
    }

    @Tag("endurance")
    @RepeatedTest(50)
    void aNightStoppedBySigtermAtAnyOfFiftyMomentsEndsAsIfNothingHadHappened(RepetitionInfo repetition)
            throws InterruptedException {
        stopAtRandom(new Random(5L + repetition.getCurrentRepetition()));
    }

    private void stopAtRandom(Random random) throws InterruptedException {
        long moment = (long) (random.nextDouble() * STOPPABLE * night.read());
        try (TestPlatform platform = night.platform();
                KilledNight stopped = startedAndRead(platform, moment)) {
            stopped.terminate();
            stopped.ended();
            assertStopped(platform, "after " + moment + " of " + night.read() + " read");

            night.endedOn(platform, platform.night(FullNight.DATE).report());
        }
    }

    @Test
    void aNightStopsWhenAnotherProcessWishesIt() throws InterruptedException {
        try (TestPlatform platform = night.platform();
                KilledNight wished = startedAndRead(platform, night.read() / 3)) {
            Stopping.Outcome outcome = platform.bean(Stopping.class).stop(null, "day shift", LIMIT);

            assertThat(outcome.ended()).isTrue();
            assertThat(outcome.message()).contains("has stopped", "fallow rerun");
            wished.ended();
            assertStopped(platform, "by wish");
            assertThat(platform.count("fallow.stop_wish WHERE wished_by = 'day shift'"))
                    .isEqualTo(1);
            night.endedOn(platform, platform.night(FullNight.DATE).report());
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
                "expireWindows",
                "completeCancellations",
                "chaseErasures",
                "keepHouse",
                "reconcileRun"
            })
    void aWishThatComesWhenAStepBeginsIsHonouredBeforeTheStepDoesAnything(String step) {
        try (SmallPlatform platform = withAccounts()) {
            platform.sql("CREATE FUNCTION public.wish() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN"
                            + " INSERT INTO fallow.stop_wish SELECT run_id, token, 'a trigger' FROM fallow.run"
                            + " ON CONFLICT DO NOTHING; RETURN NULL; END $$")
                    .sql("CREATE TRIGGER wish AFTER INSERT ON fallow.batch_step_execution FOR EACH ROW"
                            + " WHEN (NEW.step_name = '" + step + "') EXECUTE FUNCTION public.wish()");

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

    private KilledNight startedAndRead(TestPlatform platform, long moment) {
        KilledNight started = night.started(platform);
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !started.isAlive()
                        || platform.count("fallow.run WHERE status = 'RUNNING'") == 1
                                && FullNight.read(platform) >= moment);
        return started;
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
}
