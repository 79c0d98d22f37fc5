package io.fallow.benchmark;

import io.fallow.database.DatabaseAccess;
import io.fallow.database.EmbeddedServer;
import io.fallow.lifecycle.Policy;
import io.fallow.run.PolicyFile;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A platform at work during the night: owners log in and deposit as fast as four clients can, or half as fast, alone and beside a night,
 * with the guard and without it.
 */
@Tag("benchmark")
class LiveTrafficBenchmark {

    private static final Path REPORT = Path.of("docs/benchmark/live-traffic.md");
    private static final Path DATA = Path.of("target/benchmark-data");
    private static final String NAME = "traffic";
    private static final Policy POLICY = new PolicyFile(Contestant.POLICY).read();

    private static final int ACCOUNTS = Integer.getInteger("benchmark.accounts", 500_000);
    private static final int REPETITIONS = Integer.getInteger("benchmark.repetitions", 3);
    private static final int SECONDS = Integer.getInteger("benchmark.seconds", 10);
    private static final int PACE = Integer.getInteger("benchmark.pace", 10_000);

    /** Longer than any night lasts: the clients are ended with it. */
    private static final int WHOLE_NIGHT = 3_600;

    /** Of the statement by which the guard itself is timed. */
    private static final int WRITES = Math.min(ACCOUNTS, 200_000);

    private static final String WRITE =
            "UPDATE platform.account SET last_active_at = last_active_at WHERE account_id <= ?";

    private static final double NANOS = 1e9;

    private static final String ALONE = "no night";
    private static final String GUARDED = "after a night, guard attached";
    private static final String BARE = "after a night, no guard";
    private static final String HALF = "at half load: ";
    private static final String PACED = String.format(Locale.ROOT, "night, 1 partition, %,d accounts a second", PACE);

    /** @param night seconds it took; 0 without one */
    private record Turn(Pgbench.Measured traffic, double night) {}

    private final Map<String, List<Turn>> turns = new LinkedHashMap<>();
    private final List<Double> guarded = new ArrayList<>();
    private final List<Double> unguarded = new ArrayList<>();

    @Test
    void keepsThePlatformWorking() throws Exception {
        LocalDate today = LocalDate.now(POLICY.zone());
        FallowProcess.prepare();
        try (EmbeddedServer server = EmbeddedServer.acquire(DATA)) {
            BenchmarkDatabase database = new BenchmarkDatabase(server);
            String template = database.template(ACCOUNTS, today, POLICY.zone());
            for (int i = 0; i < REPETITIONS; i++) {
                add(ALONE, traffic(SECONDS, 0).measure(database.fresh(template, NAME)), 0);
                int half = (int) (median(ALONE, turn -> turn.traffic().perSecond()) / 2);
                DatabaseAccess access = database.fresh(template, NAME);
                add(HALF + ALONE, traffic(SECONDS, half).measure(access), 0);
                beside("night", Contestant.fallow(2), database.fresh(template, NAME), today, 0);
                beside(HALF + "night", Contestant.fallow(2), database.fresh(template, NAME), today, half);
                access = database.fresh(template, NAME);
                database.detachGuard(access);
                beside("night, no guard", Contestant.fallow(2), access, today, 0);
                Contestant one = Contestant.fallow(1, "--fallow.chunk-size=1000");
                beside("night, 1 partition", one, database.fresh(template, NAME), today, 0);
                Contestant paced =
                        Contestant.fallow(1, "--fallow.chunk-size=500", "--fallow.accounts-per-second=" + PACE);
                beside(PACED, paced, database.fresh(template, NAME), today, 0);
                access = database.fresh(template, NAME);
                beside(HALF + PACED, paced, access, today, half);
                withAndWithoutGuard(database, access);
                timeGuard(database, access);
                database.drop(NAME);
            }
            page(database.describe()).publish(REPORT);
        }
    }

    /** Where a night has left its rows, so that the guard finds some to lock; in turns there and back, for the tables grow meanwhile. */
    private void withAndWithoutGuard(BenchmarkDatabase database, DatabaseAccess access) throws Exception {
        boolean attached = true;
        for (boolean guard : new boolean[] {true, false, false, true}) {
            if (guard && !attached) {
                database.attachGuard(access);
            } else if (!guard && attached) {
                database.detachGuard(access);
            }
            attached = guard;
            add(guard ? GUARDED : BARE, traffic(SECONDS, 0).measure(access), 0);
        }
    }

