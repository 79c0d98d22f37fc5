package io.fallow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fallow.cli.frame.Application;
import io.fallow.cluster.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A night in a process of its own, for a test to kill or to freeze, or that does so itself at a {@link Point}. Production code knows
 * nothing of it: only the process's data source is watched.
 */
final class KilledNight implements AutoCloseable {

    private static final String DATE = "killed.night";
    private static final String WORKER = "killed.worker";
    private static final String KILL_AT = "killed.at";
    private static final String FREEZE_AT = "frozen.at";

    private static final String SEEN = "times at the point: ";

    /** What is said of a process that died of SIGKILL. */
    private static final int KILLED = 128 + 9;

    private final TestPlatform platform;
    private final Process process;
    private final Path log;

    private KilledNight(TestPlatform platform, Process process, Path log) {
        this.platform = platform;
        this.process = process;
        this.log = log;
    }

    /** A night that ends only by itself or from outside. */
    static KilledNight start(TestPlatform platform, LocalDate date, String... settings) {
        return start(platform, date, null, settings);
    }

    static KilledNight killedAt(String point, TestPlatform platform, LocalDate date, String... settings) {
        return start(platform, date, "-D" + KILL_AT + "=" + point, settings);
    }

    static KilledNight frozenAt(String point, TestPlatform platform, LocalDate date, String... settings) {
        return start(platform, date, "-D" + FREEZE_AT + "=" + point, settings);
    }

    /** A process that only takes partitions of others' nights, until its end or the point at which it kills itself. */
    static KilledNight workerKilledAt(String point, TestPlatform platform, LocalDate date, String... settings) {
        return start(platform, date, "-D" + KILL_AT + "=" + point, asWorker(settings));
    }

    /** The same, which freezes itself. */
    static KilledNight workerFrozenAt(String point, TestPlatform platform, LocalDate date, String... settings) {
        return start(platform, date, "-D" + FREEZE_AT + "=" + point, asWorker(settings));
    }

    static KilledNight worker(TestPlatform platform, LocalDate date, String... settings) {
        return start(platform, date, null, asWorker(settings));
    }

    private static String[] asWorker(String... settings) {
        return Stream.concat(Stream.of("--" + WORKER), Stream.of(settings)).toArray(String[]::new);
    }

    private static KilledNight start(
            TestPlatform platform, LocalDate date, @Nullable String ending, String... settings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-D" + DATE + "=" + date));
        if (ending != null) {
            command.add(ending);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), KilledNight.class.getName()));
        command.addAll(TestPlatform.arguments(platform.database()));
        command.addAll(List.of(settings));
        try {
            Path log = Files.createTempFile(Path.of("target"), "killed-night-", ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new KilledNight(platform, process, log);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        SpringApplication application = new SpringApplication(Application.class);
        LocalDate date = LocalDate.parse(System.getProperty(DATE));
        Clock clock = Clock.fixed(TestPlatform.eveningOf(date), TestPlatform.ZONE);
        application.addInitializers(starting -> {
            GenericApplicationContext context = (GenericApplicationContext) starting;
            context.registerBean(Clock.class, () -> clock);
            context.registerBean(Ending.class, Ending::new);
        });
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            if (context.getEnvironment().containsProperty(WORKER)) {
                context.getBean(Node.class).join();
                new CountDownLatch(1).await();
            }
            NightResult result = context.getBean(NightRunner.class).run(date, TestPlatform.policy());
            System.out.println("the night ended: " + result.report().status() + ", " + result.problem());
            if (context.getBean(DataSource.class) instanceof WatchedDataSource watched) {
                System.out.println(SEEN + watched.seen());
            }
        }
    }

    private static final class Ending implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (bean instanceof DataSource dataSource) {
                String kill = System.getProperty(KILL_AT);
                String freeze = System.getProperty(FREEZE_AT);
                if (kill != null) {
                    return new WatchedDataSource(dataSource, Point.of(kill), Signals::killMyself);
                }
                if (freeze != null) {
                    return new WatchedDataSource(dataSource, Point.of(freeze), Signals::freezeMyself);
                }
            }
            return bean;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Kills the night wherever it is, and waits until PostgreSQL has noticed. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        awaitItsSessionsEnd();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Waits until the night has killed itself at its point, and until PostgreSQL has noticed. */
    void awaitDeath() throws InterruptedException {
        assertThat(ended()).as("how it ended, having said: %s", said()).isEqualTo(KILLED);
        awaitItsSessionsEnd();
    }

    /** The same where others go on at the night. */
    void awaitOwnDeath() throws InterruptedException {
        assertThat(ended()).as("how it ended, having said: %s", said()).isEqualTo(KILLED);
    }

    /** Waits until the night's process has ended, however it does, for its exit code. */
    int ended() throws InterruptedException {
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ended").isTrue();
        return process.exitValue();
    }

    /** Waits until the night's process has frozen itself. */
    void awaitFrozen() {
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            assertThat(process.isAlive())
                    .as("it lives, having said: %s", said())
                    .isTrue();
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid()), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
        });
    }

    void thaw() {
        Signals.send("CONT", pid());
    }

    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** How often a night that ended by itself was at its point. */
    int timesAtThePoint() {
        return said().lines()
                .filter(line -> line.startsWith(SEEN))
                .map(line -> Integer.parseInt(line.substring(SEEN.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("it did not end by itself: " + said()));
    }

    private void awaitItsSessionsEnd() {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> platform.count("pg_locks WHERE mode = 'ExclusiveLock' AND relation IN"
                                + " ('fallow.night_lock'::regclass, 'fallow.chain_lock'::regclass)")
                        == 0);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Files.deleteIfExists(log); // what it said is in the failure that wanted to know
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
