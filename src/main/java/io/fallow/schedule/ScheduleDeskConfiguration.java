package io.fallow.schedule;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The schedule as short commands use it. Nothing of Quartz is loaded before somebody asks for times. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class ScheduleDeskConfiguration {

    @Bean
    ScheduleDesk scheduleDesk(JdbcClient jdbc, Clock clock) {
        return new ScheduleDesk(new Schedules(jdbc), new Firings(jdbc), new Alarms(jdbc), clock);
    }
}
