package io.fallow.database;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Where the database is and who logs in to it. The password is never printed. */
public record DatabaseAccess(String jdbcUrl, String username, String password) {

    /** Connections of their own, outside any pool and with the login's own rights, named in pg_stat_activity. */
    public DataSource unpooled(String applicationName) {
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
