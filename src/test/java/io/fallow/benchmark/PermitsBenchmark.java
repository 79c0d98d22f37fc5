package io.fallow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.DatabaseAccess;
import io.fallow.database.EmbeddedServer;
import io.fallow.lifecycle.Policy;
import io.fallow.run.PolicyFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * fallow.permits on many accounts after a night, by pgbench with 4 clients, in turns with a bare SELECT by primary key. The ratio
 * within one run is what counts.
 */
@Tag("benchmark")
class PermitsBenchmark {

    private static final Path POLICY = Path.of("config/demo-policy.yaml");
    private static final Path SCRIPTS = Path.of("sql/operator");
    private static final Path REPORT = Path.of("docs/benchmark/permits.md");
    private static final Path DATA = Path.of("target/benchmark-data");
    private static final String BARE = "select-account";
    private static final List<String> CONTESTANTS = List.of(BARE, "permits", "permits-payment");

    private static final int ACCOUNTS = Integer.getInteger("benchmark.accounts", 1_000_000);
    private static final int REPETITIONS = Integer.getInteger("benchmark.repetitions", 3);
    private static final int SECONDS = Integer.getInteger("benchmark.seconds", 10);
    private static final double LIMIT = 1.5;

    /** @param p99 in milliseconds */
    private record Measured(double perSecond, double p99) {}

    @Test
    void isNotMuchSlowerThanASelectByPrimaryKey() throws Exception {
        Policy policy = new PolicyFile(POLICY).read();
        LocalDate today = LocalDate.now(policy.zone());
        try (EmbeddedServer server = EmbeddedServer.acquire(DATA)) {
            BenchmarkDatabase database = new BenchmarkDatabase(server);
            String template = database.template(ACCOUNTS, today, policy.zone());
            DatabaseAccess access = database.fresh(template, "permits");
            Contestant.fallow(2).measured(access, policy, today);
            Map<String, List<Measured>> all = new LinkedHashMap<>();
            for (int i = 0; i < REPETITIONS; i++) {
                for (String script : CONTESTANTS) {
                    all.computeIfAbsent(script, none -> new ArrayList<>()).add(measure(access, script));
                }
            }
            database.drop("permits");
            String table = table(database.describe(), all);
            System.out.println(table);
            if (Boolean.getBoolean("benchmark.write")) {
                Files.writeString(REPORT, table);
            }
            assertThat(p99(all, "permits") / p99(all, BARE)).isLessThan(LIMIT);
        }
    }

    private static Measured measure(DatabaseAccess access, String script) throws IOException, InterruptedException {
        Path logs = Files.createTempDirectory("pgbench");
        URI uri = URI.create(access.jdbcUrl().substring("jdbc:".length()));
        ProcessBuilder pgbench = new ProcessBuilder(
                "pgbench",
                "--no-vacuum",
                "--protocol=prepared",
                "--client=4",
                "--jobs=2",
                "--time=" + SECONDS,
                "--define=accounts=" + ACCOUNTS,
                "--file=" + SCRIPTS.resolve(script + ".sql").toAbsolutePath(),
                "--log",
                "--log-prefix=" + logs.resolve("log"),
                "--host=" + uri.getHost(),
                "--port=" + uri.getPort(),
                "--username=" + access.username(),
                uri.getPath().substring(1));
        pgbench.environment().put("PGPASSWORD", access.password());
        Contestant.output(pgbench);
        // a line a transaction: client, number, microseconds, ...
        long[] micros = lines(logs)
                .mapToLong(line -> Long.parseLong(line.split(" ", -1)[2]))
                .sorted()
                .toArray();
        return new Measured((double) micros.length / SECONDS, micros[micros.length * 99 / 100] / 1e3);
    }

    private static Stream<String> lines(Path logs) throws IOException {
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.toList()) {
                all.addAll(Files.readAllLines(file));
                Files.delete(file);
            }
        }
        Files.delete(logs);
        return all.stream();
    }

    private static double p99(Map<String, List<Measured>> all, String script) {
        return Measurements.median(
                all.getOrDefault(script, List.of()).stream().map(Measured::p99).toList());
    }

    private static double perSecond(Map<String, List<Measured>> all, String script) {
        return Measurements.median(all.getOrDefault(script, List.of()).stream()
                .map(Measured::perSecond)
                .toList());
    }

    private static String table(String server, Map<String, List<Measured>> all) {
        StringBuilder text = new StringBuilder("# Asking what an account may do\n\n");
        text.append("Written by `mvn -Pbenchmark test -Dtest=PermitsBenchmark -Dbenchmark.write=true`.\n\n");
        text.append(String.format(
                Locale.ROOT,
                "%s; %d processors.\n\n%d accounts after a night, pgbench with 4 clients, prepared, %d s each, %d repetitions in turns,"
                        + " medians.\n\n",
                server,
                Runtime.getRuntime().availableProcessors(),
                ACCOUNTS,
                SECONDS,
                REPETITIONS));
        text.append(
                "| script | a second | p99, ms | p99 against the bare SELECT | time against it |\n|---|---:|---:|---:|---:|\n");
        for (String script : all.keySet()) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s.sql | %.0f | %.2f | %.2f | %.2f |\n",
                    script,
                    perSecond(all, script),
                    p99(all, script),
                    p99(all, script) / p99(all, BARE),
                    perSecond(all, BARE) / perSecond(all, script)));
        }
        return text.toString();
    }
}
