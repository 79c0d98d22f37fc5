package io.fallow.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.fallow.ledger.Sql;
import io.fallow.settings.Settings;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The database: the one that is configured, else an embedded PostgreSQL that is shared by all commands on the data folder. */
@Configuration(proxyBeanMethods = false)
public class DatabaseConfiguration {

    /** Beside the partitions: the launching thread, the reports, the progress line. */
    private static final int OTHER_CONNECTIONS = 3;

    @Bean
    DatabaseHolder databaseHolder(
            Settings settings,
            @Value("${spring.datasource.url:}") String url,
            @Value("${spring.datasource.username:}") String username,
            @Value("${spring.datasource.password:}") String password) {
        return url.isBlank()
                ? DatabaseHolder.embedded(EmbeddedServer.acquire(settings.dataDir()))
                : new DatabaseHolder(new DatabaseAccess(url, username, password), null);
    }

    @Bean
    DatabaseAccess databaseAccess(DatabaseHolder holder) {
        return holder.access();
    }

    @Bean
    DataSource dataSource(DatabaseHolder holder, Settings settings) {
        return pool(holder.access(), settings);
    }

    /** The pool of a night: every session under the runtime role. */
    public static HikariDataSource pool(DatabaseAccess access, Settings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(access.jdbcUrl());
        config.setUsername(access.username());
        config.setPassword(access.password());
        config.setPoolName("fallow");
        config.setMaximumPoolSize(settings.partitions() + OTHER_CONNECTIONS);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(10_000);
        config.setConnectionInitSql("SET ROLE " + settings.runtimeRole() + ";\n" + Sql.named("role/begin-session"));
        config.addDataSourceProperty("ApplicationName", "fallow");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        return new HikariDataSource(config);
    }

    /** Keeps the embedded server, if it is one, until the pool has closed. */
    record DatabaseHolder(DatabaseAccess access, @Nullable EmbeddedServer embedded) implements AutoCloseable {

        static DatabaseHolder embedded(EmbeddedServer server) {
            return new DatabaseHolder(
                    new DatabaseAccess(server.jdbcUrl(), server.username(), server.password()), server);
        }

        @Override
        public void close() {
            if (embedded != null) {
                embedded.close();
            }
        }
    }
}
