package io.fallow.cli;

import io.fallow.cluster.ClusterConfiguration;
import io.fallow.database.DatabaseConfiguration;
import io.fallow.evidence.EvidenceConfiguration;
import io.fallow.job.NightlyRecycling;
import io.fallow.ledger.LedgerConfiguration;
import io.fallow.owner.OwnerConfiguration;
import io.fallow.run.RunConfiguration;
import io.fallow.settings.Settings;
import java.time.Clock;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything a command may call, put together. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(Settings.class)
@Import({
    DatabaseConfiguration.class,
    LedgerConfiguration.class,
    NightlyRecycling.class,
    ClusterConfiguration.class,
    RunConfiguration.class,
    OwnerConfiguration.class,
    EvidenceConfiguration.class
})
public class Application {

    /** A demo or a test brings a clock of its own. */
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }
}
