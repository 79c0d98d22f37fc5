package io.fallow.cli;

import io.fallow.database.DatabaseConfiguration;
import io.fallow.job.NightlyRecycling;
import io.fallow.ledger.LedgerConfiguration;
import io.fallow.run.RunConfiguration;
import io.fallow.settings.Settings;
import java.time.Clock;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything a command may call, put together. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(Settings.class)
@Import({DatabaseConfiguration.class, LedgerConfiguration.class, NightlyRecycling.class, RunConfiguration.class})
public class Application {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
