package io.fallow.schedule;

import io.fallow.run.UsageException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people see and do of the schedule, from any process: the nodes go by the same rows. */
public final class ScheduleDesk {

    private static final int NIGHTS_SHOWN = 10;
    private static final int FIRINGS_SHOWN = 5;

    private final Schedules schedules;
    private final Firings firings;
    private final Alarms alarms;
    private final Clock clock;

    ScheduleDesk(Schedules schedules, Firings firings, Alarms alarms, Clock clock) {
        this.schedules = schedules;
        this.firings = firings;
        this.alarms = alarms;
        this.clock = clock;
    }

    /**
     * A night to come.
     *
     * @param note what the clock does at that time; null when nothing
     */
    public record Coming(
            ZonedDateTime local,
            Instant at,
            LocalDate businessDate,
            @Nullable String note) {}

    /** The schedule as all nodes see it. */
    public record View(Schedule schedule, List<Coming> nights, List<Firing> firings, List<Alarm> alarms) {}

    /** @throws UsageException when no node has served yet */
    public View view() {
        Schedule schedule = require();
        List<Coming> nights = schedule.times().next(NIGHTS_SHOWN, clock.instant()).stream()
                .map(night -> coming(schedule, night))
                .toList();
        return new View(schedule, nights, firings.recent(FIRINGS_SHOWN), alarms.open());
    }

    private static Coming coming(Schedule schedule, NightTime night) {
        return new Coming(
                night.at().atZone(schedule.zone()),
                night.at(),
                LocalDate.ofInstant(night.at(), schedule.policyZone()),
                switch (night.clock()) {
                    case SHOWS_IT_ONCE -> null;
                    case SKIPS_IT -> "the clock skips " + night.wall().toLocalTime() + ": it comes in that moment";
                    case SHOWS_IT_TWICE ->
                        "the clock shows " + night.wall().toLocalTime() + " twice: it comes the second time";
                });
    }

    /**
     * Nights come no more; one that runs goes on.
     *
     * @return whether they came before
     * @throws UsageException when no node has served yet, or nothing is said
     */
    public boolean pause(String by, String reason) {
        UsageException.requireText("--by", by);
        UsageException.requireText("--reason", reason);
        require();
        return schedules.pause(clock.instant(), by, reason);
    }

    /**
     * Nights come again, from the next one on.
     *
     * @return whether they were paused
     * @throws UsageException when no node has served yet
     */
    public boolean resume() {
        require();
        return schedules.resume(clock.instant(), null);
    }

    /**
     * Has today's night run now, by whichever node looks first, paused or not.
     *
     * @return its business date
     * @throws UsageException when no node has served yet, or the night is completed or being run
     */
    public LocalDate trigger(String by) {
        UsageException.requireText("--by", by);
        Instant now = clock.instant();
        LocalDate businessDate = LocalDate.ofInstant(now, require().policyZone());
        firings.settle();
        if (!firings.fireByHand(businessDate, by, now)) {
            throw new UsageException("the night of " + businessDate
                    + " is completed or being run; `fallow report --date " + businessDate + "` says how it went");
        }
        return businessDate;
    }

    private Schedule require() {
        return schedules
                .current()
                .orElseThrow(() -> new UsageException(
                        "there is no schedule: no node has served this database yet; `fallow serve` starts one"));
    }
}
