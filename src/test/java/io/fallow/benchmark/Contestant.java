package io.fallow.benchmark;

import io.fallow.database.DatabaseAccess;
import io.fallow.lifecycle.Cohort;
import io.fallow.lifecycle.Policy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One way to make the same night, in a process of its own.
 *
 * @param name by which the property {@code benchmark.contestants} picks it
 * @param label as the report names it
 */
record Contestant(String name, String label, Way way) {

    static final Path POLICY = Path.of("config/demo-policy.yaml");
    static final String PLAIN = "plain";
    static final String SINGLE_PASS = "single";
    static final String ROWS = "rows";

    private static final String HEAP = "-Xmx512m";
    private static final double NANOS = 1e9;

    /** Makes the night in the database. */
    @FunctionalInterface
    interface Way {
        /** @return name=value lines that it printed; none of a script */
        Map<String, String> run(DatabaseAccess access, Policy policy, LocalDate today) throws Exception;
    }

    /** All of them, in the order of the report. */
    static List<Contestant> all() {
        return List.of(
                new Contestant(PLAIN, "plain psql script", (access, policy, today) -> {
                    return script("plain-night.sql", access, policy, today);
                }),
                singlePass(),
                new Contestant(ROWS, "row-by-row Spring Batch", Contestant::rowByRow),
                fallow(1),
                fallow(2),
                fallow(4));
    }

    static Contestant fallow(int partitions, String... settings) {
        return new Contestant(
                "fallow" + partitions,
                "Fallow, " + partitions + (partitions == 1 ? " partition" : " partitions"),
                (access, policy, today) -> {
                    List<String> all = new ArrayList<>(List.of(settings));
                    all.add("fallow.partitions=" + partitions);
                    return FallowProcess.night(today, List.of(access), all.toArray(String[]::new));
                });
    }

    /** The strongest script: one pass, and each row written once. */
    static Contestant singlePass() {
        return new Contestant(SINGLE_PASS, "single-pass psql script", (access, policy, today) -> {
            return script("single-pass-night.sql", access, policy, today, "--set=straight=on");
        });
    }

    /** @return what was printed; {@code seconds} of the night and {@code process} of the whole process, for a script the same */
    Map<String, String> measured(DatabaseAccess access, Policy policy, LocalDate today) throws Exception {
        long begun = System.nanoTime();
        Map<String, String> printed = new LinkedHashMap<>(way.run(access, policy, today));
        String process = String.valueOf((System.nanoTime() - begun) / NANOS);
        printed.putIfAbsent("seconds", process);
        printed.putIfAbsent("process", process);
        return printed;
    }

    private static Map<String, String> script(
            String file, DatabaseAccess access, Policy policy, LocalDate today, String... variables)
            throws IOException, InterruptedException {
        URI uri = URI.create(access.jdbcUrl().substring("jdbc:".length()));
        List<String> command = new ArrayList<>(List.of(
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
                "--file=" + Path.of("sql/operator", file)));
        command.addAll(List.of(variables));
        ProcessBuilder psql = new ProcessBuilder(command);
        psql.environment().put("PGPASSWORD", access.password());
        output(psql);
        return Map.of();
    }

    /** As the scripts take them: a JSON array, one object a cohort, with the policy's own words. */
    private static String cohorts(Policy policy) {
        return policy.cohorts().values().stream().map(Contestant::json).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String json(Cohort cohort) {
        String notices = cohort.notices().stream().map(Object::toString).collect(Collectors.joining(", "));
        return "{\"cohort\": \"" + cohort.name() + "\", \"dormant_after\": \"" + cohort.dormantAfter()
                + "\", \"protect_after\": \"" + cohort.protectAfter() + "\", \"recycle_after\": \""
                + cohort.recycleAfter() + "\", \"min_protected\": \"" + cohort.minProtected() + "\", \"notices\": \"{"
                + notices + "}\", \"review_every\": \"" + cohort.reviewEvery() + "\", \"quarantine\": \""
                + cohort.quarantine() + "\"}";
    }

    private static Map<String, String> rowByRow(DatabaseAccess access, Policy policy, LocalDate today)
            throws IOException, InterruptedException {
        return java(
                access,
                RowByRowNight.class,
                List.of(POLICY.toString(), today.toString(), access.jdbcUrl(), access.username()));
    }

    /** With the launcher's options. */
    private static Map<String, String> java(DatabaseAccess access, Class<?> main, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Duser.timezone=UTC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        ProcessBuilder java = new ProcessBuilder(command);
        java.environment().put("SPRING_DATASOURCE_PASSWORD", access.password());
        Map<String, String> printed = new LinkedHashMap<>();
        output(java).lines().filter(line -> line.indexOf('=') > 0).forEach(line -> {
            int equals = line.indexOf('=');
            printed.put(line.substring(0, equals), line.substring(equals + 1));
        });
        if (!"COMPLETED".equals(printed.get("status"))) {
            throw new IllegalStateException("the night did not complete: " + printed);
        }
        return printed;
    }

    static void requirePsql() throws InterruptedException {
        try {
            output(new ProcessBuilder("psql", "--version"));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "psql is not on the PATH: install PostgreSQL's client, 15 or later, to run the benchmark", e);
        }
    }

    static String output(ProcessBuilder builder) throws IOException, InterruptedException {
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IllegalStateException(builder.command().get(0) + " ended with " + exit + ": " + output);
        }
        return output;
    }
}
