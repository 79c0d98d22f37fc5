package io.fallow.schedule;

import com.zaxxer.hikari.HikariDataSource;
import io.fallow.database.DatabaseAccess;
import io.fallow.database.DatabaseConfiguration;
import io.fallow.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import org.quartz.utils.ConnectionProvider;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The schedule's own connections: a night that has all of its own busy keeps no trigger waiting. They wait for locks as Quartz
 * expects, but none is kept by a process that is frozen.
 */
final class SchedulePool implements ConnectionProvider, AutoCloseable {

    private final HikariDataSource pool;
    private final JdbcClient jdbc;

    SchedulePool(DatabaseAccess access, Settings settings) {
        this.pool = DatabaseConfiguration.schedulePool(access, settings);
        this.jdbc = JdbcClient.create(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public void initialize() {
        // the pool is there already
    }

    @Override
    public void shutdown() {
        // it closes with the application, after everything that uses it
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    @Override
    public void close() {
        pool.close();
    }
}
