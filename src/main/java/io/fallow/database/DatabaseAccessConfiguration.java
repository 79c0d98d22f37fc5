package io.fallow.database;

import io.fallow.settings.Secrets;
import io.fallow.settings.SettingException;
import io.fallow.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Which database: the one that is configured, else an embedded PostgreSQL shared by all commands on the data folder. */
@Configuration(proxyBeanMethods = false)
public class DatabaseAccessConfiguration {

    @Bean
    static ConfigurationPropertiesBindHandlerAdvisor secretsAreLeftAlone() {
        return Secrets::leftAlone;
    }

    @Bean
    DatabaseHolder databaseHolder(Settings settings, ConfigurableEnvironment environment) {
        String url = environment.getProperty("spring.datasource.url", "");
        String username = environment.getProperty("spring.datasource.username", "");
        String password = Secrets.asGiven(environment, "spring.datasource.password");
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
                    new DatabaseAccess(server.jdbcUrl(), server.username(), server.password(), true), server);
        }

        @Override
        public void close() {
            if (embedded != null) {
                embedded.close();
            }
        }
    }
}
