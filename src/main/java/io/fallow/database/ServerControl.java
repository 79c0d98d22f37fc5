package io.fallow.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds, starts and stops the server of one data folder. Every method is called under the folder's lock. */
final class ServerControl {

    static final String USERNAME = "postgres";

    private static final Logger log = LoggerFactory.getLogger(ServerControl.class);

    /** Where the folder's owner may tune: written to postgresql.conf once, sized for a laptop. */
    private static final Map<String, String> TUNING = Map.of(
            "shared_buffers", "256MB",
            "max_wal_size", "4GB",
            "checkpoint_timeout", "15min",
            "max_connections", "50",
            "random_page_cost", "1.1",
            "jit", "off");

    /** What must hold whatever postgresql.conf says: given at each start. */
    private static final Map<String, String> INSISTED = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "fsync", "on",
            "synchronous_commit", "on");

    /** After a crash the server first replays what it had logged, up to {@code max_wal_size} and more. */
    private static final Duration RECOVERY = Duration.ofMinutes(10);

    private static final Duration REFUSED = Duration.ofSeconds(30);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration PASSING = Duration.ofSeconds(10);
    private static final String STARTING_OR_STOPPING = "57P03";

    private final DataFolder data;
    private final ServerBinaries binaries;
    private final String password;
    private final Map<String, String> settings;

    ServerControl(DataFolder data, ServerBinaries binaries, Map<String, String> overrides) {
        this.data = data;
        this.binaries = binaries;
        this.password = data.password();
        this.settings = new LinkedHashMap<>(INSISTED);
        this.settings.putAll(overrides);
    }

    String password() {
        return password;
    }

    /** A connection, and the port it went to. */
    record Reached(Connection connection, int port) {}

    /** Reaches the running server, which is started, and before that created, if need be. */
    Reached reach(String applicationName) {
        return reachRunning(applicationName).orElseGet(() -> {
            start();
            return reachRunning(applicationName).orElseThrow(() -> failed("it ended at once"));
        });
    }

    private Optional<Reached> reachRunning(String applicationName) {
        long begun = System.nanoTime();
        while (true) {
            Optional<Postmaster> server = Postmaster.of(data.cluster());
            if (server.isEmpty()) {
                return Optional.empty();
            }
            try {
                int port = server.get().port();
                return Optional.of(new Reached(open(port, applicationName), port));
            } catch (SQLException e) {
                Duration patience = patienceAfter(e);
                if (System.nanoTime() - begun > patience.toNanos()) {
                    throw new DatabaseUnavailableException(
                            "the PostgreSQL server of " + data.root() + " (pid "
                                    + server.get().pid()
                                    + ") runs but lets nobody in: "
                                    + ServerLog.firstLine(String.valueOf(e.getMessage())) + "; its log is "
                                    + data.log().file(),
                            e);
                }
                pause();
            }
        }
    }

    private static Duration patienceAfter(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.equals(STARTING_OR_STOPPING)) {
            return RECOVERY;
        }
        return PSQLState.isConnectionError(state) ? REFUSED : Duration.ZERO;
    }

    private Connection open(int port, String applicationName) throws SQLException {
        if (port == 0) {
            throw new SQLException("it has not said its port yet", PSQLState.CONNECTION_UNABLE_TO_CONNECT.getState());
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl(port));
        source.setUser(USERNAME);
        source.setPassword(password);
        source.setApplicationName(applicationName);
        source.setConnectTimeout((int) CONNECT.toSeconds());
        source.setTcpKeepAlive(true);
        return source.getConnection();
    }

    static String jdbcUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    private void start() {
        if (!Files.exists(data.cluster())) {
            create();
        }
        refuseOtherRelease();
        long logBegin = data.log().beginStart();
        long begun = System.nanoTime();
        while (true) {
            var outcome = binaries.run(
                    "pg_ctl",
                    "start",
                    "-w",
                    "-s",
                    "-t",
                    String.valueOf(RECOVERY.toSeconds()),
                    "-D",
                    data.cluster().toString(),
                    "-l",
                    data.log().file().toString(),
                    "-o",
                    options(freePort()));
            if (outcome.succeeded()) {
                log.info("embedded PostgreSQL {} started in {}", ServerBinaries.version(), data.root());
                return;
            }
            String said = data.log().since(logBegin) + outcome.output();
            if (!isPassing(said) || System.nanoTime() - begun > PASSING.toNanos()) {
                throw failed(said);
            }
            logBegin = data.log().beginStart();
            pause();
        }
    }

    /** The port was taken between choosing and using it, or backends of a killed server are still leaving. */
    private static boolean isPassing(String said) {
        return said.contains("could not bind") || said.contains("shared memory block");
    }

    private String options(int port) {
        StringBuilder options = new StringBuilder("-p " + port);
        settings.forEach((name, value) ->
                options.append(" -c ").append(name).append("='").append(value).append('\''));
        return options.toString();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new DatabaseUnavailableException("no free port on 127.0.0.1 for PostgreSQL: " + e.getMessage(), e);
        }
    }

    private void create() {
        try {
            data.make(data.cluster(), this::initialise);
        } catch (IOException e) {
            throw DataFolder.unusable(data.root(), e);
        }
    }

    private void initialise(Path folder) {
        List<String> arguments = new ArrayList<>(List.of(
                "-D",
                folder.toString(),
                "-U",
                USERNAME,
                "--pwfile",
                data.passwordFile().toString(),
                "--auth=scram-sha-256",
                "-E",
                "UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"));
        TUNING.forEach((name, value) -> arguments.addAll(List.of("--set", name + "=" + value)));
        var outcome = binaries.run("initdb", arguments.toArray(String[]::new));
        if (!outcome.succeeded()) {
            throw failed(outcome.output());
        }
    }

    private void refuseOtherRelease() {
        try {
            String made = Files.readString(data.cluster().resolve("PG_VERSION")).strip();
            String brought = ServerBinaries.version().replaceFirst("\\..*", "");
            if (!made.equals(brought)) {
                throw new DatabaseUnavailableException(data.cluster() + " was made by PostgreSQL " + made
                        + ", this Fallow brings " + brought + ": use the Fallow that made it, or "
                        + DataFolder.elsewhere());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop() {
        var outcome = binaries.run(
                "pg_ctl", "stop", "-w", "-s", "-m", "fast", "-D", data.cluster().toString());
        if (!outcome.succeeded()) {
            log.warn(
                    "embedded PostgreSQL in {} was not stopped: {}",
                    data.root(),
                    ServerLog.firstLine(outcome.output()));
        }
    }

    private DatabaseUnavailableException failed(String said) {
        if (said.contains("No space left")) {
            return DataFolder.unusable(data.root(), new IOException("No space left on device"));
        }
        return new DatabaseUnavailableException("PostgreSQL did not start in " + data.root() + ": "
                + ServerLog.culprit(said) + "; its log is " + data.log().file());
    }

    static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException("interrupted while waiting for PostgreSQL", e);
        }
    }
}
