package io.fallow.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Where the database is and who logs in to it. The password is never printed.
 *
 * @param isOwn whether it is on the server that Fallow brings along, where there is nobody else
 */
public record DatabaseAccess(String jdbcUrl, String username, String password, boolean isOwn) {

    public DatabaseAccess(String jdbcUrl, String username, String password) {
        this(jdbcUrl, username, password, false);
    }

    /** Connections of their own, outside any pool and with the login's own rights, named in pg_stat_activity. */
    public DataSource unpooled(String applicationName) {
        return new PinnedDataSource(bare(applicationName));
    }

    /**
     * The same, once it was seen that a session is ours alone.
     *
     * @throws io.fallow.settings.SettingException when a pooler shares it
     */
    public DataSource ownSessions(String applicationName) {
        try (Connection session = bare(applicationName).getConnection()) {
            OwnSession.require(session, this);
            return unpooled(applicationName);
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("the database cannot be used", e);
        }
    }

    /** As the server and whatever stands before it give them. */
    DataSource bare(String applicationName) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(jdbcUrl);
        dataSource.setUser(username);
        dataSource.setPassword(password);
        dataSource.setApplicationName(applicationName);
        dataSource.setTcpKeepAlive(true);
        return dataSource;
    }

    @Override
    public String toString() {
        return username + " at " + jdbcUrl;
    }
}
