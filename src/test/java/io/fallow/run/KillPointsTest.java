package io.fallow.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("one-server")
class KillPointsTest {

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
                // the launch: Fallow's run, Batch's instance, Batch's execution
                "after ledger/runs/begin-run",
                "after the commit of INSERT INTO fallow.BATCH_JOB_INSTANCE",
                "after the commit of INSERT INTO fallow.BATCH_JOB_EXECUTION(",
                // partitions are being made: the third and fourth step executions are the first step's
                "after the commit of INSERT INTO fallow.BATCH_STEP_EXECUTION( #3",
                // a chunk of the scan: three COPYs, then its commit
                "after ledger/movements/copy-lifecycle",
                "after ledger/movements/copy-decisions",
                "before the commit of ledger/movements/copy-lifecycle #2",
                "after the commit of ledger/movements/copy-lifecycle #2",
                // verdicts
                "after the commit of ledger/plan/copy-plan #3",
                // between steps
                "after step/excludePropertyHolders/analyze-plan",
                "after the commit of step/checkLimits/accept-plan",
                // protection
                "after step/protectLongUnused/lock-planned",
                "before the commit of step/protectLongUnused/protect-planned #2",
                "after the commit of step/protectLongUnused/protect-planned #2",
                // notices
                "after step/warnOwners/warn-planned #2",
                // recycling
                "after ledger/movements/lock-accounts",
                "after ledger/movements/apply-recycle #2",
                "after ledger/movements/move-accounts",
                "after the commit of ledger/movements/apply-recycle #2",
                // release
                "before ledger/movements/apply-release #2",
                "after the commit of ledger/movements/apply-release",
                // the end
                "after ledger/seals/save-seal",
                "before the commit of ledger/runs/complete-run",
                "after the commit of ledger/runs/complete-run",
            })
    void aNightKilledThereIsContinuedAsIfNothingHadHappened(String point) throws Exception {
        try (TestPlatform platform = night.platform();
                KilledNight killed = night.killedAt(point, platform)) {
            killed.awaitDeath();

            NightResult rerun = platform.night(FullNight.DATE);

            assertThat(rerun.problem()).isNull();
            night.endedOn(platform, rerun.report());
        }
    }

    @Test
    void aNightKilledTwiceAndAtItsTakeoverToo() throws Exception {
        try (TestPlatform platform = night.platform()) {
            for (String point : new String[] {
                "after the commit of step/protectLongUnused/protect-planned",
                "after ledger/runs/take-over-run",
                "before the commit of ledger/movements/apply-recycle"
            }) {
                try (KilledNight killed = night.killedAt(point, platform)) {
                    killed.awaitDeath();
                }
            }

            night.endedOn(platform, platform.night(FullNight.DATE).report());
        }
    }
}
