package io.fallow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.DatabaseAccess;
import io.fallow.database.EmbeddedServer;
import io.fallow.lifecycle.Policy;
import io.fallow.run.PolicyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final String NIGHT = "scale_night";

    private static final List<Integer> SIZES = Stream.of(
                    System.getProperty("benchmark.sizes", "1000000,4000000,10000000")
                            .split(",", -1))
            .map(Integer::valueOf)
            .toList();
    private static final int REPETITIONS = Integer.getInteger("benchmark.repetitions", 3);

    private static final Contestant SINGLE_PASS = Contestant.singlePass();
    private static final Contestant ONE = Contestant.fallow(1);
    private static final Contestant TWO = Contestant.fallow(2);
    private static final Contestant SWEEP = new Contestant(
            "sweep",
            "Fallow, full sweep",
            Contestant.fallow(2, "--fallow.full-sweep-every=P1D").way());

    @Test
    void costsWhatChanged() throws Exception {
        Contestant.requirePsql();
        Policy policy = new PolicyFile(Contestant.POLICY).read();
        LocalDate today = LocalDate.now(policy.zone());
        StringBuilder report = new StringBuilder();
        try (EmbeddedServer server = EmbeddedServer.acquire(DATA)) {
            BenchmarkDatabase database = new BenchmarkDatabase(server);
            List<Size> sizes = new ArrayList<>();
            for (int accounts : SIZES) {
                sizes.add(measure(database, accounts, policy, today));
                report.setLength(0);
                write(report, database.describe(), sizes);
                System.out.println(report);
            }
        }
        if (Boolean.getBoolean("benchmark.write")) {
            Files.writeString(REPORT, report.toString());
        }
    }

    /** One number of accounts: what each contestant's first and second night gave. */
    private record Size(int accounts, Measurements first, Measurements second) {}

    private static Size measure(BenchmarkDatabase database, int accounts, Policy policy, LocalDate today)
            throws Exception {
        String template = database.template(accounts, today, policy.zone());
        LocalDate first = today.minusDays(1);
        Measurements firsts = new Measurements(List.of(SINGLE_PASS, ONE, TWO)); // the last one's database is kept
        for (int i = 0; i < REPETITIONS; i++) {
            night(database, template, policy, first, firsts, i == REPETITIONS - 1);
        }
        database.vacuum(KEPT); // as autovacuum would have, in time
        Measurements seconds = new Measurements(List.of(SINGLE_PASS, SWEEP, TWO));
        for (int i = 0; i < REPETITIONS; i++) {
            night(database, KEPT, policy, today, seconds, false);
        }
        database.drop(KEPT);
        return new Size(accounts, firsts, seconds);
    }

    private static void night(
            BenchmarkDatabase database,
            String template,
            Policy policy,
            LocalDate date,
            Measurements measurements,
            boolean keepLast)
            throws Exception {
        Map<String, Map<String, String>> results = new HashMap<>();
        for (Contestant contestant : measurements.contestants()) {
            DatabaseAccess access = database.fresh(template, NIGHT);
            long wal = database.walBytes();
            Map<String, String> measured = contestant.measured(access, policy, date);
            measured.put("wal", String.valueOf(database.walBytes() - wal));
            measured.put("changed", String.valueOf(database.changed(access)));
            measurements.add(contestant, measured);
            results.put(contestant.name(), database.results(access));
            System.out.println(date + ", " + contestant.label() + ": " + measured);
            if (keepLast && contestant == TWO) {
                database.rename(NIGHT, KEPT);
            } else {
                database.drop(NIGHT);
            }
        }
        Map<String, String> expected = results.get(SINGLE_PASS.name());
        assertThat(results).allSatisfy((name, rows) -> assertThat(rows).as(name).isEqualTo(expected));
    }

    private static void write(StringBuilder text, String server, List<Size> sizes) {
        text.append("# What a night costs as the platform grows\n\n");
        text.append(
                "Written by `mvn -Pbenchmark test -Dtest=ScaleBenchmark -Dbenchmark.write=true`. All leave the same rows, by checksum.\n\n");
        line(
                text,
                "%s; %d processors. Medians of %d.%n%n",
                server,
                Runtime.getRuntime().availableProcessors(),
                REPETITIONS);
        text.append("## The first night\n\n");
        text.append(
                "| accounts | idle | | seconds | ÷ script | µs an idle account | WAL, bytes an idle account | heap, MB |\n");
        text.append("|---:|---:|---|---:|---:|---:|---:|---:|\n");
        for (Size size : sizes) {
            for (Contestant each : size.first().contestants()) {
                double idle = size.first().median(each, "changed");
                line(
                        text,
                        "| %,d | %,.0f | %s | %.1f | %.2f | %.1f | %.0f | %s |%n",
                        size.accounts(),
                        idle,
                        each.label(),
                        size.first().median(each, Measurements.SECONDS),
                        size.first().ratio(each, SINGLE_PASS),
                        size.first().median(each, Measurements.SECONDS) / idle * 1e6,
                        size.first().median(each, "wal") / idle,
                        heap(size.first(), each));
            }
        }
        text.append("\n## The night after it\n\n");
        text.append("| accounts | changed | | seconds | ÷ script | WAL, bytes a changed account | heap, MB |\n");
        text.append("|---:|---:|---|---:|---:|---:|---:|\n");
        for (Size size : sizes) {
            for (Contestant each : size.second().contestants()) {
                double changed = size.second().median(each, "changed");
                line(
                        text,
                        "| %,d | %,.0f | %s | %.2f | %.3f | %.0f | %s |%n",
                        size.accounts(),
                        changed,
                        each.label(),
                        size.second().median(each, Measurements.SECONDS),
                        size.second().ratio(each, SINGLE_PASS),
                        size.second().median(each, "wal") / changed,
                        heap(size.second(), each));
            }
        }
    }

    private static String heap(Measurements measurements, Contestant each) {
        return measurements.names(each).contains("heap")
                ? String.format(Locale.ROOT, "%.0f", measurements.most(each, "heap") / (1024 * 1024))
                : "";
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
    }
}
