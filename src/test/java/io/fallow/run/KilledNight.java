package io.fallow.run;

import io.fallow.cli.Application;
import java.time.Clock;
import java.time.LocalDate;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A night in a process of its own, for a test to kill. */
final class KilledNight {

    private KilledNight() {}

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(Application.class);
        LocalDate date = LocalDate.parse(System.getProperty("killed.night"));
        Clock clock = Clock.fixed(TestPlatform.eveningOf(date), TestPlatform.ZONE);
        application.addInitializers(
                starting -> ((GenericApplicationContext) starting).registerBean(Clock.class, () -> clock));
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            context.getBean(NightRunner.class).run(date, TestPlatform.policy());
        }
    }
}
