package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Nights in a process of their own, which a test ends as it likes. Chunks are small, so that there are many moments to do so. */
final class ChildNight {

    private ChildNight() {}

    static Process start(TestPlatform platform, LocalDate date) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dkilled.night=" + date,
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

    /** The nights before the date that put something in every step's way. */
    static void leadUpTo(LocalDate date, TestPlatform platform) {
        for (int day : new int[] {0, 16, 23, 30}) {
            LocalDate earlier = TODAY.plusDays(day);
            if (!earlier.isAfter(date) && day > 0) {
                platform.dayBefore(earlier);
            }
            if (earlier.isBefore(date)) {
                platform.night(earlier);
            }
        }
    }
}
