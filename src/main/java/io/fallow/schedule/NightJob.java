package io.fallow.schedule;

import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** What Quartz fires: fixes the night's business date, then has it run. Two at once do no harm, the database decides. */
final class NightJob implements Job {

    private final FireNight fire;
    private final AttendFirings attend;

    NightJob(FireNight fire, AttendFirings attend) {
        this.fire = fire;
        this.attend = attend;
    }

    @Override
    public void execute(JobExecutionContext context) {
        fire.at(context.getScheduledFireTime().toInstant());
        attend.attend();
    }
}
