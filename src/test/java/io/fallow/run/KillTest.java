package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGKILL from outside, at no point in particular, on a platform of everything that platforms have. {@link KillPointsTest} names points. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("one-server")
class KillTest {

    private List<String> undisturbed;
    private RunReport report;

    @BeforeAll
    void runUndisturbed() {
        try (TestPlatform platform = new TestPlatform()) {
            report = platform.night(TODAY).report();
            undisturbed = platform.endState();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scanIdleAccounts", "excludePropertyHolders", "protectLongUnused"})
    void aFirstNightKilledInMidStepEndsAsIfNothingHadHappened(String step) throws InterruptedException {
        try (TestPlatform platform = new TestPlatform()) {
            try (KilledNight night = KilledNight.start(platform, TODAY, "--fallow.chunk-size=20")) {
                await().atMost(Duration.ofMinutes(5))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> !night.isAlive()
                                || platform.count("fallow.run_count WHERE worker LIKE '" + step
                                                + ":%' AND counter = 'read' AND n >= 40")
                                        > 0);
                night.kill();
            }
            assertThat(platform.count("fallow.run WHERE status = 'RUNNING'"))
                    .as("the night was killed while it ran")
                    .isEqualTo(1);

            NightResult rerun = platform.night(TODAY);

            assertThat(rerun.report().status()).isEqualTo(Run.Status.COMPLETED);
            assertThat(platform.endState()).isEqualTo(undisturbed);
            assertThat(rerun.report().counts()).isEqualTo(report.counts());
            assertThat(rerun.report().excludedFor()).isEqualTo(report.excludedFor());
            assertThat(rerun.report().outcomes()).isEqualTo(report.outcomes());
        }
    }
}
