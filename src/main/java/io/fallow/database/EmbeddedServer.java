package io.fallow.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's hold on the PostgreSQL server of a data folder. All commands on one folder share one server, which
 * keeps its data between them: the first to come starts it, the last to go stops it. A server that a killed command
 * left running is found and used.
 */
public final class EmbeddedServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);

    static final String KEEP_ALIVE = "fallow keep-alive";

    /** A connection pool that was closed a moment ago is still seen for a while. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final String COUNT_OTHERS = """
            SELECT count(*) AS others,
                   count(*) FILTER (WHERE application_name = '%s') AS commands
            FROM pg_stat_activity
            WHERE backend_type = 'client backend'
              AND pid <> pg_backend_pid()
            """.formatted(KEEP_ALIVE);

    /** A session outlives its closing by a moment, in which the next to go must not take it for a command that stays. */
    private static final String LEAVE = "SET application_name = 'fallow, leaving'";

    private final DataFolder data;
    private final ServerControl control;
    private final Connection keepAlive;
    private final String jdbcUrl;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedServer(DataFolder data, ServerControl control, ServerControl.Reached server) {
        this.data = data;
        this.control = control;
        this.keepAlive = server.connection();
        this.jdbcUrl = ServerControl.jdbcUrl(server.port());
    }

    /**
     * Takes hold of the folder's server, starting it if it is not running; the first time the folder is made, which
     * takes some seconds. Hold it for as long as the process needs the database, and close it after the last
     * connection: also from a shutdown hook.
     *
     * @throws DatabaseUnavailableException naming what is in the way and the way out, in one line
     */
    public static EmbeddedServer acquire(Path dataDir) {
        DataFolder data = DataFolder.at(dataDir);
        return data.locked(() -> hold(data, ServerBinaries.in(data), Map.of()));
    }

    /** For tests: programs unpacked elsewhere, and server settings that go before Fallow's own. */
    static EmbeddedServer acquire(Path dataDir, Path binaries, Map<String, String> overrides) {
        DataFolder data = DataFolder.at(dataDir);
        return data.locked(() -> hold(data, ServerBinaries.in(data, binaries), overrides));
    }

    private static EmbeddedServer hold(DataFolder data, ServerBinaries binaries, Map<String, String> overrides) {
        ServerControl control = new ServerControl(data, binaries, overrides);
        return new EmbeddedServer(data, control, control.reach(KEEP_ALIVE));
    }

    public String jdbcUrl() {
        return jdbcUrl;
    }

    public String username() {
        return ServerControl.USERNAME;
    }

    public String password() {
        return control.password();
    }

    /** Lets go, and stops the server unless somebody else still uses it. Harmless to repeat. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            data.locked(() -> {
                boolean last = isLast();
                if (last) {
                    control.stop();
                }
                return last;
            });
        } catch (DatabaseUnavailableException e) {
            log.warn("embedded PostgreSQL is left running: {}", e.getMessage());
        }
    }

    private boolean isLast() {
        try (Connection own = keepAlive;
                Statement statement = own.createStatement()) {
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < FAREWELL.toNanos()) {
                try (ResultSet counted = statement.executeQuery(COUNT_OTHERS)) {
                    counted.next();
                    if (counted.getLong("others") == 0) {
                        return true;
                    }
                    if (counted.getLong("commands") > 0) {
                        statement.execute(LEAVE);
                        return false;
                    }
                }
                ServerControl.pause();
            }
            return false;
        } catch (SQLException e) {
            log.debug("the server is gone already, or was started anew by another command", e);
            return false;
        }
    }
}
