package io.fallow.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemdUnitsTest {

    private static final Path UNITS = Path.of("config", "systemd");
    private static final Tool SYSTEMD = new Tool("systemd-analyze", "systemd");
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(1);

    /** It looks for the programs that units start, and for files they read. */
    @Test
    void systemdFindsNothingAmiss(@TempDir Path folder) throws IOException {
        List<String> units;
        try (Stream<Path> all = Files.list(UNITS)) {
            units = all.map(Path::getFileName).map(Path::toString).sorted().toList();
        }
        assertThat(units).contains("fallow-run.service", "fallow-run.timer", "fallow-serve.service");
        for (String unit : units) {
            Files.writeString(
                    folder.resolve(unit),
                    Launcher.read(UNITS.resolve(unit).toString())
                            .replace("/opt/fallow", Path.of("").toAbsolutePath().toString()));
        }
        Stream<String> options = Stream.of("verify", "--man=no", "--recursive-errors=no");

        Tool.Said said = SYSTEMD.run(
                folder,
                Stream.concat(
                                options,
                                units.stream().map(unit -> folder.resolve(unit).toString()))
                        .toList());

        assertThat(said).isEqualTo(new Tool.Said(0, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fallow-run.service", "fallow-serve.service"})
    void startsTheLauncherAndLeavesItTimeToStop(String unit) {
        String text = Launcher.read(UNITS.resolve(unit).toString());
        Launcher.assertUnderstands(List.of(value(text, "ExecStart").split(" ")));
        assertThat(Duration.ofSeconds(Long.parseLong(value(text, "TimeoutStopSec"))))
                .isGreaterThan(STOP_TIMEOUT);
        assertThat(value(text, "EnvironmentFile")).isEqualTo("/etc/fallow/environment");
        Launcher.assertKnowsTheSettingsOf(text);
        Launcher.assertHoldsNoSecret(text);
    }

    @Test
    void onlyWhatNobodyHasToSeeToIsASuccessOfTheNight() {
        String text = Launcher.read(UNITS.resolve("fallow-run.service").toString());
        assertThat(value(text, "SuccessExitStatus")).isEqualTo("4");
        Launcher.assertTellsTheExitCodes(text);
    }

    private static String value(String text, String key) {
        return text.lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst()
                .orElseThrow();
    }
}
