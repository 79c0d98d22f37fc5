package io.fallow.owner;

import io.fallow.ledger.Facts;
import io.fallow.ledger.PlatformActs;
import io.fallow.ledger.Runs;
import io.fallow.ledger.Sources;
import io.fallow.ledger.Transitions;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The desk for single accounts. */
@Configuration(proxyBeanMethods = false)
public class OwnerConfiguration {

    @Bean
    OwnerDesk ownerDesk(
            JdbcClient jdbc,
            Transitions transitions,
            Facts facts,
            PlatformActs platform,
            Runs runs,
            Sources sources,
            PlatformTransactionManager transactionManager,
            Clock clock) {
        return new OwnerDesk(
                jdbc, new OwnerDesk.Ledger(transitions, facts, platform, runs, sources), transactionManager, clock);
    }

    @Bean
    Holds holds(JdbcClient jdbc, Facts facts, PlatformTransactionManager transactionManager) {
        return new Holds(jdbc, facts, transactionManager);
    }

    @Bean
    Explain explain(JdbcClient jdbc, Facts facts, Clock clock) {
        return new Explain(jdbc, facts, clock);
    }
}
