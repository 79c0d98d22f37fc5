package io.fallow.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.cli.frame.Application;
import io.fallow.database.TestDatabase;
import io.fallow.lifecycle.Policy;
import io.fallow.run.TestPlatform;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Every story goes as it is told: a stage insists on each answer and each state, and here on how it ends. */
class StoriesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            protected-owner   | Mei has every cent of it back
            blocked-borrower  | the rest of Bo's change is still Bo's
            frozen-account    | years later nothing has been recycled, and nothing was taken
            never-used        | personal data is erased, and nobody else gets the handle
            eve-of-recycling  | PROTECTED → RECYCLED (PROPERTY_FREE)
            last-day-restore  | Tan's restore a day later: refused
            bounced-notice    | the account is Pia's, with the handle
            heir              | fifty years later Ana's account is there, with its name
            cancellation      | Cal has the account back, as it was
            unsealing-channel | only a verified, recorded act at the official desk unseals
            """)
    void goesAsItIsTold(String name, String end) {
        Story story = Stories.named(name).orElseThrow();

        List<String> lines = told(story);

        assertThat(lines.get(lines.size() - 1)).contains(end);
    }

    private static List<String> told(Story story) {
        Policy policy = TestPlatform.policy();
        StandingClock clock = new StandingClock(TestPlatform.TODAY, policy.zone());
        List<String> lines = new ArrayList<>();
        try (TestDatabase database = TestDatabase.from("story", Stage::build);
                ConfigurableApplicationContext context = start(database, clock)) {
            story.tell(new Stage(database.dataSource(), Desks.of(context), clock, policy, lines::add));
        }
        return lines;
    }

    private static ConfigurableApplicationContext start(TestDatabase database, Clock clock) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setLogStartupInfo(false);
        application.addInitializers(
                starting -> ((GenericApplicationContext) starting).registerBean(Clock.class, () -> clock));
        return application.run(TestPlatform.arguments(database).toArray(String[]::new));
    }
}
