package io.fallow.run;

import io.fallow.database.DatabaseAccess;
import io.fallow.job.chunk.StopSignal;
import io.fallow.job.step.CheckInputs;
import io.fallow.job.step.Reporting;
import io.fallow.job.step.SiftIdleAccounts;
import io.fallow.ledger.facts.DueAccounts;
import io.fallow.ledger.facts.Facts;
import io.fallow.ledger.facts.LateArrivals;
import io.fallow.ledger.plan.PlanReview;
import io.fallow.ledger.runs.Runs;
import io.fallow.ledger.seals.Seals;
import io.fallow.settings.Settings;
import java.time.Clock;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** What commands call. */
@Configuration(proxyBeanMethods = false)
public class RunConfiguration {

    @Bean
    NightOwnership nightOwnership(DatabaseAccess database, Settings settings, Runs runs, StopSignal stop) {
        return new NightOwnership(database, settings.runtimeRole(), runs, stop);
    }

    @Bean
    StopAtShutdown stopAtShutdown(StopSignal stop, NightOwnership ownership, Settings settings) {
        return new StopAtShutdown(stop, ownership, settings.stopTimeout());
    }

    @Bean
    Stopping stopping(JdbcClient jdbc, Runs runs) {
        return new Stopping(jdbc, runs);
    }

    @Bean
    NightRunner nightRunner(
            NightOwnership ownership,
            Runs runs,
            Reporting reporting,
            JobRepository repository,
            JobOperator operator,
            Job nightlyRecyclingJob,
            Settings settings,
            Clock clock) {
        return new NightRunner(
                ownership,
                runs,
                reporting,
                new DeadExecutions(repository),
                operator,
                nightlyRecyclingJob,
                settings,
                clock);
    }

    @Bean
    Approvals approvals(
            JdbcClient jdbc,
            Runs runs,
            Seals seals,
            LateArrivals late,
            NightOwnership ownership,
            PlatformTransactionManager transactionManager) {
        return new Approvals(jdbc, runs, seals, late, ownership, transactionManager);
    }

    @Bean
    Preview preview(
            Runs runs,
            SiftIdleAccounts idle,
            DueAccounts due,
            Facts facts,
            CheckInputs inputs,
            PlanReview review,
            PlatformTransactionManager transactionManager,
            Settings settings,
            Clock clock) {
        return new Preview(
                runs, new Preview.Reading(idle, due, facts, inputs), review, transactionManager, settings, clock);
    }
}
