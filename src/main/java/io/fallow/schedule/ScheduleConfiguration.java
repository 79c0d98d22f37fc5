package io.fallow.schedule;

import io.fallow.database.DatabaseAccess;
import io.fallow.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@code fallow serve} has beside what commands call. */
@Configuration(proxyBeanMethods = false)
public class ScheduleConfiguration {

    @Bean
    SchedulePool schedulePool(DatabaseAccess access, Settings settings) {
        return new SchedulePool(access, settings);
    }

    @Bean
    NightScheduler nightScheduler(SchedulePool pool) {
        return new NightScheduler(pool);
    }
}
