package io.fallow.run;

import io.fallow.database.DatabaseAccess;
import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.base.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/**
 * Who owns the night: a lock on a table of ours, in a transaction that stays open on a connection of its own, outside the pool. PostgreSQL
 * frees it when the process dies, however it dies; so a run whose lock is free is dead. Only the night's role may take it.
 */
final class RunLock implements AutoCloseable {

    private static final String BEGIN = Sql.named("role/begin-lock-session");
    private static final String LOCK = Sql.named("run/lock-night");
    private static final String SESSION = Sql.named("run/read-session");
    private static final String OWNER = Sql.named("run/find-run-lock-owner");
    private static final String HOLDERS = Sql.named("run/find-run-holders");
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int ALIVE_SECONDS = 2;

    private final Connection connection;
    private final int session;

    private RunLock(Connection connection, int session) {
        this.connection = connection;
        this.session = session;
    }

    /**
     * @param role which may take it
     * @throws RunInProgressException naming who has it
     */
    static RunLock acquire(DatabaseAccess database, String role) {
        String name = "fallow run, process " + ProcessHandle.current().pid();
        Connection connection = DataSourceUtils.getConnection(database.unpooled(name));
        try {
            // a role is no parameter; the settings only let plain names through
            execute(connection, "SET ROLE " + role);
            execute(connection, BEGIN);
            // before the transaction: the snapshot of a query in it would hold up vacuum for as long as the night lasts
            int session = Integer.parseInt(String.valueOf(query(connection, SESSION)));
            connection.setAutoCommit(false);
            if (lock(connection)) {
                return new RunLock(connection, session);
            }
            String owner = query(connection, OWNER);
            throw new RunInProgressException(owner == null ? "its owner has just ended" : owner);
        } catch (SQLException e) {
            close(connection);
            throw new SQLStateSQLExceptionTranslator().translate("taking the run lock", LOCK, e);
        } catch (RuntimeException e) {
            close(connection);
            throw e;
        }
    }

    private static boolean lock(Connection connection) throws SQLException {
        try {
            execute(connection, LOCK);
            return true;
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback();
            return false;
        }
    }

    /** The database session that holds it. */
    int session() {
        return session;
    }

    boolean isHeld() {
        try {
            return connection.isValid(ALIVE_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Whether the error says that a chunk of the run's former owner is still open. */
    static boolean isHeldUp(RuntimeException error) {
        SQLException sql = SetAside.sqlCause(error);
        return sql != null && LOCK_NOT_AVAILABLE.equals(sql.getSQLState());
    }

    /** Names the sessions that are to be ended before the run can be taken over. */
    RunInProgressException heldUp() {
        try {
            return new RunInProgressException(
                    query(connection, HOLDERS) + ", has lost the night's lock but still has a chunk open");
        } catch (SQLException e) {
            throw new SQLStateSQLExceptionTranslator().translate("finding who holds the run", HOLDERS, e);
        }
    }

    @Override
    public void close() {
        close(connection);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static @Nullable String query(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private static void close(Connection connection) {
        try {
            connection.setNetworkTimeout(Runnable::run, ALIVE_SECONDS * 1000);
            if (!connection.getAutoCommit()) {
                connection.rollback(); // a closed connection keeps its locks for as long as its server process takes to
                // notice
            }
        } catch (SQLException e) {
            LoggerFactory.getLogger(RunLock.class).debug("the run lock was lost with its session", e);
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LoggerFactory.getLogger(RunLock.class).debug("the run lock's connection was broken", e);
        }
    }
}
