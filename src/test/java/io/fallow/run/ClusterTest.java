package io.fallow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A night whose partitions are shared among processes, of which some die and some only seem to. */
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("one-server")
class ClusterTest {

    private static final String[] HANDED_OUT = settings("--fallow.cluster.slots=0");
    private static final String[] WORKER = FullNight.with(settings("--fallow.cluster.slots=1"));

    private FullNight night;

    @BeforeAll
    void leadUpToTheNight() {
        night = new FullNight();
    }

    @AfterAll
    void close() {
        night.close();
    }

    private static String[] settings(String slots) {
        return new String[] {
            "--fallow.cluster.enabled=true", "--fallow.cluster.checkin=PT1S", "--fallow.partitions=4", slots
        };
    }

    @Test
    void aNightWithoutOtherNodesIsMadeByItsOwnProcess() {
        try (TestPlatform platform = night.platform(settings("--fallow.cluster.slots=2"))) {
            night.endedOn(platform, platform.night(FullNight.DATE).report());
            assertThat(platform.count("fallow.partition_claim")).isPositive();
            nothingIsLeftInQuartz(platform);
        }
    }

    @Test
    void fourWorkersOneKilledAndOneFrozenEndAsIfUndisturbed() throws Exception {
        oneKilledOneFrozen("before the commit of step/protectLongUnused/protect-planned", Duration.ofSeconds(15));
    }

    @Test
    @Tag("endurance")
    void fourWorkersOneKilledAndOneFrozenForAMinuteEndAsIfUndisturbed() throws Exception {
        oneKilledOneFrozen("before the commit of ledger/movements/apply-recycle", Duration.ofSeconds(60));
    }

    private void oneKilledOneFrozen(String point, Duration frozenFor) throws Exception {
        try (TestPlatform platform = night.platform(HANDED_OUT);
                KilledNight killed = KilledNight.workerKilledAt(
                        "after ledger/movements/copy-lifecycle #2", platform, FullNight.DATE, WORKER)) {
            CompletableFuture<RunReport> report = begin(platform);
            killed.awaitOwnDeath();
            try (KilledNight frozen = KilledNight.workerFrozenAt(point, platform, FullNight.DATE, WORKER)) {
                frozen.awaitFrozen();
                try (KilledNight third = KilledNight.worker(platform, FullNight.DATE, WORKER);
                        KilledNight fourth = KilledNight.worker(platform, FullNight.DATE, WORKER)) {
                    long thawed = System.nanoTime() + frozenFor.toNanos();
                    await().atMost(frozenFor.plusMinutes(1)).until(() -> System.nanoTime() >= thawed);
                    assertThat(report.isDone()).as("a chunk is open").isFalse();
                    frozen.thaw();

                    night.endedOn(platform, report.join());

                    assertThat(List.of(third.isAlive(), fourth.isAlive())).containsOnly(true);
                    nothingIsLeftInQuartz(platform);
                }
            }
        }
    }

    /** Before its transaction has asked whether the partition is still its own, and after, with everything left to be done. */
    @ParameterizedTest
    @ValueSource(
            strings = {"before ledger/runs/check-partition-claim #3", "after ledger/runs/check-partition-claim #3"})
    void aWorkerThatOnlySeemedDeadCommitsNothingMore(String point) throws Exception {
        try (TestPlatform platform = night.platform(HANDED_OUT);
                KilledNight frozen = KilledNight.workerFrozenAt(point, platform, FullNight.DATE, WORKER)) {
            CompletableFuture<RunReport> report = begin(platform);
            frozen.awaitFrozen();
            try (KilledNight other = KilledNight.worker(platform, FullNight.DATE, WORKER)) {
                if (point.startsWith("after")) {
                    await().atMost(Duration.ofMinutes(1))
                            .until(() ->
                                    other.said().contains("a chunk of it is open in fallow, process " + frozen.pid()));
                    frozen.thaw();
                    night.endedOn(platform, report.join());
                } else {
                    night.endedOn(platform, report.join());
                    List<String> before = platform.endState();
                    frozen.thaw();
                    findsItselfTakenOver(frozen);
                    assertThat(platform.endState()).isEqualTo(before);
                }
            }
        }
    }

    @Test
    void aWorkerThatIsToldToEndHandsItsPartitionBack() throws Exception {
        try (TestPlatform platform = night.platform(HANDED_OUT);
                KilledNight ending = KilledNight.workerFrozenAt(
                        "after step/protectLongUnused/protect-planned", platform, FullNight.DATE, WORKER)) {
            CompletableFuture<RunReport> report = begin(platform);
            ending.awaitFrozen();
            ending.terminate();
            ending.thaw();
            ending.ended();
            assertThat(report.isDone()).isFalse();
            try (KilledNight other = KilledNight.worker(platform, FullNight.DATE, WORKER)) {
                night.endedOn(platform, report.join());
                assertThat(other.isAlive()).isTrue();
            }
        }
    }

    @Test
    void whatFailsInAWorkerIsToldByTheNight() throws Exception {
        try (TestPlatform platform = night.platform(HANDED_OUT);
                KilledNight worker = KilledNight.worker(platform, FullNight.DATE, WORKER)) {
            platform.admin().execute("REVOKE INSERT ON fallow.notice FROM fallow_runtime");

            NightResult failed = platform.night(FullNight.DATE);

            assertThat(failed.report().status()).isEqualTo(Run.Status.FAILED);
            assertThat(failed.problem())
                    .startsWith("step warnOwners failed")
                    .contains("permission denied for table notice");
            platform.admin().execute("GRANT INSERT ON fallow.notice TO fallow_runtime");
            night.endedOn(platform, platform.night(FullNight.DATE).report());
            assertThat(worker.isAlive()).isTrue();
        }
    }

    private static CompletableFuture<RunReport> begin(TestPlatform platform) {
        return CompletableFuture.supplyAsync(
                () -> platform.night(FullNight.DATE).report());
    }

    private static void findsItselfTakenOver(KilledNight frozen) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(frozen.said()).contains("was taken over by another node"));
    }

    private static void nothingIsLeftInQuartz(TestPlatform platform) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> platform.count("fallow.qrtz_job_details WHERE sched_name = 'fallow-partitions'") == 0);
    }
}
