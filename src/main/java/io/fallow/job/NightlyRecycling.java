package io.fallow.job;

import io.fallow.job.chunk.Attempts;
import io.fallow.job.chunk.ChunkSettings;
import io.fallow.job.chunk.Dispatch;
import io.fallow.job.chunk.DispatchedPartitions;
import io.fallow.job.chunk.Fence;
import io.fallow.job.chunk.Halving;
import io.fallow.job.chunk.Nights;
import io.fallow.job.chunk.Ownership;
import io.fallow.job.chunk.Pace;
import io.fallow.job.chunk.PartitionedSteps;
import io.fallow.job.chunk.StepFrame;
import io.fallow.job.chunk.StopSignal;
import io.fallow.job.step.ChaseErasures;
import io.fallow.job.step.CheckInputs;
import io.fallow.job.step.CheckLimits;
import io.fallow.job.step.CompleteCancellations;
import io.fallow.job.step.ExcludePropertyHolders;
import io.fallow.job.step.ExpireWindows;
import io.fallow.job.step.FleetLimits;
import io.fallow.job.step.KeepHouse;
import io.fallow.job.step.ProtectLongUnused;
import io.fallow.job.step.ReconcileRun;
import io.fallow.job.step.Reconciliation;
import io.fallow.job.step.RecyclePropertyFree;
import io.fallow.job.step.ReleaseQuarantined;
import io.fallow.job.step.Reporting;
import io.fallow.job.step.ScanIdleAccounts;
import io.fallow.job.step.SiftIdleAccounts;
import io.fallow.job.step.StepTimes;
import io.fallow.job.step.WarnOwners;
import io.fallow.ledger.acts.Cancellations;
import io.fallow.ledger.acts.Erasures;
import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.facts.Contract;
import io.fallow.ledger.facts.DueAccounts;
import io.fallow.ledger.facts.Facts;
import io.fallow.ledger.facts.IdleAccounts;
import io.fallow.ledger.facts.LateArrivals;
import io.fallow.ledger.facts.Preconditions;
import io.fallow.ledger.facts.Sources;
import io.fallow.ledger.movements.Barrier;
import io.fallow.ledger.movements.ElapsedWindows;
import io.fallow.ledger.movements.Leftovers;
import io.fallow.ledger.movements.PlatformActs;
import io.fallow.ledger.movements.Transitions;
import io.fallow.ledger.plan.Plan;
import io.fallow.ledger.plan.PlanReview;
import io.fallow.ledger.runs.Outcomes;
import io.fallow.ledger.runs.PartitionClaims;
import io.fallow.ledger.runs.Runs;
import io.fallow.ledger.runs.Tallies;
import io.fallow.ledger.seals.Seals;
import io.fallow.settings.Settings;
import java.time.Clock;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.ExecutionContextSerializer;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.dao.JacksonExecutionContextStringSerializer;
import org.springframework.batch.core.step.Step;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** The nightly job: identified by its business date, each step restartable and harmless to repeat. */
@Configuration(proxyBeanMethods = false)
public class NightlyRecycling {

    public static final String NAME = "nightlyRecycling";

    @Bean
    CheckInputs inputs(Preconditions preconditions, Contract contract, Sources sources, Halving halving, Clock clock) {
        return new CheckInputs(preconditions, contract, sources, halving, clock);
    }

    @Bean
    Step checkInputs(StepFrame frame, CheckInputs inputs) {
        return frame.single(inputs);
    }

    @Bean
    SiftIdleAccounts siftIdleAccounts(IdleAccounts idle, Halving halving) {
        return new SiftIdleAccounts(idle, halving);
    }

    @Bean
    Step scanIdleAccounts(
            PartitionedSteps steps,
            SiftIdleAccounts idle,
            DueAccounts due,
            Facts facts,
            Runs runs,
            Transitions transitions,
            SetAside setAside) {
        return steps.partitioned(new ScanIdleAccounts(idle, due, facts, runs, transitions, setAside));
    }

    @Bean
    Step excludePropertyHolders(
            PartitionedSteps steps,
            DueAccounts due,
            Facts facts,
            Runs runs,
            Plan plan,
            Transitions transitions,
            Halving halving) {
        return steps.partitioned(new ExcludePropertyHolders(due, facts, runs, plan, transitions, halving));
    }

    @Bean
    Step checkLimits(
            StepFrame frame,
            PlanReview review,
            Runs runs,
            LateArrivals late,
            Facts facts,
            ObjectProvider<FleetLimits> fleet) {
        return frame.single(
                new CheckLimits(review, runs, late, facts, () -> fleet.getIfAvailable(() -> FleetLimits.NONE)));
    }

    @Bean
    Step protectLongUnused(PartitionedSteps steps, Plan plan, Transitions transitions, PlatformActs platform) {
        return steps.partitioned(new ProtectLongUnused(plan, transitions, platform));
    }

