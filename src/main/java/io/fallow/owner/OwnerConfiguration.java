package io.fallow.owner;

import io.fallow.ledger.acts.Cancellations;
import io.fallow.ledger.acts.Erasures;
import io.fallow.ledger.facts.Facts;
import io.fallow.ledger.facts.Sources;
import io.fallow.ledger.movements.Barrier;
import io.fallow.ledger.movements.PlatformActs;
import io.fallow.ledger.movements.Transitions;
import io.fallow.ledger.runs.Runs;
import io.fallow.ledger.seals.Seals;
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
    LookUp lookUp(JdbcClient jdbc, Facts facts, PlatformTransactionManager transactionManager) {
        return new LookUp(jdbc, facts, transactionManager);
    }

    @Bean
    ActReview actReview(Transitions transitions, LookUp lookUp) {
        return new ActReview(transitions, lookUp);
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
            LookUp lookUp,
            ActReview review,
            ActWriter writer,
            UnsealAttempts attempts,
            PlatformTransactionManager transactionManager,
            Clock clock) {
        return new OwnerDesk(lookUp, review, writer, attempts, transactionManager, clock);
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
            LookUp lookUp,
            ActReview review,
            ActWriter writer,
            CancellationDesk.Patience patience,
            Clock clock) {
        return new CancellationDesk(requests, lookUp, review, writer, patience, clock);
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
    ErasureDesk erasureDesk(Erasures erasures, LookUp lookUp, Clock clock) {
        return new ErasureDesk(erasures, lookUp, clock);
    }

    @Bean
    Holds holds(JdbcClient jdbc, LookUp lookUp, PlatformTransactionManager transactionManager) {
        return new Holds(jdbc, lookUp, transactionManager);
    }

    @Bean
    PropertyWindows propertyWindows(
            JdbcClient jdbc, LookUp lookUp, PlatformTransactionManager transactionManager, Clock clock) {
        return new PropertyWindows(jdbc, lookUp, transactionManager, clock);
    }

    @Bean
    Permits permits(JdbcClient jdbc, LookUp lookUp, Clock clock) {
        return new Permits(jdbc, lookUp, clock);
    }

    @Bean
    Notices notices(JdbcClient jdbc, LookUp lookUp, PlatformTransactionManager transactionManager, Clock clock) {
        return new Notices(jdbc, lookUp, transactionManager, clock);
    }

    @Bean
    Explain explain(JdbcClient jdbc, LookUp lookUp, Cancellations requests, Clock clock) {
        return new Explain(jdbc, lookUp, requests, clock);
    }
}
