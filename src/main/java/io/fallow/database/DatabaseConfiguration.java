package io.fallow.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.fallow.ledger.base.Sql;
import io.fallow.settings.SessionSettings;
import io.fallow.settings.SettingException;
import io.fallow.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;

/** The pool that nights and commands work with. It needs an installed schema and its roles. */
@Configuration(proxyBeanMethods = false)
@Import(DatabaseAccessConfiguration.class)
public class DatabaseConfiguration {

    private static final String INSUFFICIENT_RIGHTS = "42501";

    /** Beside the partitions: the launching thread, the reports, the progress line. */
    private static final int OTHER_CONNECTIONS = 3;

    /** Quartz's clock, its check-in and its search for misfires, the watchdog, and one that a firing takes. */
    private static final int SCHEDULE_CONNECTIONS = 5;

    /** Quartz's own: who looks for partitions, who says that this node lives, and who looks after late ones. */
    private static final int CLUSTER_CONNECTIONS = 3;

    @Bean
    DataSource dataSource(DatabaseAccess access, Settings settings) {
        probe(access, settings);
        return pool(access, settings);
    }

    /** A pool tells of a refused connection late and without the server's words. */
    private static void probe(DatabaseAccess access, Settings settings) {
        try (Connection connection = access.bare("fallow").getConnection();
                Statement statement = connection.createStatement()) {
            if (!access.isOwn()) {
                OwnSession.require(connection, access);
                OwnSession.requireNoPower(connection, access.username());
            }
            statement.execute(PinnedDataSource.PIN);
            become(statement, settings, access.username());
            statement.execute(sessionSql(settings));
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("the database cannot be used", e);
        }
    }

    private static void become(Statement statement, Settings settings, String login) throws SQLException {
        try {
            statement.execute("SET ROLE " + settings.runtimeRole());
        } catch (SQLException e) {
            if (INSUFFICIENT_RIGHTS.equals(e.getSQLState())) {
                throw new SettingException("login " + login + " may not become " + settings.runtimeRole()
                        + ", the role that fallow.runtime-role names; GRANT " + settings.runtimeRole() + " TO "
                        + login);
            }
            throw e;
        }
    }

    /** What a session of a night begins with: the runtime role and its timeouts. */
    public static String sessionSql(Settings settings) {
        SessionSettings session = settings.session();
        // a pool's first statement takes no parameters; these are numbers
        return begin(settings)
                + Sql.named("role/begin-session")
                        .replace("${statementTimeout}", millis(session.statementTimeout()))
                        .replace("${idleInTransactionTimeout}", millis(session.idleInTransactionTimeout()))
                        .replace("${lockTimeout}", millis(session.lockTimeout()));
    }

    private static String begin(Settings settings) {
        return PinnedDataSource.PIN + "\nSET ROLE " + settings.runtimeRole() + ";\n";
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    /** The pool of a night: every session under the runtime role. */
    public static HikariDataSource pool(DatabaseAccess access, Settings settings) {
        int working = Math.max(settings.partitions(), settings.cluster().slots());
        return pool(access, "fallow", working + OTHER_CONNECTIONS + CLUSTER_CONNECTIONS, sessionSql(settings));
    }

    /** The pool of the schedule, with timeouts of its own. */
    public static HikariDataSource schedulePool(DatabaseAccess access, Settings settings) {
        return pool(
                access,
                "fallow schedule",
                SCHEDULE_CONNECTIONS,
                begin(settings) + Sql.named("role/begin-schedule-session"));
    }

    private static HikariDataSource pool(DatabaseAccess access, String name, int connections, String firstSql) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(access.jdbcUrl());
        config.setUsername(access.username());
        config.setPassword(access.password());
        config.setPoolName(name);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(10_000);
        config.setConnectionInitSql(firstSql);
        // by which an operator finds the sessions of a process that hangs
        config.addDataSourceProperty(
                "ApplicationName", name + ", process " + ProcessHandle.current().pid());
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        return new HikariDataSource(config);
    }
}
