package io.fallow.database;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The one PostgreSQL server of a test run, started when the first test asks for it: a container where a Docker engine
 * answers, else the embedded server. {@code FALLOW_TEST_DATABASE=embedded|docker} decides instead, and then a server
 * that cannot be had fails the test. {@code FALLOW_TEST_IMAGE} names an image that is present and not to be pulled.
 */
final class TestServer {

    private static final String DEFAULT_IMAGE = "postgres:18";

    /** Which of the processes that run tests beside each other this is: each has a server of its own. */
    private static final String FORK = System.getProperty("fallow.test.fork", "1");

    /** Unpacked once for all data folders of all test runs of this fork, until the build is cleaned. */
    static Path binaries() {
        return Path.of("target", "postgresql-" + ServerBinaries.version() + "-" + FORK)
                .toAbsolutePath();
    }

    private static final class Started {
        static final TestServer SERVER = start();
    }

    private final String address;
    private final String username;
    private final String password;
    private final Set<String> databases = ConcurrentHashMap.newKeySet();

    private TestServer(String address, String username, String password, AutoCloseable server) {
        this.address = address;
        this.username = username;
        this.password = password;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop test server"));
    }

    static TestServer get() {
        return Started.SERVER;
    }

    private static TestServer start() {
        String wanted = setting("FALLOW_TEST_DATABASE");
        if (wanted == null) {
            return DockerClientFactory.instance().isDockerAvailable() ? inDocker() : embedded();
        }
        return switch (wanted) {
            case "docker" -> inDocker();
            case "embedded" -> embedded();
            default -> throw new IllegalArgumentException("FALLOW_TEST_DATABASE=" + wanted + ": embedded or docker");
        };
    }

    private static TestServer embedded() {
        // what a test wrote need not survive a power cut
        EmbeddedServer server = EmbeddedServer.acquire(
                Path.of("target", "test-database-" + FORK),
                binaries(),
                Map.of(
                        "fsync",
                        "off",
                        "synchronous_commit",
                        "off",
                        "full_page_writes",
                        "off",
                        "max_connections",
                        "200",
                        "max_prepared_transactions",
                        "5"));
        return new TestServer(
                URI.create(server.jdbcUrl().substring("jdbc:".length())).getAuthority(),
                server.username(),
                server.password(),
                server);
    }

    @SuppressWarnings("resource") // the shutdown hook closes it
    private static TestServer inDocker() {
        String present = setting("FALLOW_TEST_IMAGE");
        DockerImageName image =
                DockerImageName.parse(present == null ? DEFAULT_IMAGE : present).asCompatibleSubstituteFor("postgres");
        PostgreSQLContainer container = new PostgreSQLContainer(image)
                .withCommand(
                        "postgres",
                        "-c",
                        "fsync=off",
                        "-c",
                        "synchronous_commit=off",
                        "-c",
                        "max_connections=200",
                        "-c",
                        "max_prepared_transactions=5");
        if (present != null) {
            container.withImagePullPolicy(name -> false);
        }
        container.start();
        return new TestServer(
                container.getHost() + ":" + container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                container.getUsername(),
                container.getPassword(),
                container);
    }

    private static @Nullable String setting(String name) {
        String property = System.getProperty(name);
        return property == null || property.isEmpty() ? System.getenv(name) : property;
    }

    /** Names come from {@link TestDatabase} and need no quoting. */
    void create(String database, String template) {
        make(database, "TEMPLATE " + template);
    }

    void make(String database, String options) {
        execute("CREATE DATABASE " + database + " " + options);
        databases.add(database);
    }

    void drop(String database) {
        if (databases.remove(database)) {
            execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
        }
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://" + address + "/" + database;
    }

    PGSimpleDataSource dataSource(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl(database));
        source.setUser(username);
        source.setPassword(password);
        return source;
    }

    private void execute(String sql) {
        try (Connection connection = dataSource("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("the test server did not do: " + sql, e);
        }
    }

    private void stop(AutoCloseable server) {
        try (server) {
            databases.forEach(this::drop);
        } catch (Exception e) {
            System.err.println("test server not stopped: " + e);
        }
    }
}
