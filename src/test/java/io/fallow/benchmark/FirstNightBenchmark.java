package io.fallow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.DatabaseAccess;
import io.fallow.database.EmbeddedServer;
import io.fallow.lifecycle.Cohort;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The first night over a big platform, by Fallow and by sql/operator/plain-night.sql, in turns on equal databases. Times on a busy
 * machine are noise; the ratio within one run is what counts.
 */
@Tag("benchmark")
class FirstNightBenchmark {

    private static final Path POLICY = Path.of("config/demo-policy.yaml");
    private static final Path SCRIPT = Path.of("sql/operator/plain-night.sql");
    private static final Path REPORT = Path.of("docs/benchmark/first-night.md");
    private static final Path DATA = Path.of("target/benchmark-data");

    private static final int ACCOUNTS = Integer.getInteger("benchmark.accounts", 1_000_000);
    private static final int REPETITIONS = Integer.getInteger("benchmark.repetitions", 3);
    private static final int HEAP_MEGABYTES = 512;
    private static final double MEGABYTE = 1024.0 * 1024.0;
    private static final double NANOS = 1e9;

    private record Measured(double plainSeconds, double processSeconds, Map<String, String> fallow) {

        double fallowSeconds() {
            return number("seconds");
        }

        double number(String name) {
            String value = fallow.get(name);
            if (value == null) {
                throw new IllegalStateException("the night printed no " + name + ": " + fallow);
            }
            return Double.parseDouble(value);
        }
    }

    @Test
    void isNoSlowerThanAPlainScript() throws Exception {
        requirePsql();
        Policy policy = new PolicyFile(POLICY).read();
        LocalDate today = LocalDate.now(policy.zone());
        try (EmbeddedServer server = EmbeddedServer.acquire(DATA)) {
            BenchmarkDatabase database = new BenchmarkDatabase(server);
            System.out.println(database.describe());
            String template = database.template(ACCOUNTS, today, policy.zone());
            List<Measured> measured = new ArrayList<>();
            for (int i = 0; i < REPETITIONS; i++) {
                measured.add(repeat(database, template, policy, today, i));
            }
            String table = table(database.describe(), measured);
            System.out.println(table);
            if (Boolean.getBoolean("benchmark.write")) {
                Files.createDirectories(REPORT.getParent());
                Files.writeString(REPORT, table);
            }
        }
    }

    /** Contestants take turns to begin; only one database exists at a time beside the template. */
    private static Measured repeat(
            BenchmarkDatabase database, String template, Policy policy, LocalDate today, int repetition)
            throws IOException, InterruptedException {
        Map<String, String> plainResults = Map.of();
        Map<String, String> fallowResults = Map.of();
        Map<String, String> fallow = Map.of();
        double plainSeconds = 0;
        double processSeconds = 0;
        for (int turn = 0; turn < 2; turn++) {
            boolean plainsTurn = (repetition + turn) % 2 == 0;
            String name = plainsTurn ? "night_plain" : "night_fallow";
            DatabaseAccess access = database.fresh(template, name);
            long begun = System.nanoTime();
            if (plainsTurn) {
                plain(access, policy, today);
                plainSeconds = (System.nanoTime() - begun) / NANOS;
                plainResults = database.results(access);
            } else {
                fallow = night(access);
                processSeconds = (System.nanoTime() - begun) / NANOS;
                fallowResults = database.results(access);
            }
            database.drop(name);
        }
        Measured measured = new Measured(plainSeconds, processSeconds, fallow);
        System.out.printf(
                Locale.ROOT,
                "repetition %d: plain %.1f s, Fallow %.1f s, %s%n",
                repetition + 1,
                plainSeconds,
                measured.fallowSeconds(),
                fallow);
        assertThat(fallowResults).isEqualTo(plainResults);
        return measured;
    }

    private static void plain(DatabaseAccess access, Policy policy, LocalDate today)
            throws IOException, InterruptedException {
        URI uri = URI.create(access.jdbcUrl().substring("jdbc:".length()));
        ProcessBuilder psql = new ProcessBuilder(
                "psql",
                "--no-psqlrc",
                "--quiet",
                "--host=" + uri.getHost(),
                "--port=" + uri.getPort(),
                "--username=" + access.username(),
                "--dbname=" + uri.getPath().substring(1),
                "--set=business_date=" + today,
                "--set=zone=" + policy.zone(),
                "--set=cohorts=" + cohorts(policy),
                "--file=" + SCRIPT);
        psql.environment().put("PGPASSWORD", access.password());
        run(psql);
    }

