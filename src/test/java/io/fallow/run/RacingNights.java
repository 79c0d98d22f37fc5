package io.fallow.run;

import io.fallow.cli.frame.Application;
import io.fallow.database.DatabaseAccess;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A process that wants each round's night for itself. It waits at the round's gate, an advisory lock that the test holds, then launches
 * the night as cron would, or continues it as an operator would, and writes down what it was told.
 */
final class RacingNights {

    static final int GATES = 1414;
    static final LocalDate EVE = TestPlatform.TODAY;

    /** How a round's night is found. */
    enum Found {
        NEW,
        FAILED,
        DEAD;

        static Found in(int round) {
            return values()[round % values().length];
        }
    }

    private final int number;
    private final ConfigurableApplicationContext context;
    private final AtomicReference<Instant> now;

    private RacingNights(int number, ConfigurableApplicationContext context, AtomicReference<Instant> now) {
        this.number = number;
        this.context = context;
        this.now = now;
    }

    static LocalDate dateOf(int round) {
        return EVE.plusDays(round);
    }

    static Process start(int number, TestPlatform platform) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                // Batch writes times without a zone, and the test compares them with those of its own process
                "-Duser.timezone=" + ZoneId.systemDefault(),
                "-Dracing.number=" + number,
                "-cp",
                System.getProperty("java.class.path"),
                RacingNights.class.getName()));
        command.addAll(TestPlatform.arguments(platform.database()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        Path.of("target", "racing-nights-" + number + ".log").toFile())
                .start();
    }

    public static void main(String[] arguments) throws SQLException {
        AtomicReference<Instant> now = new AtomicReference<>(TestPlatform.eveningOf(EVE));
        SpringApplication application = new SpringApplication(Application.class);
        application.addInitializers(
                starting -> ((GenericApplicationContext) starting).registerBean(Clock.class, () -> new SetClock(now)));
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            new RacingNights(Integer.getInteger("racing.number"), context, now).race();
        }
    }

    /** Until the test ends it. */
    private void race() throws SQLException {
        JdbcTemplate results =
                new JdbcTemplate(context.getBean(DatabaseAccess.class).unpooled("racing result"));
        try (Connection gate = context.getBean(DatabaseAccess.class)
                        .unpooled("racing gate")
                        .getConnection();
                Statement statement = gate.createStatement()) {
            for (int round = 1; ; round++) {
                now.set(TestPlatform.eveningOf(dateOf(round)));
                statement.execute("SELECT pg_advisory_lock_shared(" + GATES + ", " + round + ")");
                String told = attempt(round);
                results.update("INSERT INTO race.told (round, number, said) VALUES (?, ?, ?)", round, number, told);
            }
        }
    }

    private String attempt(int round) {
        LocalDate date = dateOf(round);
        NightRunner runner = context.getBean(NightRunner.class);
        try {
            boolean asOperator = Found.in(round) != Found.NEW && number % 2 == 0;
            NightResult result;
            if (asOperator) {
                Run run = context.getBean(Runs.class).of(date).orElseThrow();
                result = runner.rerun(run, TestPlatform.policy());
            } else {
                result = runner.run(date, TestPlatform.policy());
            }
            return result.problem() != null ? "failed: " + result.problem() : result.doneBefore() ? "stored" : "won";
        } catch (RunInProgressException e) {
            return "in progress";
        } catch (UsageException e) {
            return String.valueOf(e.getMessage()).contains("is completed") ? "stored" : e.toString();
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    private static final class SetClock extends Clock {

        private final AtomicReference<Instant> now;

        SetClock(AtomicReference<Instant> now) {
            this.now = now;
        }

        @Override
        public ZoneId getZone() {
            return TestPlatform.ZONE;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(instant(), zone);
        }

        @Override
        public Instant instant() {
            return Objects.requireNonNull(now.get());
        }
    }
}
