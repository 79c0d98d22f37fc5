package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fallow.ledger.Run;
import io.fallow.ledger.RunReport;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KillTest {

    @ParameterizedTest
    @ValueSource(strings = {"scanIdleAccounts", "excludePropertyHolders", "protectLongUnused"})
    void aNightKilledInMidStepEndsAsIfNothingHadHappened(String step) throws Exception {
        List<String> undisturbed;
        RunReport report;
        try (TestPlatform platform = new TestPlatform()) {
            report = platform.night(TODAY).report();
            undisturbed = platform.endState();
        }
        try (TestPlatform platform = new TestPlatform()) {
            Process night = start(platform);
            try {
                await().atMost(Duration.ofMinutes(5))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> !night.isAlive()
                                || platform.count("fallow.run_count WHERE worker LIKE '" + step
                                                + ":%' AND counter = 'read' AND n >= 40")
                                        > 0);
            } finally {
                night.destroyForcibly().waitFor();
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

    private static Process start(TestPlatform platform) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledNight.class.getName(),
                "--fallow.chunk-size=20"));
        command.addAll(TestPlatform.arguments(platform.database()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File("target/killed-night.log"))
                .start();
    }
}
