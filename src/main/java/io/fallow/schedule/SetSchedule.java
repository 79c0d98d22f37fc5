package io.fallow.schedule;

import io.fallow.run.PolicyFile;
import io.fallow.settings.ScheduleSettings;
import io.fallow.settings.ScheduleSettings.Misfire;
import io.fallow.settings.SettingException;
import io.fallow.settings.Settings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schedule in the database, Quartz's trigger included, to what this node's settings say. */
final class SetSchedule {

    /** By whom nights are paused that the settings pause; ends with the setting. */
    static final String PAUSING_SETTING = "fallow.schedule.paused";

    private static final Logger log = LoggerFactory.getLogger(SetSchedule.class);

    private static final JobKey JOB = JobKey.jobKey(QuartzTrigger.NAME, QuartzTrigger.GROUP);
    private static final TriggerKey TRIGGER = TriggerKey.triggerKey(QuartzTrigger.NAME, QuartzTrigger.GROUP);

    private final Schedules schedules;
    private final FireNight fire;
    private final Settings settings;
    private final Clock clock;
    private final ThisNode node;

    SetSchedule(Schedules schedules, FireNight fire, Settings settings, Clock clock, ThisNode node) {
        this.schedules = schedules;
        this.fire = fire;
        this.settings = settings;
        this.clock = clock;
        this.node = node;
    }

    /**
     * @throws SettingException when the expression is none, or names no time any more
     * @throws io.fallow.run.UsageException when the clocks take a night away or give it twice, and that is not accepted
     */
    void in(Scheduler scheduler) throws SchedulerException {
        ScheduleSettings wanted = settings.schedule();
        Instant now = clock.instant();
        ZoneId policyZone = new PolicyFile(settings.policyFile()).read().zone();
        NightTimes times = NightTimes.of(wanted.cron(), wanted.zoneOr(policyZone));
        if (times.next(now).isEmpty()) {
            throw new SettingException("schedule.cron", wanted.cron(), "an expression of times to come");
        }
        if (!wanted.acceptClockChanges()) {
            SafeTimes.require(times, policyZone, now);
        }
        Optional<Schedule> before = schedules.current();
        boolean isNew = schedules.set(times, policyZone, wanted.misfire(), now, node.name());
        if (isNew) {
            log.info(
                    "nights come at '{}' in {}, misfire {}{}",
                    times.cron(),
                    times.zone(),
                    wanted.misfire(),
                    before.map(schedule -> "; before at '" + schedule.cron() + "' in " + schedule.zone())
                            .orElse(""));
        }
        setPause(wanted, now);
        setTrigger(scheduler, times, wanted, now);
    }

    private void setPause(ScheduleSettings wanted, Instant now) {
        if (wanted.paused() && schedules.pause(now, PAUSING_SETTING, "set so when a node started")) {
            log.warn("nights are paused by the setting {}", PAUSING_SETTING);
        }
        if (!wanted.paused() && schedules.resume(now, PAUSING_SETTING)) {
            log.info("nights are no longer paused by the setting {}", PAUSING_SETTING);
        }
    }

    /** One that is as wanted is left alone: a new one would forget what was missed. */
    private void setTrigger(Scheduler scheduler, NightTimes times, ScheduleSettings wanted, Instant now)
            throws SchedulerException {
        JobDetail job = JobBuilder.newJob(NightJob.class)
                .withIdentity(JOB)
                .storeDurably()
                .requestRecovery()
                .build();
        scheduler.addJob(job, true);
        CronTrigger trigger = TriggerBuilder.newTrigger()
                .withIdentity(TRIGGER)
                .forJob(job)
                .withSchedule(schedule(times, wanted))
                .build();
        Trigger found = scheduler.getTrigger(TRIGGER);
        if (found == null) {
            schedule(scheduler, trigger);
        } else if (!isSame(found, trigger)) {
            Date next = found.getNextFireTime();
            scheduler.rescheduleJob(TRIGGER, trigger);
            boolean missed =
                    next != null && next.toInstant().plus(wanted.misfireAfter()).isBefore(now);
            if (missed && wanted.misfire() == Misfire.RUN_ONCE) {
                fire.at(now);
            }
        } else if (scheduler.getTriggerState(TRIGGER) == TriggerState.ERROR) {
            scheduler.resetTriggerFromErrorState(TRIGGER);
        } else if (scheduler.getTriggerState(TRIGGER) == TriggerState.PAUSED) {
            scheduler.resumeTrigger(TRIGGER); // nights are paused in fallow.schedule, where it is said by whom
        }
    }

    private static CronScheduleBuilder schedule(NightTimes times, ScheduleSettings wanted) {
        CronScheduleBuilder schedule =
                CronScheduleBuilder.cronSchedule(times.cron()).inTimeZone(TimeZone.getTimeZone(times.zone()));
        return wanted.misfire() == Misfire.RUN_ONCE
                ? schedule.withMisfireHandlingInstructionFireAndProceed()
                : schedule.withMisfireHandlingInstructionDoNothing();
    }

    private static void schedule(Scheduler scheduler, Trigger trigger) throws SchedulerException {
        try {
            scheduler.scheduleJob(trigger);
        } catch (ObjectAlreadyExistsException e) {
            log.debug("another node that started in this moment was quicker", e);
        }
    }

    private static boolean isSame(Trigger found, CronTrigger wanted) {
        return found instanceof CronTrigger cron
                && cron.getCronExpression().equals(wanted.getCronExpression())
                && cron.getTimeZone().getID().equals(wanted.getTimeZone().getID())
                && cron.getMisfireInstruction() == wanted.getMisfireInstruction();
    }
}
