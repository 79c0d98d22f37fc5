package io.fallow.schedule;

import io.fallow.database.DatabaseAccess;
import io.fallow.ledger.facts.Preconditions;
import io.fallow.run.NightRunner;
import io.fallow.run.PolicyFile;
import io.fallow.settings.Settings;
import java.time.Clock;
import java.time.LocalDate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@code fallow serve} has beside what commands call. All of it works on connections of its own. */
@Configuration(proxyBeanMethods = false)
public class ScheduleConfiguration {

    @Bean
    ThisNode thisNode() {
        return ThisNode.ofThisProcess();
    }

    @Bean
    SchedulePool schedulePool(DatabaseAccess access, Settings settings) {
        return new SchedulePool(access, settings);
    }

    @Bean
    @ConditionalOnMissingBean
    BusinessDay businessDay(Settings settings) {
        return night -> LocalDate.ofInstant(
                night, new PolicyFile(settings.policyFile()).read().zone());
    }

    @Bean
    Alarms alarms(SchedulePool pool) {
        return new Alarms(pool.jdbc());
    }

    @Bean
    ScheduleFigures scheduleFigures(SchedulePool pool, Clock clock) {
        return new ScheduleFigures(pool.jdbc(), new Schedules(pool.jdbc()), clock);
    }

    @Bean
    ScheduleHealth scheduleHealthIndicator(SchedulePool pool, Alarms alarms) {
        return new ScheduleHealth(new Schedules(pool.jdbc()), alarms);
    }

    @Bean
    FireNight fireNight(SchedulePool pool, BusinessDay businessDay, Clock clock, ThisNode node) {
        return new FireNight(new Schedules(pool.jdbc()), new Firings(pool.jdbc()), businessDay, clock, node);
    }

    @Bean
    AttendFirings attendFirings(SchedulePool pool, NightRunner runner, Settings settings, Clock clock, ThisNode node) {
        return new AttendFirings(new Firings(pool.jdbc()), runner, settings, clock, node);
    }

    @Bean
    NightScheduler nightScheduler(
            SchedulePool pool, FireNight fire, AttendFirings attend, Settings settings, Clock clock, ThisNode node) {
        SetSchedule set = new SetSchedule(new Schedules(pool.jdbc()), fire, settings, clock, node);
        return new NightScheduler(pool, set, fire, attend, settings.schedule(), node);
    }

    @Bean
    Vigil vigil(
            SchedulePool pool,
            FireNight fire,
            AttendFirings attend,
            Alarms alarms,
            BusinessDay businessDay,
            Settings settings,
            Clock clock,
            ThisNode node) {
        QuartzTrigger trigger = new QuartzTrigger(pool.jdbc());
        Preconditions preconditions = new Preconditions(pool.jdbc(), clock);
        Watchdog.Watched watched = new Watchdog.Watched(new RunProgress(pool.jdbc()), trigger, preconditions::watched);
        Watchdog watchdog = new Watchdog(alarms, watched, businessDay, settings.schedule(), node);
        Vigil.Watch watch =
                new Vigil.Watch(new Schedules(pool.jdbc()), new Firings(pool.jdbc()), fire, trigger, watchdog);
        return new Vigil(watch, attend, settings.schedule(), clock);
    }
}
