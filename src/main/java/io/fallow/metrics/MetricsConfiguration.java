package io.fallow.metrics;

import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.runs.Runs;
import io.fallow.run.PolicyFile;
import io.fallow.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** What {@code fallow serve} tells of itself and of nights, at /actuator/prometheus. */
@Configuration(proxyBeanMethods = false)
public class MetricsConfiguration {

    @Bean
    ReadFigures readFigures(
            JdbcClient jdbc, Runs runs, SetAside setAside, PlatformTransactionManager transactionManager, Clock clock) {
        return new ReadFigures(jdbc, runs, setAside, transactionManager, clock);
    }

    @Bean
    RefreshMetrics refreshMetrics(ReadFigures reading, Settings settings, MeterRegistry registry) {
        return new RefreshMetrics(
                reading,
                new PolicyFile(settings.policyFile())::read,
                registry,
                settings.metrics().readEvery());
    }
}
