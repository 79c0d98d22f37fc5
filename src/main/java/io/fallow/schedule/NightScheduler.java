package io.fallow.schedule;

import io.fallow.settings.ScheduleSettings;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
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

/** This node's part of the Quartz cluster: its store is the database, and one node fires whatever their number. */
final class NightScheduler implements SmartLifecycle {

    private static final String STORE = "org.quartz.jobStore.";
    private static final Duration FAREWELL = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(50);

    private final SchedulePool pool;
    private final SetSchedule set;
    private final FireNight fire;
    private final AttendFirings attend;
    private final ScheduleSettings settings;
    private final ThisNode node;
    private @Nullable Scheduler scheduler;

    NightScheduler(
            SchedulePool pool,
            SetSchedule set,
            FireNight fire,
            AttendFirings attend,
            ScheduleSettings settings,
            ThisNode node) {
        this.pool = pool;
        this.set = set;
        this.fire = fire;
        this.attend = attend;
        this.settings = settings;
        this.node = node;
    }

    @Override
    public synchronized void start() {
        try {
            Scheduler created = create();
            try {
                created.setJobFactory((bundle, quartz) -> new NightJob(fire, attend));
                set.in(created);
                created.start();
                scheduler = created;
            } finally {
                if (scheduler == null) {
                    created.shutdown(); // what refuses to start must leave no threads
                }
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException("the schedule cannot be started: " + e.getMessage(), e);
        }
    }

    private Scheduler create() throws SchedulerException {
        String source = "fallow-" + UUID.randomUUID();
        DBConnectionManager.getInstance().addConnectionProvider(source, pool);
        Properties properties = new Properties();
        properties.setProperty(StdSchedulerFactory.PROP_SCHED_INSTANCE_NAME, QuartzTrigger.CLUSTER);
        properties.setProperty(StdSchedulerFactory.PROP_SCHED_INSTANCE_ID, node.name());
        properties.setProperty(
                StdSchedulerFactory.PROP_SCHED_IDLE_WAIT_TIME,
                Long.toString(settings.lookEvery().toMillis()));
        properties.setProperty(StdSchedulerFactory.PROP_THREAD_POOL_CLASS, SimpleThreadPool.class.getName());
        properties.setProperty("org.quartz.threadPool.threadCount", "2");
        properties.setProperty(StdSchedulerFactory.PROP_JOB_STORE_CLASS, JobStoreTX.class.getName());
        properties.setProperty(STORE + "driverDelegateClass", PostgreSQLDelegate.class.getName());
        properties.setProperty(STORE + "dataSource", source);
        properties.setProperty(STORE + "tablePrefix", "fallow.QRTZ_");
        properties.setProperty(STORE + "isClustered", "true");
        properties.setProperty(STORE + "useProperties", "true");
        properties.setProperty(
                STORE + "misfireThreshold",
                Long.toString(settings.misfireAfter().toMillis()));
        Scheduler created = new StdSchedulerFactory(properties).getScheduler();
        // Quartz keeps one scheduler of a name a process, and gives it to whoever asks: another application's too
        SchedulerRepository.getInstance().remove(QuartzTrigger.CLUSTER);
        return created;
    }

    @Override
    public synchronized void stop() {
        try {
            if (scheduler != null) {
                scheduler.standby();
                scheduler.shutdown(hasEnded(scheduler));
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException("the schedule cannot be stopped", e);
        } finally {
            scheduler = null;
        }
    }

    /** The night has stopped by now, or was waited for in vain; what is left is to say so in the firing. */
    private static boolean hasEnded(Scheduler scheduler) throws SchedulerException {
        long deadline = System.nanoTime() + FAREWELL.toNanos();
        while (!scheduler.getCurrentlyExecutingJobs().isEmpty()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
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