    @Bean
    Step warnOwners(PartitionedSteps steps, Plan plan, Transitions transitions) {
        return steps.partitioned(new WarnOwners(plan, transitions));
    }

    @Bean
    Step recyclePropertyFree(
            PartitionedSteps steps,
            Plan plan,
            Facts facts,
            Transitions transitions,
            PlatformActs platform,
            RecyclePropertyFree.Waiting waiting) {
        return steps.partitioned(new RecyclePropertyFree(plan, facts, transitions, platform, waiting));
    }

    @Bean
    RecyclePropertyFree.Waiting barrierWaiting(Barrier barrier, Fence fence, Settings settings) {
        return new RecyclePropertyFree.Waiting(barrier, settings.barrierTimeout(), fence);
    }

    @Bean
    Step releaseQuarantined(
            PartitionedSteps steps,
            Plan plan,
            Facts facts,
            Transitions transitions,
            PlatformActs platform,
            Erasures erasures) {
        return steps.partitioned(new ReleaseQuarantined(plan, facts, transitions, platform, erasures));
    }

    @Bean
    Step expireWindows(StepFrame frame, ElapsedWindows windows, Clock clock) {
        return frame.repeated(new ExpireWindows(windows, clock));
    }

    @Bean
    Step completeCancellations(
            PartitionedSteps steps,
            Cancellations requests,
            Facts facts,
            Halving halving,
            Transitions transitions,
            PlatformActs platform,
            RecyclePropertyFree.Waiting waiting) {
        return steps.partitioned(new CompleteCancellations(requests, facts, halving, transitions, platform, waiting));
    }

    @Bean
    Step chaseErasures(StepFrame frame, Erasures erasures) {
        return frame.repeated(new ChaseErasures(erasures));
    }

    @Bean
    Step keepHouse(StepFrame frame, Leftovers leftovers, Settings settings) {
        return frame.repeated(new KeepHouse(leftovers, settings.keep()));
    }

    @Bean
    Step reconcileRun(
            StepFrame frame,
            Outcomes outcomes,
            Reporting reporting,
            Seals seals,
            Plan plan,
            Runs runs,
            Settings settings) {
        return frame.single(new ReconcileRun(
                new Reconciliation(outcomes, seals, frame.transactions(), settings.partitions()),
                reporting,
                seals,
                plan,
                runs));
    }

    @Bean
    Reporting reporting(Outcomes outcomes, Tallies tallies, JobRepository repository) {
        return new Reporting(outcomes, tallies, new StepTimes(repository));
    }

    @Bean
    ExecutionContextSerializer executionContextSerializer() {
        return new JacksonExecutionContextStringSerializer();
    }

    @Bean
    Halving halving(PlatformTransactionManager transactions) {
        return new Halving(transactions);
    }

    @Bean
    StopSignal stopSignal() {
        return new StopSignal();
    }

    @Bean
    Fence fence(Runs runs, StopSignal stop) {
        return new Fence(runs, stop);
    }

    @Bean
    StepFrame stepFrame(
            JobRepository repository,
            PlatformTransactionManager transactions,
            Runs runs,
            Fence fence,
            Ownership ownership,
            StopSignal stop,
            Settings settings) {
        return new StepFrame(
                repository,
                transactions,
                new Nights(runs),
                fence,
                new Attempts(settings.retryFor(), ownership, stop),
                new Pace(stop, settings.accountsPerSecond(), settings.partitions()));
    }

    @Bean
    PartitionedSteps partitionedSteps(
            StepFrame frame,
            SetAside setAside,
            Tallies tallies,
            Halving halving,
            Settings settings,
            Dispatch dispatch) {
        return new PartitionedSteps(
                frame,
                setAside,
                tallies,
                halving,
                new ChunkSettings(settings.partitions(), settings.chunkSize()),
                dispatch);
    }

    @Bean
    DispatchedPartitions dispatchedPartitions(
            PartitionedSteps steps, StepFrame frame, PartitionClaims claims, StopSignal stop, Clock clock) {
        return new DispatchedPartitions(steps, frame, claims, stop, clock);
    }

    @Bean
    Job nightlyRecyclingJob(
            JobRepository repository,
            Step checkInputs,
            Step scanIdleAccounts,
            Step excludePropertyHolders,
            Step checkLimits,
            Step protectLongUnused,
            Step warnOwners,
            Step recyclePropertyFree,
            Step releaseQuarantined,
            Step expireWindows,
            Step completeCancellations,
            Step chaseErasures,
            Step keepHouse,
            Step reconcileRun) {
        return new JobBuilder(NAME, repository)
                .start(checkInputs)
                .next(scanIdleAccounts)
                .next(excludePropertyHolders)
                .next(checkLimits)
                .next(protectLongUnused)
                .next(warnOwners)
                .next(recyclePropertyFree)
                .next(releaseQuarantined)
                .next(expireWindows)
                .next(completeCancellations)
                .next(chaseErasures)
                .next(keepHouse)
                .next(reconcileRun)
                .build();
    }
}
