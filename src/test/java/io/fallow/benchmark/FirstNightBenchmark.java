package io.fallow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.DatabaseAccess;
import io.fallow.database.EmbeddedServer;
import io.fallow.lifecycle.Policy;
import io.fallow.run.PolicyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The first night over a big platform, by Fallow and by others, in turns on equal databases: each must leave the same rows. Times on a
 * busy machine are noise; the ratio within one run is what counts.
 */
@Tag("benchmark")
class FirstNightBenchmark {

    private static final Path FOLDER = Path.of("docs/benchmark");
    private static final Path DATA = Path.of("target/benchmark-data");

    private static final int ACCOUNTS = Integer.getInteger("benchmark.accounts", 1_000_000);
    private static final int REPETITIONS = Integer.getInteger("benchmark.repetitions", 5);

    @Test
    void leavesTheSameRowsWhoeverMakesIt() throws Exception {
        Contestant.requirePsql();
        List<Contestant> contestants = chosen();
        Policy policy = new PolicyFile(Contestant.POLICY).read();
        LocalDate today = LocalDate.now(policy.zone());
        try (EmbeddedServer server = EmbeddedServer.acquire(DATA)) {
            BenchmarkDatabase database = new BenchmarkDatabase(server);
            System.out.println(database.describe());
            String template = database.template(ACCOUNTS, today, policy.zone());
            Measurements measurements = new Measurements(contestants);
            for (int i = 0; i < REPETITIONS; i++) {
                repeat(database, template, policy, today, i, measurements);
            }
            Report report = new Report(database.describe(), ACCOUNTS, REPETITIONS, measurements);
            System.out.println(report.table());
            if (Boolean.getBoolean("benchmark.write")) {
                Files.createDirectories(FOLDER);
                Files.writeString(FOLDER.resolve("first-night.md"), report.table());
                Files.writeString(FOLDER.resolve("first-night.svg"), report.chart());
            }
        }
    }

    /** Another one begins each time; only one database exists at a time beside the template. */
    private static void repeat(
            BenchmarkDatabase database,
            String template,
            Policy policy,
            LocalDate today,
            int repetition,
            Measurements measurements)
            throws Exception {
        List<Contestant> contestants = List.copyOf(measurements.contestants());
        Map<String, Map<String, String>> results = new HashMap<>();
        for (int turn = 0; turn < contestants.size(); turn++) {
            Contestant contestant = contestants.get((repetition + turn) % contestants.size());
            String name = "night_" + contestant.name();
            DatabaseAccess access = database.fresh(template, name);
            Map<String, String> measured = contestant.measured(access, policy, today);
            results.put(contestant.name(), database.results(access));
            database.drop(name);
            measurements.add(contestant, measured);
            System.out.println("repetition " + (repetition + 1) + ": " + contestant.label() + ", "
                    + measured.get(Measurements.SECONDS) + " s");
        }
        Map<String, String> first = results.get(contestants.get(0).name());
        assertThat(results).allSatisfy((name, rows) -> assertThat(rows).as(name).isEqualTo(first));
    }

    private static List<Contestant> chosen() {
        String names = System.getProperty("benchmark.contestants", "");
        if (names.isBlank()) {
            return Contestant.all();
        }
        List<String> wanted = Arrays.asList(names.split(",", -1));
        List<Contestant> chosen = Contestant.all().stream()
                .filter(contestant -> wanted.contains(contestant.name()))
                .toList();
        assertThat(chosen).as("benchmark.contestants %s", wanted).hasSameSizeAs(wanted);
        return chosen;
    }
}
