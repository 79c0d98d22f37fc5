package io.fallow.cluster;

import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.simpl.SimpleThreadPool;
import org.quartz.utils.DBConnectionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as a node of the cluster: it stores partitions that any node may take, and takes as many at once as it has slots. A node
 * that is not heard of any more loses its partitions to others; whether it was dead is not for Quartz to know, and does not matter.
 */
final class PartitionNode implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PartitionNode.class);

    private static final String CLUSTER = "fallow-partitions";
    private static final String GROUP = "partition";

    private final DataSource dataSource;
    private final PartitionJobs jobs;
    private final int slots;
    private final Duration checkin;
    private volatile @Nullable Scheduler quartz;

    PartitionNode(DataSource dataSource, PartitionJobs jobs, int slots, Duration checkin) {
        this.dataSource = dataSource;
        this.jobs = jobs;
        this.slots = slots;
        this.checkin = checkin;
    }

    /** Takes partitions from now on, if it has slots; it can store them in any case. */
    Scheduler open() {
        Scheduler opened = quartz;
        return opened == null ? build() : opened;
    }

    private synchronized Scheduler build() {
        Scheduler built = quartz;
        if (built != null) {
            return built;
        }
        try {
            built = register();
            built.setJobFactory(jobs);
            quartz = built; // before it starts: what it takes may be handed back at once
            if (slots > 0) {
                built.start();
            }
            return built;
        } catch (SchedulerException e) {
            throw new ClusterException("the node cannot join the cluster", e);
        }
    }

    /** Quartz would give a second database of this process the first one's scheduler: it knows them by name only. */
    private Scheduler register() throws SchedulerException {
        synchronized (PartitionNode.class) {
            Scheduler made = new StdSchedulerFactory(properties()).getScheduler();
            SchedulerRepository.getInstance().remove(CLUSTER);
            return made;
        }
    }

    String name() {
        try {
            return open().getSchedulerInstanceId();
        } catch (SchedulerException e) {
            throw new ClusterException("the node has no name", e);
        }
    }

    /** Stores a partition for any node. */
    void store(long stepExecutionId) {
        JobKey key = new JobKey(stepExecutionId + "." + System.nanoTime(), GROUP);
        JobDetail job = JobBuilder.newJob(PartitionJob.class)
                .withIdentity(key)
                .usingJobData(PartitionJob.STEP_EXECUTION, String.valueOf(stepExecutionId))
                .requestRecovery()
                .build();
        try {
            open().scheduleJob(
                            job,
                            TriggerBuilder.newTrigger()
                                    .withIdentity(key.getName(), GROUP)
                                    .startNow()
                                    .build());
        } catch (SchedulerException e) {
            throw new ClusterException("partition " + stepExecutionId + " cannot be stored", e);
        }
    }

    private Properties properties() {
        String connections = CLUSTER + "-" + System.identityHashCode(this);
        DBConnectionManager.getInstance().addConnectionProvider(connections, new PooledConnections(dataSource));
        Properties properties = new Properties();
        properties.put(StdSchedulerFactory.PROP_SCHED_INSTANCE_NAME, CLUSTER);
        properties.put(StdSchedulerFactory.PROP_SCHED_INSTANCE_ID, StdSchedulerFactory.AUTO_GENERATE_INSTANCE_ID);
        properties.put(StdSchedulerFactory.PROP_SCHED_MAKE_SCHEDULER_THREAD_DAEMON, "true");
        // others' partitions are looked for this often; Quartz allows no less
        properties.put(StdSchedulerFactory.PROP_SCHED_IDLE_WAIT_TIME, "1000");
        properties.put(StdSchedulerFactory.PROP_THREAD_POOL_CLASS, SimpleThreadPool.class.getName());
        properties.put("org.quartz.threadPool.threadCount", String.valueOf(Math.max(1, slots)));
        properties.put("org.quartz.threadPool.threadNamePrefix", "partition");
        properties.put("org.quartz.threadPool.makeThreadsDaemons", "true");
        properties.put(StdSchedulerFactory.PROP_JOB_STORE_CLASS, JobStoreTX.class.getName());
        properties.put("org.quartz.jobStore.driverDelegateClass", PostgreSQLDelegate.class.getName());
        properties.put("org.quartz.jobStore.dataSource", connections);
        properties.put("org.quartz.jobStore.tablePrefix", "fallow.qrtz_");
        properties.put("org.quartz.jobStore.useProperties", "true");
        properties.put("org.quartz.jobStore.isClustered", "true");
        properties.put("org.quartz.jobStore.clusterCheckinInterval", String.valueOf(checkin.toMillis()));
        return properties;
    }

    /** Waits for the chunks that are being made; what is left of their partitions is handed back. */
    @Override
    public void close() {
        Scheduler closing = quartz; // which stores until it has ended
        if (closing != null) {
            try {
                closing.shutdown(true);
            } catch (SchedulerException e) {
                log.debug("the node has not left the cluster, which will find out", e);
            }
        }
    }
}
