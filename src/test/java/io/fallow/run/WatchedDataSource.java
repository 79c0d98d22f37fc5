package io.fallow.run;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Listens to everything a night says to its database, and acts once when a {@link Point} is reached. */
final class WatchedDataSource extends DelegatingDataSource {

    private static final Set<String> EXECUTIONS =
            Set.of("execute", "executeQuery", "executeUpdate", "executeLargeUpdate", "executeBatch");

    private static final Object[] NONE = {};

    private final Point point;
    private final Runnable act;
    private final AtomicInteger seen = new AtomicInteger();

    WatchedDataSource(DataSource target, Point point, Runnable act) {
        super(target);
        this.point = point;
        this.act = act;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return proxy(Connection.class, new WatchedConnection(connection));
    }

    /** How often the night has been there. */
    int seen() {
        return seen.get();
    }

    private void reached() {
        if (seen.incrementAndGet() == point.nth()) {
            act.run();
        }
    }

    private final class WatchedConnection implements InvocationHandler {

        private final Connection real;
        private final List<String> transaction = new ArrayList<>();

        WatchedConnection(Connection real) {
            this.real = real;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
            Object[] arguments = given == null ? NONE : given;
            return switch (method.getName()) {
                case "prepareStatement" ->
                    watched(PreparedStatement.class, call(real, method, arguments), String.valueOf(arguments[0]));
                case "createStatement" -> watched(Statement.class, call(real, method, arguments), null);
                case "commit" -> commit(method);
                case "unwrap" -> unwrap(method, arguments);
                default -> call(real, method, arguments);
            };
        }

        private @Nullable Object commit(Method method) throws Throwable {
            boolean ours = point.commit() && transaction.stream().anyMatch(point::isOf);
            transaction.clear();
            if (ours && !point.after()) {
                reached();
            }
            Object result = call(real, method, NONE);
            if (ours && point.after()) {
                reached();
            }
            return result;
        }

        private @Nullable Object unwrap(Method method, Object[] arguments) throws Throwable {
            if (arguments[0] != PGConnection.class) {
                return call(real, method, arguments);
            }
            PGConnection driver = real.unwrap(PGConnection.class);
            return proxy(
                    PGConnection.class,
                    (self, called, given) -> called.getName().equals("getCopyAPI")
                            ? new WatchedCopies(real.unwrap(BaseConnection.class), this)
                            : call(driver, called, given));
        }

        private <T> T watched(Class<T> type, @Nullable Object statement, @Nullable String prepared) {
            return proxy(type, (self, method, arguments) -> {
                if (!EXECUTIONS.contains(method.getName())) {
                    return call(statement, method, arguments);
                }
                return executed(
                        prepared != null ? prepared : String.valueOf(arguments[0]),
                        () -> call(statement, method, arguments));
            });
        }

        private @Nullable Object executed(String sql, Execution execution) throws Throwable {
            transaction.add(sql);
            boolean ours = !point.commit() && point.isOf(sql);
            if (ours && !point.after()) {
                reached();
            }
            Object result = execution.call();
            if (ours && point.after()) {
                reached();
            }
            return result;
        }
    }

    /** What {@code connection.unwrap(PGConnection.class).getCopyAPI()} gives: a class, so that no proxy can stand in for it. */
    private static final class WatchedCopies extends CopyManager {

        private final WatchedConnection connection;

        WatchedCopies(BaseConnection driver, WatchedConnection connection) throws SQLException {
            super(driver);
            this.connection = connection;
        }

        @Override
        public CopyIn copyIn(String sql) throws SQLException {
            CopyIn copy = super.copyIn(sql);
            return proxy(
                    CopyIn.class,
                    (self, method, arguments) -> method.getName().equals("endCopy")
                            ? connection.executed(sql, () -> call(copy, method, arguments))
                            : call(copy, method, arguments));
        }
    }

    private interface Execution {
        @Nullable
        Object call() throws Throwable;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(WatchedDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(@Nullable Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
