package io.fallow.evidence;

import io.fallow.ledger.seals.Decisions;
import io.fallow.ledger.seals.SealChain;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** What an auditor calls. */
@Configuration(proxyBeanMethods = false)
public class EvidenceConfiguration {

    @Bean
    Verify verify(
            JdbcClient jdbc, SealChain chain, Decisions decisions, PlatformTransactionManager transactionManager) {
        CoverageCheck coverage = new CoverageCheck(jdbc);
        return new Verify(
                chain,
                new LinkCheck(chain, coverage),
                new DecisionCheck(chain, decisions, new MissingDecision(jdbc)),
                coverage,
                transactionManager);
    }
}
