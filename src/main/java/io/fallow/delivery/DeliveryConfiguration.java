package io.fallow.delivery;

import io.fallow.database.DatabaseAccess;
import io.fallow.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Delivery, and what is asked and done about it. */
@Configuration(proxyBeanMethods = false)
public class DeliveryConfiguration {

    /** A secret that is no bean is the environment's; a test brings its own. */
    @Bean
    Publishing publishing(
            DatabaseAccess database, Settings settings, Clock clock, ObjectProvider<WebhookSecret> secret) {
        Targets targets = new Targets(
                settings.delivery(),
                Path.of(settings.home()),
                () -> secret.getIfAvailable(DeliveryConfiguration::secretOfTheEnvironment),
                clock);
        return new Publishing(targets, database, settings, clock);
    }

    private static WebhookSecret secretOfTheEnvironment() {
        String secret = System.getenv(WebhookSecret.VARIABLE);
        return new WebhookSecret(secret == null ? "" : secret);
    }

    @Bean
    EventDesk eventDesk(JdbcClient jdbc, PlatformTransactionManager transactionManager, Clock clock) {
        return new EventDesk(jdbc, transactionManager, clock);
    }

    @Bean
    OutboxLag outboxLag(JdbcClient jdbc, Clock clock) {
        return new OutboxLag(jdbc, clock);
    }
}
