package io.fallow.cli.frame;

import io.fallow.cluster.ClusterConfiguration;
import io.fallow.database.DatabaseConfiguration;
import io.fallow.delivery.DeliveryConfiguration;
import io.fallow.evidence.EvidenceConfiguration;
import io.fallow.job.NightlyRecycling;
import io.fallow.ledger.LedgerConfiguration;
import io.fallow.owner.OwnerConfiguration;
import io.fallow.run.RunConfiguration;
import io.fallow.schedule.ScheduleDeskConfiguration;
import io.fallow.settings.Settings;
import java.time.Clock;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Everything a command may call, put together. What Spring Boot configures is named, so that a command which takes a second does not
 * look at what only {@code fallow serve} needs.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    PropertyPlaceholderAutoConfiguration.class,
    LifecycleAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    BatchJdbcAutoConfiguration.class
})
@EnableConfigurationProperties(Settings.class)
@Import({
    DatabaseConfiguration.class,
    LedgerConfiguration.class,
    NightlyRecycling.class,
    ClusterConfiguration.class,
    RunConfiguration.class,
    OwnerConfiguration.class,
    EvidenceConfiguration.class,
    DeliveryConfiguration.class,
    ScheduleDeskConfiguration.class
})
public class Application {

    /** A demo or a test brings a clock of its own. */
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }
}
