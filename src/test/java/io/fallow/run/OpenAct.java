package io.fallow.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;

/** An act on a connection of its own that a test begins and ends when it likes, although the act may have to wait in between. */
final class OpenAct implements AutoCloseable {

    private static final long POLL_NANOS = 2_000_000;

    private final Connection connection;
    private final int backend;
    private final JdbcTemplate observer;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private @Nullable Future<?> statement;
    private @Nullable Throwable refusal;
    private boolean ended;

    OpenAct(DataSource dataSource) throws SQLException {
        connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        backend = connection.unwrap(PGConnection.class).getBackendPID();
        observer = new JdbcTemplate(dataSource);
    }

    /** Returns as soon as it is done, or waits for somebody else's lock. */
    void begin(Act act, long account) {
        Future<?> begun = thread.submit(() -> {
            act.perform(connection, account);
            return null;
        });
        statement = begun;
        awaitUntil(() -> begun.isDone() || isBlocked("true"));
    }

    /** Returns when it has waited for a lock for so long, or is done. */
    void awaitBlockedFor(String interval) {
        Future<?> begun = statement;
        awaitUntil(() -> (begun != null && begun.isDone())
                || isBlocked("clock_timestamp() - (SELECT min(waitstart) FROM pg_locks WHERE pid = " + backend
                        + " AND NOT granted) > INTERVAL '" + interval + "'"));
    }

    private boolean isBlocked(String condition) {
        return Boolean.TRUE.equals(observer.queryForObject(
                "SELECT cardinality(pg_blocking_pids(" + backend + ")) > 0 AND coalesce(" + condition + ", false)",
                Boolean.class));
    }

    private static void awaitUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the act is neither done nor blocked");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    boolean isWaiting() {
        return statement != null && !statement.isDone();
    }

    /** Commits, or rolls back when the act was refused; waits for it if need be. */
    void end() throws InterruptedException, SQLException {
        if (ended || statement == null) {
            return;
        }
        ended = true;
        try {
            statement.get();
            connection.commit();
        } catch (ExecutionException e) {
            refusal = e.getCause();
            connection.rollback();
        }
    }

    /** What the act was refused with; null when it was accepted. */
    @Nullable
    Throwable refusal() {
        return refusal;
    }

    @Override
    public void close() throws SQLException {
        thread.shutdownNow();
        connection.close();
    }
}
