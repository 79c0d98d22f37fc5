package io.fallow.schedule;

import io.fallow.cli.night.ServeApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A node in a process of its own, for a test to kill or to freeze. All of it is production code but one thing: that nights come seconds
 * apart and still have one business date each, a day for each of the seconds' steps since {@code nights.epoch}.
 */
final class ServingNode {

    static final int SECONDS_A_NIGHT = 3;

    private static final String EPOCH = "nights.epoch";
    private static final String FIRST_DATE = "nights.first";

    private ServingNode() {}

    /** @param epoch when the first date comes, in seconds since 1970 */
    static Process start(ServedPlatform platform, int number, long epoch, LocalDate firstDate) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Duser.timezone=UTC",
                "-D" + EPOCH + "=" + epoch,
                "-D" + FIRST_DATE + "=" + firstDate,
                "-cp",
                System.getProperty("java.class.path"),
                ServingNode.class.getName()));
        command.addAll(List.of(platform.arguments("0/" + SECONDS_A_NIGHT + " * * * * ?")));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            Path.of("target", "serving-node-" + number + ".log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void main(String[] arguments) {
        long epoch = Long.getLong(EPOCH);
        LocalDate first = LocalDate.parse(System.getProperty(FIRST_DATE));
        SpringApplication application = new SpringApplication(ServeApplication.class);
        application.addInitializers(starting -> ((GenericApplicationContext) starting)
                .registerBean(BusinessDay.class, () -> night -> dateOf(night, epoch, first)));
        application.run(arguments);
    }

    private static LocalDate dateOf(Instant night, long epoch, LocalDate first) {
        return first.plusDays(Math.floorDiv(night.getEpochSecond() - epoch, SECONDS_A_NIGHT));
    }
}
