package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fallow.ledger.Run;
import io.fallow.ledger.RunReport;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KillTest {

    @ParameterizedTest
    @CsvSource({
        "scanIdleAccounts, 0",
        "excludePropertyHolders, 0",
        "protectLongUnused, 0",
        "warnOwners, 16",
        "recyclePropertyFree, 30"
    })
    void aNightKilledInMidStepEndsAsIfNothingHadHappened(String step, int day) throws Exception {
        LocalDate date = TODAY.plusDays(day);
        List<String> undisturbed;
        RunReport report;
        try (TestPlatform platform = new TestPlatform()) {
            platform.leadUpTo(date);
            report = platform.night(date).report();
            undisturbed = platform.endState();
        }
        try (TestPlatform platform = new TestPlatform()) {
            platform.leadUpTo(date);
            KilledNight night = KilledNight.start(platform, date, "--fallow.chunk-size=20");
            try {
                await().atMost(Duration.ofMinutes(5))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> !night.isAlive()
                                || platform.count("fallow.run_count WHERE worker LIKE '" + step
                                                + ":%' AND counter = 'read' AND n >= 40")
                                        > 0);
            } finally {
                night.kill();
            }
            assertThat(platform.count("fallow.run WHERE status = 'RUNNING'"))
                    .as("the night was killed while it ran")
                    .isEqualTo(1);

            NightResult rerun = platform.night(date);

            assertThat(rerun.report().status()).isEqualTo(Run.Status.COMPLETED);
            assertThat(platform.endState()).isEqualTo(undisturbed);
            assertThat(rerun.report().counts()).isEqualTo(report.counts());
            assertThat(rerun.report().excludedFor()).isEqualTo(report.excludedFor());
            assertThat(rerun.report().outcomes()).isEqualTo(report.outcomes());
        }
    }
}
