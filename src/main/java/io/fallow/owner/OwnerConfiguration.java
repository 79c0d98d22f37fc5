package io.fallow.owner;

import io.fallow.ledger.Barrier;
import io.fallow.ledger.Cancellations;
import io.fallow.ledger.Erasures;
import io.fallow.ledger.Facts;
import io.fallow.ledger.PlatformActs;
import io.fallow.ledger.Runs;
import io.fallow.ledger.Seals;
import io.fallow.ledger.Sources;
import io.fallow.ledger.Transitions;
import io.fallow.settings.Settings;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The desk for single accounts. */
@Configuration(proxyBeanMethods = false)
public class OwnerConfiguration {

    @Bean
    ActReview actReview(Transitions transitions, Facts facts) {
        return new ActReview(transitions, facts);
    }

    @Bean
    ActWriter actWriter(JdbcClient jdbc, PlatformActs platform, Runs runs, Sources sources, Seals seals) {
        return new ActWriter(jdbc, platform, runs, sources, seals);
    }

    @Bean
    UnsealAttempts unsealAttempts(JdbcClient jdbc, Clock clock) {
        return new UnsealAttempts(jdbc, clock);
    }

    @Bean
    OwnerDesk ownerDesk(
            ActReview review,
            ActWriter writer,
            UnsealAttempts attempts,
            PlatformTransactionManager transactionManager,
            Clock clock) {
        return new OwnerDesk(review, writer, attempts, transactionManager, clock);
    }

    @Bean
    CancellationDesk.Patience cancellationPatience(
            PlatformTransactionManager transactionManager, Barrier barrier, Settings settings) {
        return new CancellationDesk.Patience(
                new TransactionTemplate(transactionManager), barrier, settings.barrierTimeout());
    }

    @Bean
    CancellationDesk cancellationDesk(
            Cancellations requests,
            Facts facts,
            ActReview review,
            ActWriter writer,
            CancellationDesk.Patience patience,
            Clock clock) {
        return new CancellationDesk(requests, facts, review, writer, patience, clock);
    }

    @Bean
    RestoreRun restoreRun(
            JdbcClient jdbc,
            ActReview review,
            ActWriter writer,
            PlatformTransactionManager transactionManager,
            Clock clock,
            Settings settings) {
        return new RestoreRun(jdbc, review, writer, transactionManager, clock, settings.chunkSize());
    }

    @Bean
    ErasureDesk erasureDesk(Erasures erasures, Clock clock) {
        return new ErasureDesk(erasures, clock);
    }

    @Bean
    Holds holds(JdbcClient jdbc, Facts facts, PlatformTransactionManager transactionManager) {
        return new Holds(jdbc, facts, transactionManager);
    }

    @Bean
    PropertyWindows propertyWindows(JdbcClient jdbc, PlatformTransactionManager transactionManager, Clock clock) {
        return new PropertyWindows(jdbc, transactionManager, clock);
    }

    @Bean
    Permits permits(JdbcClient jdbc, Clock clock) {
        return new Permits(jdbc, clock);
    }

    @Bean
    Notices notices(JdbcClient jdbc, PlatformTransactionManager transactionManager, Clock clock) {
        return new Notices(jdbc, transactionManager, clock);
    }

    @Bean
    Explain explain(JdbcClient jdbc, Facts facts, Cancellations requests, Clock clock) {
        return new Explain(jdbc, facts, requests, clock);
    }
}
