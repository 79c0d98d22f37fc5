package io.fallow.job.chunk;

import io.fallow.ledger.base.Night;
import io.fallow.ledger.runs.PartitionClaims;
import io.fallow.ledger.runs.PartitionClaims.Claim;
import io.fallow.ledger.runs.PassingFault;
import io.fallow.ledger.runs.StalePartitionException;
import io.fallow.ledger.runs.StopWishedException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Works on partitions that some process has stored, each from where it was left. Whatever is written of a partition, its end too, is
 * written under its claim: a node that was thought dead, and is not, writes nothing more.
 */
public final class DispatchedPartitions {

    private static final Logger log = LoggerFactory.getLogger(DispatchedPartitions.class);

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final PartitionedSteps steps;
    private final StepFrame frame;
    private final PartitionClaims claims;
    private final StopSignal stop;
    private final Clock clock;

    public DispatchedPartitions(
            PartitionedSteps steps, StepFrame frame, PartitionClaims claims, StopSignal stop, Clock clock) {
        this.steps = steps;
        this.frame = frame;
        this.claims = claims;
        this.stop = stop;
        this.clock = clock;
    }

    /**
     * Works on the partition until it ends, another node takes it over, or this process is to end.
     *
     * @param node this node's name
     * @return whether the partition is handed back, to be taken by another node
     */
    public boolean work(long stepExecutionId, String node) {
        Optional<Claim> claim = take(stepExecutionId, node);
        if (claim.isEmpty()) {
            log.debug("partition {} has ended, or this process is to end", stepExecutionId);
            return stop.isGiven();
        }
        StepExecution execution = read(stepExecutionId);
        log.debug("{} works on {}", node, execution.getStepName());
        try {
            execute(execution, claim.get());
        } catch (StalePartitionException e) {
            log.warn("{}: {}", execution.getStepName(), e.getMessage());
            return false;
        }
        return execution.getStatus().isRunning();
    }

    /**
     * Ends a partition that nobody is to work on any more, waiting for a chunk of it that is open.
     *
     * @return whether that chunk has ended within the limit
     */
    public boolean withdraw(long stepExecutionId, String node, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        do {
            try {
                new TransactionTemplate(frame.transactions())
                        .executeWithoutResult(status -> claims.claim(stepExecutionId, node)
                                .ifPresent(
                                        claim -> end(read(stepExecutionId), BatchStatus.STOPPED, ExitStatus.STOPPED)));
                return true;
            } catch (DataAccessException e) {
                if (!PassingFault.is(e)) {
                    throw e;
                }
            }
        } while (System.nanoTime() < deadline);
        return false;
    }

    /** Waits for a chunk that a former owner has open: a frozen process may come back to it, and its database ends it at last. */
    private Optional<Claim> take(long stepExecutionId, String node) {
        boolean told = false;
        while (!stop.isGiven()) {
            try {
                return new TransactionTemplate(frame.transactions())
                        .execute(status -> claims.claim(stepExecutionId, node));
            } catch (DataAccessException e) {
                if (!PassingFault.is(e)) {
                    throw e;
                }
                if (!told) {
                    claims.holders(stepExecutionId)
                            .ifPresent(holder -> log.warn(
                                    "partition {} is waited for: a chunk of it is open in {}",
                                    stepExecutionId,
                                    holder));
                    told = true;
                }
                pause();
            }
        }
        return Optional.empty();
    }

    private void pause() {
        try {
            stop.pause(PAUSE);
        } catch (StopWishedException e) {
            log.debug("not waited for any longer", e);
        }
    }

    private void execute(StepExecution execution, Claim claim) {
        Night night = frame.nights().of(execution);
        StepFrame fenced = frame.fencedBy(() -> claims.check(claim));
        execution.setStatus(BatchStatus.STARTED);
        if (execution.getStartTime() == null) {
            execution.setStartTime(LocalDateTime.now(clock));
        }
        BatchStatus status;
        ExitStatus exit;
        try {
            steps.step(execution.getStepName(), fenced).doExecute(execution);
            status = execution.isTerminateOnly() ? BatchStatus.STOPPED : BatchStatus.COMPLETED;
            exit = execution.isTerminateOnly() ? ExitStatus.STOPPED : ExitStatus.COMPLETED;
        } catch (StalePartitionException e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("{} failed in {}", execution.getStepName(), claim, e);
            status = BatchStatus.FAILED;
            exit = PartitionFailedException.stored(e);
        }
        if (status == BatchStatus.STOPPED && stop.isGiven()) {
            return; // another node goes on from the last chunk
        }
        BatchStatus ended = status;
        ExitStatus said = exit;
        frame.attempts().make(execution.getStepName(), night, again -> {
            new TransactionTemplate(frame.transactions()).executeWithoutResult(transaction -> {
                claims.check(claim);
                end(read(execution.getId()), ended, said);
            });
            return true;
        });
        execution.setStatus(ended);
    }

    private void end(StepExecution execution, BatchStatus status, ExitStatus exit) {
        execution.setStatus(status);
        execution.setExitStatus(exit);
        execution.setEndTime(LocalDateTime.now(clock));
        frame.repository().update(execution);
    }

    private StepExecution read(long stepExecutionId) {
        StepExecution execution = frame.repository().getStepExecution(stepExecutionId);
        if (execution == null) {
            throw new IllegalStateException("there is no step execution " + stepExecutionId);
        }
        return execution;
    }
}