    /** As the script takes them: a JSON array, one object a cohort, with the policy's own words. */
    private static String cohorts(Policy policy) {
        return policy.cohorts().values().stream()
                .map(FirstNightBenchmark::json)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String json(Cohort cohort) {
        String notices = cohort.notices().stream().map(Object::toString).collect(Collectors.joining(", "));
        return "{\"cohort\": \"" + cohort.name() + "\", \"dormant_after\": \"" + cohort.dormantAfter()
                + "\", \"protect_after\": \"" + cohort.protectAfter() + "\", \"recycle_after\": \""
                + cohort.recycleAfter() + "\", \"min_protected\": \"" + cohort.minProtected() + "\", \"notices\": \"{"
                + notices + "}\", \"review_every\": \"" + cohort.reviewEvery() + "\", \"quarantine\": \""
                + cohort.quarantine() + "\"}";
    }

    /** With the launcher's options. */
    static Map<String, String> night(DatabaseAccess access) throws IOException, InterruptedException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Duser.timezone=UTC",
                "-cp",
                System.getProperty("java.class.path"),
                NightProcess.class.getName(),
                POLICY.toString(),
                "--spring.datasource.url=" + access.jdbcUrl(),
                "--spring.datasource.username=" + access.username(),
                "--fallow.partitions=2");
        java.environment().put("SPRING_DATASOURCE_PASSWORD", access.password());
        Map<String, String> printed = new LinkedHashMap<>();
        run(java).lines().filter(line -> line.indexOf('=') > 0).forEach(line -> {
            int equals = line.indexOf('=');
            printed.put(line.substring(0, equals), line.substring(equals + 1));
        });
        if (!"COMPLETED".equals(printed.get("status"))) {
            throw new IllegalStateException("the night did not complete: " + printed);
        }
        return printed;
    }

    static String run(ProcessBuilder builder) throws IOException, InterruptedException {
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IllegalStateException(builder.command().get(0) + " ended with " + exit + ": " + output);
        }
        return output;
    }

    private static void requirePsql() throws InterruptedException {
        try {
            run(new ProcessBuilder("psql", "--version"));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "psql is not on the PATH: install PostgreSQL's client, 15 or later, to run the benchmark", e);
        }
    }

    private static String table(String server, List<Measured> measured) {
        double plain = median(measured.stream().map(Measured::plainSeconds).toList());
        double fallow = median(measured.stream().map(Measured::fallowSeconds).toList());
        double ratio = median(measured.stream()
                .map(each -> each.fallowSeconds() / each.plainSeconds())
                .toList());
        double heap =
                measured.stream().mapToDouble(each -> each.number("heap")).max().orElse(0) / MEGABYTE;
        StringBuilder text = new StringBuilder("# The first night: Fallow and a plain script\n\n");
        text.append("Written by `mvn -Pbenchmark verify -Dbenchmark.write=true`.\n\n");
        line(text, "%s; %d processors.%n%n", server, Runtime.getRuntime().availableProcessors());
        line(text, "%d accounts, %d repetitions, medians; results equal by checksum.%n%n", ACCOUNTS, measured.size());
        text.append("| | |\n|---|---:|\n");
        line(text, "| plain-night.sql by psql, s | %.1f |%n", plain);
        line(text, "| Fallow's night, s | %.1f |%n", fallow);
        line(
                text,
                "| Fallow's whole process, s | %.1f |%n",
                median(measured.stream().map(Measured::processSeconds).toList()));
        line(text, "| Fallow / plain | %.2f |%n", ratio);
        line(text, "| peak heap of %d MB, MB | %.0f |%n", HEAP_MEGABYTES, heap);
        for (String name : measured.get(0).fallow().keySet()) {
            if (name.startsWith("step.")) {
                line(
                        text,
                        "| %s, s | %.1f |%n",
                        name.substring("step.".length()),
                        median(measured.stream().map(each -> each.number(name)).toList()));
            }
        }
        line(text, "%n%s%n", measured.get(0).fallow().getOrDefault("counts", ""));
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
