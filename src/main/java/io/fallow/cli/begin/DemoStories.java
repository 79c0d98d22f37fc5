package io.fallow.cli.begin;

import io.fallow.cli.frame.ExitCode;
import io.fallow.lifecycle.Policy;
import io.fallow.run.UsageException;
import io.fallow.story.Desks;
import io.fallow.story.Stage;
import io.fallow.story.StandingClock;
import io.fallow.story.Stories;
import io.fallow.story.Story;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;

/** Tells stories, each on a platform put up for it alone. */
final class DemoStories {

    private static final String EVERY_ONE = "all";

    private final DemoCommand command;
    private final DataSource admin;
    private final Policy policy;
    private final LocalDate today;

    DemoStories(DemoCommand command, DataSource admin, Policy policy, LocalDate today) {
        this.command = command;
        this.admin = admin;
        this.policy = policy;
        this.today = today;
    }

    /** A story as it was told. */
    record Told(String story, String title, List<String> lines) {}

    /** @throws UsageException when there is no story of that name */
    ExitCode tell(String name) {
        List<Story> chosen = EVERY_ONE.equals(name)
                ? Stories.all()
                : List.of(Stories.named(name).orElseThrow(() -> new UsageException(unknown(name))));
        List<Told> told = new ArrayList<>();
        for (Story story : chosen) {
            if (!command.output.isJson()) {
                System.out.println(story.title() + " (" + story.name() + ")");
            }
            told.add(tell(story));
            if (!command.output.isJson()) {
                System.out.println();
            }
        }
        if (command.output.isJson()) {
            command.output.result(told, out -> {});
        }
        return ExitCode.COMPLETED;
    }

    private Told tell(Story story) {
        DemoCommand.begin(admin);
        Stage.build(admin);
        StandingClock clock = new StandingClock(today, policy.zone());
        List<String> lines = new ArrayList<>();
        try (ConfigurableApplicationContext context = command.at(clock)) {
            story.tell(new Stage(admin, Desks.of(context), clock, policy, line -> {
                lines.add(line.strip());
                if (!command.output.isJson()) {
                    System.out.println(line);
                }
            }));
        }
        return new Told(story.name(), story.title(), lines);
    }

    private static String unknown(String name) {
        return "there is no story \"" + name + "\"; there are: "
                + Stories.all().stream().map(Story::name).collect(Collectors.joining(", ")) + ", and all of them: "
                + EVERY_ONE;
    }
}
