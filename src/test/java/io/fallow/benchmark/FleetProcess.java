package io.fallow.benchmark;

import io.fallow.cli.Fallow;
import io.fallow.database.DatabaseAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fallow's own commands on one database or several, each in a process of its own. */
final class FleetProcess {

    private static final double NANOS = 1e9;

    private FleetProcess() {}

    /** @return seconds of the whole process, its start included */
    static double night(LocalDate date, List<DatabaseAccess> shards, String... settings)
            throws IOException, InterruptedException {
        List<String> command = command("run", shards, settings);
        command.addAll(List.of("--date", date.toString(), "--output", "json"));
        long begun = System.nanoTime();
        String said = Contestant.output(process(command, shards));
        double seconds = (System.nanoTime() - begun) / NANOS;
        JsonNode json = JsonMapper.builder().build().readTree(said);
        if (shards.size() > 1 && !json.get("totals").get("reconciled").asBoolean()) {
            throw new IllegalStateException("the nights do not add up: " + said);
        }
        return seconds;
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

    private static List<String> command(String name, List<DatabaseAccess> shards, String... settings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Duser.timezone=UTC",
                "-cp",
                System.getProperty("java.class.path"),
                Fallow.class.getName(),
                name,
                "--policy",
                Contestant.POLICY.toString()));
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
        ProcessBuilder java = new ProcessBuilder(command);
        java.environment().put("SPRING_DATASOURCE_PASSWORD", shards.get(0).password());
        for (int i = 1; i < shards.size(); i++) {
            java.environment()
                    .put("FALLOW_SHARDS_SHARD" + i + "_PASSWORD", shards.get(i).password());
        }
        return java;
    }
}
