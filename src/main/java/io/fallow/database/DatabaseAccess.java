package io.fallow.database;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

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
