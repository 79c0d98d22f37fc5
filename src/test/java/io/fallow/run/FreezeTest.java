package io.fallow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.ledger.runs.Runs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process that is stopped but not dead keeps its connections: its machine answers every keepalive. So nobody takes its night over
 * until an operator, or the end of its machine, has ended its database sessions.
 */
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("one-server")
class FreezeTest {

    /** The night's lock, of which {@code run/lock-night} says what it is. */
    private static final String LOCK =
            "pg_locks WHERE relation = 'fallow.night_lock'::regclass AND mode = 'ExclusiveLock'";

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
    @ValueSource(
            strings = {
                "after ledger/movements/copy-decisions",
                "after step/protectLongUnused/protect-planned #2",
                "before the commit of ledger/movements/apply-recycle",
                "after ledger/seals/save-seal"
            })
    void aNightFrozenInMidChunkIsTakenOverOnceItsSessionsAreEnded(String point) throws Exception {
        takenOverInMidChunk(point, Duration.ZERO);
    }

    @Test
    @Tag("endurance")
    void aNightFrozenForAMinuteIsTakenOverOnceItsSessionsAreEnded() throws Exception {
        takenOverInMidChunk("after ledger/movements/move-accounts #2", Duration.ofSeconds(60));
    }

    private void takenOverInMidChunk(String point, Duration frozenFor) throws Exception {
        try (TestPlatform platform = night.platform();
                KilledNight frozen = night.frozenAt(point, platform)) {
            frozen.awaitFrozen();
            await().pollDelay(frozenFor).atMost(frozenFor.plusMinutes(1)).until(() -> platform.count(LOCK) == 1);
            refusedBecauseOf(frozen, platform);

            end("pid IN (SELECT pid FROM " + LOCK + ")", platform);
            refusedBecauseOf(frozen, platform);

            end("application_name LIKE 'fallow%, process " + frozen.pid() + "'", platform);
            RunReport report = platform.night(FullNight.DATE).report();

            night.endedOn(platform, report);
            thawedFindsItselfTakenOver(frozen, platform);
        }
    }

    @Test
    void aNightThatHasOnlyLostItsLockCommitsNothingMore() throws Exception {
        try (TestPlatform platform = night.platform();
                KilledNight frozen =
                        night.frozenAt("before ledger/runs/check-fence #3", platform, "--fallow.partitions=1")) {
            frozen.awaitFrozen();
            end("pid IN (SELECT pid FROM " + LOCK + ")", platform);

            RunReport report = platform.night(FullNight.DATE).report();

            night.endedOn(platform, report);
            thawedFindsItselfTakenOver(frozen, platform);
        }
    }

    /** Everything is still to be done when it thaws, so that only the fence keeps it from doing so. */
    @Test
    void aNightTakenOverByOneThatHasDoneNothingYetCommitsNothingMore() throws Exception {
        try (TestPlatform platform = night.platform();
                KilledNight frozen =
                        night.frozenAt("before ledger/runs/check-fence #3", platform, "--fallow.partitions=1")) {
            frozen.awaitFrozen();
            end("pid IN (SELECT pid FROM " + LOCK + ")", platform);
            Runs runs = platform.bean(Runs.class);
            Run run = runs.of(FullNight.DATE).orElseThrow();
            runs.takeOver(run.runId(), run.policyVersion(), false);

            thawedFindsItselfTakenOver(frozen, platform);

            night.endedOn(platform, platform.night(FullNight.DATE).report());
        }
    }

    private static void refusedBecauseOf(KilledNight frozen, TestPlatform platform) {
        List<String> before = written(platform);
        assertThatThrownBy(() -> platform.night(FullNight.DATE))
                .isInstanceOf(RunInProgressException.class)
                .hasMessageContaining("process " + frozen.pid());
        assertThat(written(platform)).isEqualTo(before);
    }

    /** As an operator would end a session, waiting until it has ended. */
    private static void end(String sessions, TestPlatform platform) {
        platform.admin()
                .queryForList(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND "
                                + sessions);
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        platform.count("pg_stat_activity WHERE datname = current_database() AND " + sessions) == 0);
    }

    private static void thawedFindsItselfTakenOver(KilledNight frozen, TestPlatform platform) throws Exception {
        List<String> before = written(platform);
        frozen.thaw();
        assertThat(frozen.ended())
                .as("its exit code, having said: %s", frozen.said())
                .isEqualTo(1);
        assertThat(frozen.said()).contains("was taken over by another process").doesNotContain("the night ended");
        assertThat(written(platform)).as("nothing stale was committed").isEqualTo(before);
    }

    /** Everything a night writes but Batch's notes about its executions, which the dead one's process may still amend. */
    private static List<String> written(TestPlatform platform) {
        return platform.everything().stream()
                .filter(table -> !table.startsWith("fallow.batch_"))
                .toList();
    }
}
