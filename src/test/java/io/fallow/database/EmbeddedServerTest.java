package io.fallow.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("one-server")
class EmbeddedServerTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static Path made = Path.of("");
    private Path data = Path.of("");
    private final List<EmbeddedServer> held = Collections.synchronizedList(new ArrayList<>());

    /** Creating a cluster is the slow part of a first start, so most tests begin with a copy of this one. */
    @BeforeAll
    static void makeAFolder(@TempDir Path temporary) {
        made = temporary.resolve("made");
        EmbeddedServer.acquire(made, TestServer.binaries(), Map.of()).close();
    }

    @BeforeEach
    void copyTheFolderToWhereItsPathNeedsQuoting(@TempDir Path temporary) throws IOException {
        data = temporary.resolve("the night's data");
        try (Stream<Path> paths = Files.walk(made)) {
            for (Path path : paths.toList()) {
                Files.copy(path, data.resolve(made.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @AfterEach
    void letGo() {
        held.forEach(EmbeddedServer::close);
        assertThat(Postmaster.of(data.resolve("cluster"))).isEmpty();
    }

    @Test
    void keepsItsDataFromOneCommandToTheNext() throws SQLException {
        EmbeddedServer first = acquire();
        execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        first.close();

        assertThat(query(acquire(), "SELECT answer FROM kept")).isEqualTo("42");
    }

    @Test
    void neverTradesDurabilityForSpeed() throws SQLException {
        EmbeddedServer server = acquire();

        assertThat(query(server, "SHOW fsync")).isEqualTo("on");
        assertThat(query(server, "SHOW synchronous_commit")).isEqualTo("on");
        assertThat(query(server, "SHOW full_page_writes")).isEqualTo("on");
    }

    @Test
    void listensOnTheLoopbackAddressOnlyAndKeepsItsPasswordFromOthers() throws SQLException, IOException {
        EmbeddedServer server = acquire();

        assertThat(query(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(query(server, "SHOW unix_socket_directories")).isEmpty();
        assertThat(Files.getPosixFilePermissions(data.resolve("password")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), server.username(), "guessed"))
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void isSharedByTwoHoldersAndOutlivesTheFirstToLeave() throws SQLException {
        EmbeddedServer first = acquire();
        EmbeddedServer second = acquire();
        assertThat(second.jdbcUrl()).isEqualTo(first.jdbcUrl());

        first.close();
        first.close();

        assertThat(query(second, "SELECT 1")).isEqualTo("1");
        second.close();
        assertThatThrownBy(() -> query(second, "SELECT 1")).isInstanceOf(SQLException.class);
    }

    @Test
    void isStartedOnceByManyWhoComeAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> urls = threads.invokeAll(
                    Collections.nCopies(4, (Callable<String>) () -> acquire().jdbcUrl()));
            for (Future<String> url : urls) {
                assertThat(url.get()).isEqualTo(urls.get(0).get());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void staysWhileAnotherClientStillWorks() throws SQLException {
        EmbeddedServer server = acquire();
        try (Connection client = connect(server)) {
            server.close();

            assertThat(query(client, "SELECT 1")).isEqualTo("1");
        }
        assertThat(acquire().jdbcUrl()).isEqualTo(server.jdbcUrl());
    }

    @Test
    void isFoundAndUsedAfterTheCommandThatStartedItWasKilled() throws Exception {
        Process command = holdInAnotherProcess();
        String orphan = urlPrintedBy(command);
        command.destroyForcibly().waitFor();

        EmbeddedServer server = acquire();

        assertThat(server.jdbcUrl()).isEqualTo(orphan);
        assertThat(query(server, "SELECT 1")).isEqualTo("1");
    }

    @Test
    void outlivesItsStarterWhileAnotherProcessHoldsIt() throws Exception {
        EmbeddedServer starter = acquire();
        Process command = holdInAnotherProcess();
        try {
            assertThat(urlPrintedBy(command)).isEqualTo(starter.jdbcUrl());
            starter.close();
            assertThat(query(starter, "SELECT 1")).isEqualTo("1");
        } finally {
            command.destroyForcibly().waitFor();
        }
        acquire();
    }

    @Test
    void startsAgainAfterTheServerItselfWasKilled() throws Exception {
        EmbeddedServer killed = acquire();
        execute(killed, "CREATE TABLE kept AS SELECT 42 AS answer");
        killServer();

        EmbeddedServer server = acquire();

        assertThat(query(server, "SELECT answer FROM kept")).isEqualTo("42");
    }

    @Test
    void startsThoughItsPidFileNamesAProcessThatIsNotItsServer() throws Exception {
        Path pidFile = data.resolve("cluster/postmaster.pid");
        String self = String.valueOf(ProcessHandle.current().pid());
        for (String left : List.of("", "garbage", self, self + "\n" + data + "/cluster\n0\n1\n\n127.0.0.1\n")) {
            Files.writeString(pidFile, left);

            EmbeddedServer server = acquire();

            assertThat(query(server, "SELECT 1"))
                    .as("after a pid file of '%s'", left)
                    .isEqualTo("1");
            server.close();
        }
    }

    @Test
    void startsThoughItsPidFileNamesTheServerOfAnotherCluster(@TempDir Path other) throws Exception {
        try (EmbeddedServer stranger = EmbeddedServer.acquire(other, TestServer.binaries(), Map.of())) {
            Files.copy(other.resolve("cluster/postmaster.pid"), data.resolve("cluster/postmaster.pid"));

            assertThat(acquire().jdbcUrl()).isNotEqualTo(stranger.jdbcUrl());
            assertThat(query(stranger, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void beginsAnewWhereAFirstStartWasKilledHalfway() throws Exception {
        DataFolder.delete(data);
        Files.createDirectories(data.resolve("cluster.new/base"));

        assertThat(query(acquire(), "SELECT 1")).isEqualTo("1");
        assertThat(data.resolve("cluster.new")).doesNotExist();
    }

    @Test
    void namesTheFileThatIsInTheFoldersPlace() throws IOException {
        DataFolder.delete(data);
        Files.writeString(data, "not a folder");

        assertThatThrownBy(this::acquire)
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContainingAll(data.toString(), "is a file", "FALLOW_DATA_DIR")
                .message()
                .hasLineCount(1);
        Files.delete(data);
    }

    @Test
    void namesTheCharactersThatPostgresqlsStarterCannotQuote() {
        assertThatThrownBy(() -> EmbeddedServer.acquire(data.resolve("$HOME")))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContainingAll("$HOME", "cannot quote", "FALLOW_DATA_DIR");
    }

    @Test
    void namesTheFolderThatCannotBeWritten() throws IOException {
        DataFolder.delete(data);
        // not even root may make a folder in /proc
        Path folder = ServerBinaries.userId() == 0
                ? Path.of("/proc/fallow")
                : Files.createDirectory(
                        data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));

        assertThatThrownBy(() -> EmbeddedServer.acquire(folder))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContainingAll(folder.toString(), "FALLOW_DATA_DIR")
                .message()
                .hasLineCount(1);
    }

    @Test
    void namesTheMissingPasswordOfAnExistingCluster() throws IOException {
        Files.delete(data.resolve("password"));

        assertThatThrownBy(this::acquire)
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("password")
                .message()
                .hasLineCount(1);
    }

    @Test
    void namesTheSettingThatTheServerDoesNotAccept() throws IOException {
        Files.writeString(data.resolve("cluster/postgresql.auto.conf"), "shared_buffers = 'plenty'\n");

        assertThatThrownBy(this::acquire)
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContainingAll(
                        "shared_buffers", data.resolve("postgresql.log").toString())
                .message()
                .hasLineCount(1);
    }

    private EmbeddedServer acquire() {
        EmbeddedServer server = EmbeddedServer.acquire(data, TestServer.binaries(), Map.of());
        held.add(server);
        return server;
    }

    private Process holdInAnotherProcess() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldUntilKilled.class.getName(),
                        data.toString(),
                        TestServer.binaries().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String urlPrintedBy(Process command) throws IOException {
        BufferedReader output = command.inputReader();
        String line = output.readLine();
        while (line != null && !line.startsWith("jdbc:")) {
            line = output.readLine();
        }
        return String.valueOf(line);
    }

    private void killServer() {
        Postmaster server = Postmaster.of(data.resolve("cluster")).orElseThrow();
        ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
        process.destroyForcibly();
        await().atMost(DEADLINE).until(() -> !process.isAlive());
    }

    private static Connection connect(EmbeddedServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
    }

    private static void execute(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static @Nullable String query(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = connect(server)) {
            return query(connection, sql);
        }
    }

    private static @Nullable String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
