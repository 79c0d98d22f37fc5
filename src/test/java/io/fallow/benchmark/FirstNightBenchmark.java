package io.fallow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.EmbeddedServer;
import io.fallow.lifecycle.Policy;
import io.fallow.run.PolicyFile;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
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
        FallowProcess.prepare();
        List<Contestant> contestants = chosen();
        Policy policy = new PolicyFile(Contestant.POLICY).read();
        LocalDate today = LocalDate.now(policy.zone());
        try (EmbeddedServer server = EmbeddedServer.acquire(DATA)) {
            BenchmarkDatabase database = new BenchmarkDatabase(server);
            System.out.println(database.describe());
            String template = database.template(ACCOUNTS, today, policy.zone());
            Measurements measurements = new Measurements(contestants);
            for (int i = 0; i < REPETITIONS; i++) {
                new Round(database, template, policy, today).play(measurements, turn(contestants, i), i, null);
            }
            Report report = new Report(database.describe(), ACCOUNTS, REPETITIONS, measurements);
            report.table().publish(FOLDER.resolve("first-night.md"));
            report.chart().publish(FOLDER.resolve("first-night.svg"));
        }
    }

    /** Row by row takes as long as all others together, and its place is not in doubt: it has the first turn only. */
    private static List<Contestant> turn(List<Contestant> contestants, int number) {
        return contestants.stream()
                .filter(contestant -> number == 0 || !contestant.name().equals(Contestant.ROWS))
                .toList();
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
