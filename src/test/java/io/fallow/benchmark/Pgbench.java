package io.fallow.benchmark;

import io.fallow.database.DatabaseAccess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Clients that send a script of sql/operator again and again.
 *
 * @param script its name without the ending
 * @param accounts the scripts pick one of so many
 * @param perSecond transactions of all clients together; 0: as many as go
 */
record Pgbench(String script, int clients, int accounts, int seconds, int perSecond) {

    private static final int TERMINATED = 128 + 15;
    private static final Path SCRIPTS = Path.of("sql/operator");

    /** @param p99 in milliseconds; with a rate it counts from when the transaction should have begun */
    record Measured(double perSecond, double p99) {}

    /** Begins at once, and ends by itself. */
    Running start(DatabaseAccess access) throws IOException {
        Path folder = Files.createTempDirectory("pgbench");
        URI uri = URI.create(access.jdbcUrl().substring("jdbc:".length()));
        List<String> command = new ArrayList<>(List.of(
                "pgbench",
                "--no-vacuum",
                "--protocol=prepared",
                "--client=" + clients,
                "--jobs=" + Math.min(clients, 2),
                "--time=" + seconds,
                "--define=accounts=" + accounts,
                "--file=" + SCRIPTS.resolve(script + ".sql").toAbsolutePath(),
                "--log",
                "--log-prefix=" + folder.resolve("log"),
                "--host=" + uri.getHost(),
                "--port=" + uri.getPort(),
                "--username=" + access.username()));
        if (perSecond > 0) {
            command.add("--rate=" + perSecond);
        }
        command.add(uri.getPath().substring(1));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PGPASSWORD", access.password());
        Path output = folder.resolve("output");
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        return new Running(builder.start(), folder, output);
    }

    Measured measure(DatabaseAccess access) throws IOException, InterruptedException {
        return start(access).result();
    }

    /** Clients at work. */
    record Running(Process process, Path folder, Path output) {

        /** Waits for their end. */
        Measured result() throws IOException, InterruptedException {
            return measured(process.waitFor(), 0, 0, Double.MAX_VALUE);
        }

        /**
         * Ends them now.
         *
         * @param from seconds since 1970; only visits that ended then or later count
         * @param to only visits that ended then or earlier count
         */
        Measured end(double from, double to) throws IOException, InterruptedException {
            boolean alive = process.isAlive();
            process.destroy();
            return measured(process.waitFor(), alive ? TERMINATED : 0, from, to);
        }

        private static double second(String[] words) {
            return Long.parseLong(words[4]) + Long.parseLong(words[5]) / 1e6;
        }

        private Measured measured(int exit, int expected, double from, double to) throws IOException {
            String said = Files.readString(output);
            Files.delete(output);
            // a line a visit: client, number, microseconds, script, the second it ended in, microseconds of that
            List<String[]> visits = lines().stream()
                    .map(line -> line.split(" ", -1))
                    .filter(words ->
                            words.length > 5 && !words[5].isEmpty()) // the last line of who was ended may be cut
                    .filter(words -> second(words) >= from && second(words) <= to)
                    .toList();
            if (exit != expected || visits.isEmpty() || said.contains("abort")) { // the others would go on without it
                throw new IllegalStateException("pgbench ended with " + exit + ": " + said);
            }
            long[] micros = visits.stream()
                    .mapToLong(words -> Long.parseLong(words[2]))
                    .sorted()
                    .toArray();
            var ends = visits.stream().mapToDouble(Running::second).summaryStatistics();
            return new Measured(
                    micros.length / (ends.getMax() - ends.getMin()), micros[micros.length * 99 / 100] / 1e3);
        }

        private List<String> lines() throws IOException {
            List<String> all = new ArrayList<>();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    all.addAll(Files.readAllLines(file));
                    Files.delete(file);
                }
            }
            Files.delete(folder);
            return all;
        }
    }
}