    private void beside(String name, Contestant night, DatabaseAccess access, LocalDate today, int perSecond)
            throws Exception {
        Pgbench.Running traffic = traffic(WHOLE_NIGHT, perSecond).start(access);
        Map<String, String> measured = night.measured(access, POLICY, today);
        add(
                name,
                traffic.end(
                        Double.parseDouble(measured.getOrDefault("begin", "")),
                        Double.parseDouble(measured.getOrDefault("end", ""))),
                Double.parseDouble(measured.getOrDefault(Measurements.SECONDS, "")));
    }

    private static Pgbench traffic(int seconds, int perSecond) {
        return new Pgbench("visit", 4, ACCOUNTS, seconds, perSecond);
    }

    private void add(String name, Pgbench.Measured traffic, double night) {
        System.out.println(name + ": " + traffic + ", night " + night + " s");
        turns.computeIfAbsent(name, none -> new ArrayList<>()).add(new Turn(traffic, night));
    }

    /** The same rows written in one statement, again and again, so that nothing but the trigger tells the times apart. */
    private void timeGuard(BenchmarkDatabase database, DatabaseAccess access) {
        JdbcTemplate jdbc = new JdbcTemplate(access.unpooled("fallow benchmark"));
        for (int i = 0; i < REPETITIONS; i++) {
            database.detachGuard(access);
            unguarded.add(microsecondsAWrite(jdbc));
            database.attachGuard(access);
            guarded.add(microsecondsAWrite(jdbc));
        }
    }

    private static double microsecondsAWrite(JdbcTemplate jdbc) {
        jdbc.execute("VACUUM platform.account");
        long begun = System.nanoTime();
        int written = jdbc.update(WRITE, WRITES);
        return (System.nanoTime() - begun) / NANOS * 1e6 / written;
    }

    private Page page(String server) {
        Page text = new Page().add("# A platform at work during the night\n\n");
        text.add("Written by `mvn -Pbenchmark test -Dtest=LiveTrafficBenchmark -Dbenchmark.write=true`.\n\n");
        text.add(
                "%s; %d processors. %,d accounts, medians of %d. Four clients visit random accounts as fast as they can, each visit a"
                        + " login, a deposit and its transaction: `sql/operator/visit.sql`. At half load they begin half as many a second as"
                        + " they could alone, and p99 counts from when a visit should have begun. Beside a night, visits count from the run's begin to its end.%n%n",
                server, Runtime.getRuntime().availableProcessors(), ACCOUNTS, REPETITIONS);
        text.add(
                "| | visits a second | ÷ alone | p99, ms | ÷ alone | the night, s |\n|---|---:|---:|---:|---:|---:|\n");
        for (String name : turns.keySet()) {
            double night = median(name, Turn::night);
            String alone = name.startsWith(HALF) ? HALF + ALONE : ALONE;
            text.add(
                    "| %s | %.0f | %.2f | %.2f | %.2f | %s |%n",
                    name,
                    median(name, turn -> turn.traffic().perSecond()),
                    median(name, turn -> turn.traffic().perSecond())
                            / median(alone, turn -> turn.traffic().perSecond()),
                    median(name, turn -> turn.traffic().p99()),
                    median(name, turn -> turn.traffic().p99())
                            / median(alone, turn -> turn.traffic().p99()),
                    night == 0 ? "" : String.format(Locale.ROOT, "%.1f", night));
        }
        text.add(
                "%nThe guard by itself, where %,d rows of the accounts' table are written by one statement after a night: %.1f µs a write"
                        + " with it, %.1f without, so it adds %.1f. Visits a second with it ÷ without it: %.2f.%n",
                WRITES,
                Measurements.median(guarded),
                Measurements.median(unguarded),
                Measurements.median(guarded) - Measurements.median(unguarded),
                median(GUARDED, turn -> turn.traffic().perSecond())
                        / median(BARE, turn -> turn.traffic().perSecond()));
        return text;
    }

    private double median(String name, ToDoubleFunction<Turn> value) {
        return Measurements.median(turns.getOrDefault(name, List.of()).stream()
                .mapToDouble(value)
                .boxed()
                .toList());
    }
}
