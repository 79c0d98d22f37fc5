package io.fallow.database;

import io.fallow.settings.SettingException;
import io.fallow.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which database: the one that is configured, else an embedded PostgreSQL shared by all commands on the data folder. */
@Configuration(proxyBeanMethods = false)
public class DatabaseAccessConfiguration {

    @Bean
    DatabaseHolder databaseHolder(
            Settings settings,
            @Value("${spring.datasource.url:}") String url,
            @Value("${spring.datasource.username:}") String username,
            @Value("${spring.datasource.password:}") String password) {
        if (!url.isBlank() && !url.startsWith("jdbc:postgresql:")) {
            throw new SettingException(
                    "spring.datasource.url is '" + url + "'; it has the form jdbc:postgresql://host:port/database");
        }
        return url.isBlank()
                ? DatabaseHolder.embedded(EmbeddedServer.acquire(settings.dataDir()))
                : new DatabaseHolder(new DatabaseAccess(url, username, password), null);
    }

    @Bean
    DatabaseAccess databaseAccess(DatabaseHolder holder) {
        return holder.access();
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
