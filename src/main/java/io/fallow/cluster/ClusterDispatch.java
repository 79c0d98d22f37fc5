package io.fallow.cluster;

import io.fallow.job.chunk.Dispatch;
import io.fallow.job.chunk.DispatchedPartitions;
import io.fallow.job.chunk.PartitionFailedException;
import io.fallow.job.chunk.StopSignal;
import io.fallow.ledger.runs.PartitionClaims;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.partition.StepExecutionSplitter;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.beans.factory.ObjectProvider;

/** Hands a step's partitions out to the cluster: stores them, and looks every now and then whether they have ended. */
final class ClusterDispatch implements Dispatch {

    private static final Logger log = LoggerFactory.getLogger(ClusterDispatch.class);

    private static final long FIRST_POLL_NANOS = Duration.ofMillis(20).toNanos();
    private static final long SLOWEST_POLL_NANOS = Duration.ofMillis(500).toNanos();

    private final PartitionNode node;
    private final PartitionClaims claims;
    private final JobRepository repository;
    private final Ending ending;

    ClusterDispatch(PartitionNode node, PartitionClaims claims, JobRepository repository, Ending ending) {
        this.node = node;
        this.claims = claims;
        this.repository = repository;
        this.ending = ending;
    }

    /** How partitions end when this process does before them. */
    record Ending(StopSignal stop, ObjectProvider<DispatchedPartitions> partitions, Duration limit) {}

    @Override
    public PartitionHandler of(String step, Step worker, int partitions) {
        return (splitter, execution) -> handOut(splitter, execution, partitions);
    }

    private Collection<StepExecution> handOut(StepExecutionSplitter splitter, StepExecution step, int partitions)
            throws Exception {
        Set<StepExecution> stored = splitter.split(step, partitions);
        List<Long> ids = stored.stream().map(StepExecution::getId).sorted().toList();
        ids.forEach(node::store);
        awaitEnd(step.getStepName(), ids);
        List<StepExecution> ended = new ArrayList<>();
        for (StepExecution each : stored) {
            ended.add(asItEnded(each));
        }
        return ended;
    }

    private void awaitEnd(String step, List<Long> ids) {
        long pause = FIRST_POLL_NANOS;
        boolean withdrawn = false;
        while (!claims.open(ids).isEmpty()) {
            if (ending.stop.isGiven()) {
                if (withdrawn) {
                    log.warn("{}: a partition is still open; `fallow rerun` goes on from its last chunk", step);
                    return;
                }
                withdraw(claims.open(ids));
                withdrawn = true;
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(pause * 2, SLOWEST_POLL_NANOS);
        }
    }

    /** This process is to end, and nobody would wait for them. */
    private void withdraw(List<Long> ids) {
        for (Long id : ids) {
            ending.partitions.getObject().withdraw(id, node.name(), ending.limit);
        }
    }

    /** What the step's execution in this process knows is how it was stored. */
    private StepExecution asItEnded(StepExecution stored) {
        StepExecution ended = repository.getStepExecution(stored.getId());
        if (ended == null) {
            throw new IllegalStateException("step execution " + stored.getId() + " has vanished");
        }
        stored.setStatus(ended.getStatus());
        stored.setExitStatus(ended.getExitStatus());
        stored.setReadCount(ended.getReadCount());
        stored.setWriteCount(ended.getWriteCount());
        stored.setCommitCount(ended.getCommitCount());
        if (ended.getStatus().isUnsuccessful()) {
            stored.addFailureException(PartitionFailedException.of(stored.getStepName(), ended.getExitStatus()));
        }
        return stored;
    }
}
