package io.fallow.benchmark;

import io.fallow.database.EmbeddedServer;
import io.fallow.lifecycle.Policy;
import io.fallow.run.PolicyFile;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How a night's cost grows with the platform: the first night, which enters everybody, and the night after it, which should cost what
 * changed. Each against the strongest script, which recomputes everything; all leave the same rows.
 */
@Tag("benchmark")
class ScaleBenchmark {

    private static final Path REPORT = Path.of("docs/benchmark/scale.md");
    private static final Path DATA = Path.of("target/benchmark-data");
    private static final String KEPT = "scale_kept";

    private static final List<Integer> SIZES = Stream.of(
                    System.getProperty("benchmark.sizes", "1000000,4000000,10000000")
                            .split(",", -1))
            .map(Integer::valueOf)
            .toList();
    private static final int REPETITIONS = Integer.getInteger("benchmark.repetitions", 3);

    private static final Contestant SINGLE_PASS = Contestant.singlePass();
    private static final Contestant TWO = Contestant.fallow(2);
    private static final Contestant SWEEP = new Contestant(
            "sweep",
            "Fallow, full sweep",
            Contestant.fallow(2, "--fallow.full-sweep-every=P1D").way());

    @Test
    void costsWhatChanged() throws Exception {
        Contestant.requirePsql();
        FallowProcess.prepare();
        Policy policy = new PolicyFile(Contestant.POLICY).read();
        LocalDate today = LocalDate.now(policy.zone());
        try (EmbeddedServer server = EmbeddedServer.acquire(DATA)) {
            BenchmarkDatabase database = new BenchmarkDatabase(server);
            List<Size> sizes = new ArrayList<>();
            for (int accounts : SIZES) {
                sizes.add(measure(database, accounts, policy, today));
                page(database.describe(), sizes).publish(REPORT); // the largest may take hours
            }
        }
    }

    /**
     * One number of accounts: what each contestant's first and second night gave.
     *
     * @param platform bytes of WAL that the platform's own rows take when they are told of the first night's protections
     */
    private record Size(int accounts, Measurements first, Measurements second, long platform) {}

    private static Size measure(BenchmarkDatabase database, int accounts, Policy policy, LocalDate today)
            throws Exception {
        String template = database.template(accounts, today, policy.zone());
        LocalDate first = today.minusDays(1);
        Measurements firsts = new Measurements(List.of(SINGLE_PASS, TWO)); // the last one's database is kept
        for (int i = 0; i < REPETITIONS; i++) {
            new Round(database, template, policy, first)
                    .play(firsts, i == REPETITIONS - 1 ? 0 : i, i == REPETITIONS - 1 ? KEPT : null);
        }
        long platform = database.walOfProtecting(template, KEPT);
        database.vacuum(KEPT); // as autovacuum would have, in time
        Measurements seconds = new Measurements(List.of(SINGLE_PASS, SWEEP, TWO));
        for (int i = 0; i < REPETITIONS; i++) {
            new Round(database, KEPT, policy, today).play(seconds, i, null);
        }
        database.drop(KEPT);
        return new Size(accounts, firsts, seconds, platform);
    }

    private static Page page(String server, List<Size> sizes) {
        Page text = new Page().add("# What a night costs as the platform grows\n\n");
        text.add(
                "Written by `mvn -Pbenchmark test -Dtest=ScaleBenchmark -Dbenchmark.write=true`. All leave the same rows, by checksum.\n\n");
        text.add(
                "%s; %d processors. Medians of %d.%n%n",
                server, Runtime.getRuntime().availableProcessors(), REPETITIONS);
        text.add("## The first night\n\n");
        text.add(
                "| accounts | idle | | seconds | ÷ script | µs an idle account | WAL, bytes an idle account | of it the platform's | heap, MB |\n");
        text.add("|---:|---:|---|---:|---:|---:|---:|---:|---:|\n");
        for (Size size : sizes) {
            for (Contestant each : size.first().contestants()) {
                double idle = size.first().median(each, "changed");
                text.add(
                        "| %,d | %,.0f | %s | %.1f | %.2f | %.1f | %.0f | %.0f | %s |%n",
                        size.accounts(),
                        idle,
                        each.label(),
                        size.first().median(each, Measurements.SECONDS),
                        size.first().ratio(each, SINGLE_PASS),
                        size.first().median(each, Measurements.SECONDS) / idle * 1e6,
                        size.first().median(each, "wal") / idle,
                        size.platform() / idle,
                        heap(size.first(), each));
            }
        }
        text.add("\n## The night after it\n\n");
        text.add("Seconds of Fallow are from the run's begin to its end; the start of Java comes on top.\n\n");
        text.add(
                "| accounts | changed | | seconds | ÷ script | whole process, s | WAL, bytes a changed account | heap, MB |\n");
        text.add("|---:|---:|---|---:|---:|---:|---:|---:|\n");
        for (Size size : sizes) {
            for (Contestant each : size.second().contestants()) {
                double changed = size.second().median(each, "changed");
                text.add(
                        "| %,d | %,.0f | %s | %.2f | %.3f | %.2f | %.0f | %s |%n",
                        size.accounts(),
                        changed,
                        each.label(),
                        size.second().median(each, Measurements.SECONDS),
                        size.second().ratio(each, SINGLE_PASS),
                        size.second().median(each, "process"),
                        size.second().median(each, "wal") / changed,
                        heap(size.second(), each));
            }
        }
        return text;
    }

    private static String heap(Measurements measurements, Contestant each) {
        return measurements.names(each).contains("heap")
                ? String.format(Locale.ROOT, "%.0f", measurements.most(each, "heap") / (1024 * 1024))
                : "";
    }
}
