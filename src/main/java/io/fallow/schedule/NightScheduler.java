package io.fallow.schedule;

import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.simpl.SimpleThreadPool;
import org.quartz.utils.DBConnectionManager;
import org.springframework.context.SmartLifecycle;

/** This node's part of the Quartz cluster: its store is the database, its clock fires one node whatever their number. */
final class NightScheduler implements SmartLifecycle {

    /** The same on every node: it names the cluster. */
    static final String CLUSTER = "fallow";

    private final SchedulePool pool;
    private @Nullable Scheduler scheduler;

    NightScheduler(SchedulePool pool) {
        this.pool = pool;
    }

    @Override
    public synchronized void start() {
        try {
            scheduler = create();
            scheduler.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("the schedule cannot be started", e);
        }
    }

    private Scheduler create() throws SchedulerException {
        String source = "fallow-" + UUID.randomUUID();
        DBConnectionManager.getInstance().addConnectionProvider(source, pool);
        Properties properties = new Properties();
        properties.setProperty(StdSchedulerFactory.PROP_SCHED_INSTANCE_NAME, CLUSTER);
        properties.setProperty(
                StdSchedulerFactory.PROP_SCHED_INSTANCE_ID, StdSchedulerFactory.AUTO_GENERATE_INSTANCE_ID);
        properties.setProperty(StdSchedulerFactory.PROP_THREAD_POOL_CLASS, SimpleThreadPool.class.getName());
        properties.setProperty("org.quartz.threadPool.threadCount", "2");
        properties.setProperty(StdSchedulerFactory.PROP_JOB_STORE_CLASS, JobStoreTX.class.getName());
        properties.setProperty("org.quartz.jobStore.driverDelegateClass", PostgreSQLDelegate.class.getName());
        properties.setProperty("org.quartz.jobStore.dataSource", source);
        properties.setProperty("org.quartz.jobStore.tablePrefix", "fallow.QRTZ_");
        properties.setProperty("org.quartz.jobStore.isClustered", "true");
        properties.setProperty("org.quartz.jobStore.useProperties", "true");
        Scheduler created = new StdSchedulerFactory(properties).getScheduler();
        // Quartz keeps one scheduler of a name a process, and gives it to whoever asks: another application's too
        SchedulerRepository.getInstance().remove(CLUSTER);
        return created;
    }

    @Override
    public synchronized void stop() {
        try {
            if (scheduler != null) {
                scheduler.shutdown(true);
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException("the schedule cannot be stopped", e);
        } finally {
            scheduler = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return scheduler != null;
    }

    /** Stopped after the night has, so that what became of it is still recorded; before the web server and the pools. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 1;
    }
}
