package io.fallow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.DatabaseAccess;
import io.fallow.database.EmbeddedServer;
import io.fallow.lifecycle.Policy;
import io.fallow.run.PolicyFile;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The first night over one database of N accounts and over two shards of half of them each: together they must leave the same rows. All
 * databases are on one server and one machine, so that the ratios tell what sharding costs.
 */
@Tag("benchmark")
class ShardsBenchmark {

    private static final Path REPORT = Path.of("docs/benchmark/shards.md");
    private static final Path DATA = Path.of("target/benchmark-data");

    private static final int ACCOUNTS = Integer.getInteger("benchmark.accounts", 1_000_000);
    private static final int REPETITIONS = Integer.getInteger("benchmark.repetitions", 5);

    private static final String ONE = "one process, one database";
    private static final String TWO_SHARDS = "one process, two shards";
    private static final String WORKERS = "two workers, two shards";

    private static final String[] CLUSTER = {"--fallow.cluster.enabled=true", "--fallow.cluster.slots=1"};

    @Test
    void leavesTheSameRowsInTwoShardsAsInOneDatabase() throws Exception {
        Policy policy = new PolicyFile(Contestant.POLICY).read();
        LocalDate today = LocalDate.now(policy.zone());
        FallowProcess.prepare();
        try (EmbeddedServer server = EmbeddedServer.acquire(DATA)) {
            BenchmarkDatabase database = new BenchmarkDatabase(server);
            String template = database.template(ACCOUNTS, today, policy.zone());
            List<String> halves = List.of(database.half(template, 0), database.half(template, 1));
            Map<String, List<Double>> seconds = new LinkedHashMap<>();
            for (int i = 0; i < REPETITIONS; i++) {
                Map<String, String> expected = one(database, template, today, seconds);
                assertThat(two(database, halves, today, TWO_SHARDS, seconds)).isEqualTo(expected);
                assertThat(two(database, halves, today, WORKERS, seconds)).isEqualTo(expected);
            }
            page(database.describe(), seconds).publish(REPORT);
        }
    }

    private static Map<String, String> one(
            BenchmarkDatabase database, String template, LocalDate today, Map<String, List<Double>> seconds)
            throws Exception {
        DatabaseAccess access = database.fresh(template, "night");
        measure(ONE, FallowProcess.night(today, List.of(access)), seconds);
        Map<String, String> results = database.results(List.of(access));
        database.drop("night");
        return results;
    }

    private static Map<String, String> two(
            BenchmarkDatabase database,
            List<String> halves,
            LocalDate today,
            String how,
            Map<String, List<Double>> seconds)
            throws Exception {
        List<DatabaseAccess> shards = new ArrayList<>();
        for (String half : halves) {
            shards.add(database.fresh(half, "night_" + half));
        }
        if (how.equals(WORKERS)) {
            List<Process> workers = new ArrayList<>();
            try {
                for (int i = 0; i < 2; i++) {
                    workers.add(FallowProcess.worker(shards, CLUSTER));
                }
                FallowProcess.awaitNodes(shards, workers.size());
                measure(
                        how,
                        FallowProcess.night(today, shards, "--fallow.cluster.enabled=true", "--fallow.cluster.slots=0"),
                        seconds);
            } finally {
                for (Process worker : workers) {
                    worker.destroy();
                    worker.waitFor();
                }
            }
        } else {
            measure(how, FallowProcess.night(today, shards), seconds);
        }
        Map<String, String> results = database.results(shards);
        for (String half : halves) {
            database.drop("night_" + half);
        }
        return results;
    }

    private static void measure(String how, Map<String, String> night, Map<String, List<Double>> seconds) {
        seconds.computeIfAbsent(how, name -> new ArrayList<>()).add(Double.valueOf(night.get("process")));
        System.out.println(how + ": " + night);
    }

    private static Page page(String server, Map<String, List<Double>> seconds) {
        Page text = new Page().add("# The first night over two shards\n\n");
        text.add(
                "Written by `mvn -Pbenchmark test -Dtest=ShardsBenchmark -Dbenchmark.write=true`. The rows of both shards together are those of\n");
        text.add("one database, by checksum: lifecycle, decisions, events, notices and the platform's accounts.\n\n");
        text.add(
                "%s; %d processors, all databases and processes on them. %,d accounts, medians of %d. Two partitions a database;\n",
                server, Runtime.getRuntime().availableProcessors(), ACCOUNTS, REPETITIONS);
        text.add(
                "the workers have one slot a shard each, and the process that hands out has none. Seconds are of the\n");
        text.add("whole process of the night, its start included.\n\n");
        text.add("| | seconds | least to most | ÷ one database |\n|---|---:|---:|---:|\n");
        List<Double> one = seconds.getOrDefault(ONE, List.of());
        seconds.forEach((how, all) -> {
            List<Double> sorted = all.stream().sorted().toList();
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                ratios.add(all.get(i) / one.get(i));
            }
            text.add(
                    "| %s | %.2f | %.2f to %.2f | %.2f |\n",
                    how,
                    Measurements.median(all),
                    sorted.get(0),
                    sorted.get(sorted.size() - 1),
                    Measurements.median(ratios));
        });
        return text;
    }
}
