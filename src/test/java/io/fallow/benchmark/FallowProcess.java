package io.fallow.benchmark;

import io.fallow.database.DatabaseAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fallow's own commands on one database or several, started as users start them. */
final class FallowProcess {

    private static final String LAUNCHER = "./fallow";
    private static final double NANOS = 1e9;
    private static final double KILOBYTE = 1024;

    /** Of the log of the garbage collector: megabytes before a collection, or kilobytes of each pool at the process' end. */
    private static final Pattern COLLECTED = Pattern.compile("(\\d+)M->\\d+M");

    private static final Pattern LEFT = Pattern.compile("generation +total \\d+K, used (\\d+)K");

    private FallowProcess() {}

    /** Builds what is not built, and makes what a first start makes: no night pays for it. */
    static void prepare() throws IOException, InterruptedException {
        Contestant.output(new ProcessBuilder(LAUNCHER, "--version"));
    }

    /**
     * @return {@code process}: seconds of the whole process, its start included; {@code heap}: bytes at its peak; and of one database
     *     {@code seconds}, {@code begin} to {@code end} of the run in seconds since 1970, its steps and counts
     */
    static Map<String, String> night(LocalDate date, List<DatabaseAccess> shards, String... settings)
            throws IOException, InterruptedException {
        List<String> command = command("run", shards, settings);
        command.addAll(List.of("--date", date.toString(), "--output", "json"));
        Path collections = Files.createTempFile("collections", ".log");
        ProcessBuilder process = process(command, shards);
        process.environment().put("JAVA_OPTS", "-Xlog:gc,gc+heap+exit:file=" + collections);
        long begun = System.nanoTime();
        String said = Contestant.output(process);
        Map<String, String> measured = new LinkedHashMap<>();
        measured.put("process", String.valueOf((System.nanoTime() - begun) / NANOS));
        measured.put("heap", String.valueOf(peakHeap(collections)));
        JsonNode json = JsonMapper.builder().build().readTree(said);
        if (shards.size() > 1) {
            if (!json.get("totals").get("reconciled").asBoolean()) {
                throw new IllegalStateException("the nights do not add up: " + said);
            }
            return measured;
        }
        if (!"COMPLETED".equals(json.get("status").asString())) {
            throw new IllegalStateException("the night did not complete: " + said);
        }
        measured.putAll(times(shards.get(0)));
        measured.put("counts", json.get("counts").toString());
        json.get("steps")
                .forEach(step -> measured.put(
                        "step." + step.get("name").asString(),
                        step.get("seconds").asString()));
        return measured;
    }

    static Process worker(List<DatabaseAccess> shards, String... settings) throws IOException {
        return process(command("worker", shards, settings), shards)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Until so many nodes have joined the cluster of each shard. */
    static void awaitNodes(List<DatabaseAccess> shards, int nodes) {
        for (DatabaseAccess shard : shards) {
            JdbcClient jdbc = JdbcClient.create(shard.unpooled("fallow benchmark"));
            Awaitility.await()
                    .atMost(Duration.ofMinutes(5))
                    .until(() -> jdbc.sql("SELECT count(*) FROM fallow.qrtz_scheduler_state")
                                    .query(Long.class)
                                    .single()
                            >= nodes);
        }
    }

    private static Map<String, String> times(DatabaseAccess access) {
        return JdbcClient.create(access.unpooled("fallow benchmark"))
                .sql("SELECT extract(epoch FROM started_at), extract(epoch FROM finished_at),"
                        + " extract(epoch FROM finished_at - started_at) FROM fallow.run ORDER BY run_id DESC LIMIT 1")
                .query((row, number) -> Map.of(
                        "begin", row.getString(1), "end", row.getString(2), Measurements.SECONDS, row.getString(3)))
                .single();
    }

    private static double peakHeap(Path collections) throws IOException {
        String log = Files.readString(collections);
        Files.delete(collections);
        double left = LEFT.matcher(log)
                .results()
                .mapToDouble(used -> Long.parseLong(used.group(1)) * KILOBYTE)
                .sum();
        if (left == 0) {
            throw new IllegalStateException("this Java tells of its heap in other words: " + log);
        }
        double collected = COLLECTED
                .matcher(log)
                .results()
                .mapToDouble(FallowProcess::bytes)
                .max()
                .orElse(0);
        return Math.max(left, collected);
    }

    private static double bytes(MatchResult megabytes) {
        return Long.parseLong(megabytes.group(1)) * KILOBYTE * KILOBYTE;
    }

    private static List<String> command(String name, List<DatabaseAccess> shards, String... settings) {
        List<String> command = new ArrayList<>(List.of(LAUNCHER, name, "--policy", Contestant.POLICY.toString()));
        set(command, "spring.datasource.url=" + shards.get(0).jdbcUrl());
        set(command, "spring.datasource.username=" + shards.get(0).username());
        set(command, "fallow.operator=benchmark");
        for (int i = 1; i < shards.size(); i++) {
            set(command, "fallow.shards.shard" + i + ".url=" + shards.get(i).jdbcUrl());
            set(
                    command,
                    "fallow.shards.shard" + i + ".username=" + shards.get(i).username());
        }
        for (String setting : settings) {
            set(command, setting.replaceFirst("^--", ""));
        }
        return command;
    }

    private static void set(List<String> command, String setting) {
        command.addAll(List.of("--set", setting));
    }

    private static ProcessBuilder process(List<String> command, List<DatabaseAccess> shards) {
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().put("SPRING_DATASOURCE_PASSWORD", shards.get(0).password());
        for (int i = 1; i < shards.size(); i++) {
            process.environment()
                    .put("FALLOW_SHARDS_SHARD" + i + "_PASSWORD", shards.get(i).password());
        }
        return process;
    }
}
