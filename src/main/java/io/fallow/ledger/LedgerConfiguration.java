package io.fallow.ledger;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The ledger's parts, on one database. */
@Configuration(proxyBeanMethods = false)
public class LedgerConfiguration {

    @Bean
    Runs runs(JdbcClient jdbc) {
        return new Runs(jdbc);
    }

    @Bean
    Facts facts(JdbcClient jdbc, Clock clock) {
        return new Facts(jdbc, clock);
    }

    @Bean
    DueAccounts dueAccounts(JdbcClient jdbc) {
        return new DueAccounts(jdbc);
    }

    @Bean
    IdleAccounts idleAccounts(JdbcClient jdbc, Clock clock, PlatformTransactionManager transactions) {
        return new IdleAccounts(jdbc, clock, transactions);
    }

    @Bean
    Plan plan(DataSource dataSource, JdbcClient jdbc) {
        return new Plan(dataSource, jdbc);
    }

    @Bean
    PlanReview planReview(DataSource dataSource, JdbcClient jdbc) {
        return new PlanReview(dataSource, jdbc);
    }

    @Bean
    Transitions transitions(DataSource dataSource, JdbcClient jdbc) {
        return new Transitions(dataSource, jdbc);
    }

    @Bean
    PlatformActs platformActs(JdbcClient jdbc) {
        return new PlatformActs(jdbc);
    }

    @Bean
    Barrier barrier(JdbcClient jdbc) {
        return new Barrier(jdbc);
    }

    @Bean
    SetAside setAside(JdbcClient jdbc) {
        return new SetAside(jdbc);
    }

    @Bean
    Tallies tallies(JdbcClient jdbc) {
        return new Tallies(jdbc);
    }

    @Bean
    Sources sources(JdbcClient jdbc) {
        return new Sources(jdbc);
    }

    @Bean
    Contract contract(JdbcClient jdbc) {
        return new Contract(jdbc);
    }

    @Bean
    Preconditions preconditions(JdbcClient jdbc, Clock clock) {
        return new Preconditions(jdbc, clock);
    }

    @Bean
    LateArrivals lateArrivals(JdbcClient jdbc) {
        return new LateArrivals(jdbc);
    }

    @Bean
    Outcomes outcomes(JdbcClient jdbc) {
        return new Outcomes(jdbc);
    }

    @Bean
    Seals seals(DataSource dataSource, JdbcClient jdbc) {
        return new Seals(dataSource, jdbc);
    }

    @Bean
    SealChain sealChain(JdbcClient jdbc) {
        return new SealChain(jdbc);
    }

    @Bean
    Decisions decisions(JdbcClient jdbc) {
        return new Decisions(jdbc);
    }

    @Bean
    Cancellations cancellations(JdbcClient jdbc, Runs runs) {
        return new Cancellations(jdbc, runs);
    }

    @Bean
    Erasures erasures(JdbcClient jdbc) {
        return new Erasures(jdbc);
    }

    @Bean
    ElapsedWindows elapsedWindows(JdbcClient jdbc) {
        return new ElapsedWindows(jdbc);
    }

    @Bean
    Leftovers leftovers(JdbcClient jdbc) {
        return new Leftovers(jdbc);
    }

    @Bean
    PartitionClaims partitionClaims(JdbcClient jdbc) {
        return new PartitionClaims(jdbc);
    }

    @Bean
    ShardNights shardNights(JdbcClient jdbc) {
        return new ShardNights(jdbc);
    }

    @Bean
    Standings standings(JdbcClient jdbc) {
        return new Standings(jdbc);
    }
}
