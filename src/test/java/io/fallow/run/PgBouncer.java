package io.fallow.run;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fallow.database.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real PgBouncer before a test's database. Where it is missing, the test is left out on a developer's machine, and fails in CI. */
final class PgBouncer implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");
    private static final long PATIENCE_SECONDS = 10;

    private final Process process;
    private final TestDatabase database;

    private PgBouncer(Process process, TestDatabase database) {
        this.process = process;
        this.database = database;
    }

    /** @param settings of {@code pgbouncer.ini}, beside where things are */
    static PgBouncer before(TestDatabase database, String... settings) {
        requireInstalled();
        try {
            int port = freePort();
            URI server = URI.create(database.jdbcUrl().substring("jdbc:".length()));
            String name = server.getPath().substring(1);
            Path folder = Files.createTempDirectory("fallow-pgbouncer");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path file = folder.resolve("pgbouncer.ini");
            Files.writeString(
                    file,
                    String.join(
                            "\n",
                            "[databases]",
                            "%s = host=%s port=%d dbname=%s user=%s password=%s"
                                    .formatted(
                                            name,
                                            server.getHost(),
                                            server.getPort(),
                                            name,
                                            database.username(),
                                            database.password()),
                            "[pgbouncer]",
                            "listen_addr = 127.0.0.1",
                            "listen_port = " + port,
                            "unix_socket_dir =",
                            "auth_type = any",
                            "ignore_startup_parameters = extra_float_digits, options",
                            String.join("\n", settings),
                            ""));
            List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), file.toString()));
            if (ProcessHandle.current().info().user().filter("root"::equals).isPresent()) {
                command.addAll(1, List.of("-u", "postgres")); // it refuses to run as root
            }
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> listens(port));
            return new PgBouncer(process, database.reachedAt("127.0.0.1:" + port));
        } catch (IOException e) {
            throw new IllegalStateException("PgBouncer cannot be started", e);
        }
    }

    private static void requireInstalled() {
        String missing = PROGRAM + " is not installed; Debian's package pgbouncer has it";
        boolean installed = Files.isExecutable(PROGRAM);
        if (!installed && System.getenv("CI") != null) {
            fail(missing);
        }
        assumeTrue(installed, missing);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The database, reached through it. */
    TestDatabase database() {
        return database;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
