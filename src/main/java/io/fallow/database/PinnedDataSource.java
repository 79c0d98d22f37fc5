package io.fallow.database;

import io.fallow.ledger.base.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Connections that begin as every session of ours does, whatever the login or the database sets: {@code role/pin-session}. */
final class PinnedDataSource extends DelegatingDataSource {

    static final String PIN = Sql.named("role/pin-session");

    PinnedDataSource(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return pinned(super.getConnection());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return pinned(super.getConnection(username, password));
    }

    private static Connection pinned(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(PIN);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
