package io.fallow.cli.night;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.schedule.Firing;
import io.fallow.schedule.Schedule;
import io.fallow.schedule.ScheduleDesk;
import io.fallow.schedule.ScheduleDesk.Coming;
import io.fallow.schedule.ScheduleDesk.View;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "schedule",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the next ten nights that `fallow serve` makes done by itself, and what became of the last. With a word after it, it"
                    + " pauses them, resumes them, or has tonight's run now, whichever node does it."
        },
        footer = {
            "",
            "Examples: fallow schedule",
            "          fallow schedule pause --reason 'migration of the platform'"
        },
        subcommands = {ScheduleCommand.Pause.class, ScheduleCommand.Resume.class, ScheduleCommand.Trigger.class})
public final class ScheduleCommand extends FallowCommand {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss XXX");

    @Override
    protected ExitCode execute() {
        try (ConfigurableApplicationContext context = application()) {
            View view = context.getBean(ScheduleDesk.class).view();
            output.result(json(view), out -> print(view, out));
            return ExitCode.COMPLETED;
        }
    }

    private static void print(View view, PrintWriter out) {
        Schedule schedule = view.schedule();
        out.println("Nights come at '" + schedule.cron() + "' in " + schedule.zone() + ", as set by " + schedule.setBy()
                + ".");
        Schedule.Pause pause = schedule.pause();
        if (pause != null) {
            out.println("PAUSED since " + pause.at() + " by " + pause.by() + ": " + pause.reason());
        }
        view.alarms().forEach(alarm -> out.println("ALARM " + alarm.kind() + ": " + alarm.detail()));
        out.printf("%n%-26s  %-20s  %s%n", "local time", "UTC", "business date");
        for (Coming night : view.nights()) {
            out.printf(
                    "%-26s  %-20s  %s%s%n",
                    LOCAL.format(night.local()),
                    night.at(),
                    night.businessDate(),
                    night.note() == null ? "" : "  " + night.note());
        }
        if (!view.firings().isEmpty()) {
            out.printf("%n%-13s  %-24s  %-17s  %s%n", "business date", "came at", "outcome", "attempts");
            for (Firing firing : view.firings()) {
                out.printf(
                        "%-13s  %-24s  %-17s  %d%s%n",
                        firing.businessDate(),
                        firing.scheduledAt(),
                        firing.outcome(),
                        firing.attempts(),
                        firing.detail() == null ? "" : "  " + firing.detail());
            }
        }
    }

    private static Map<String, Object> json(View view) {
        Schedule schedule = view.schedule();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("cron", schedule.cron());
        json.put("zone", schedule.zone().getId());
        json.put("misfire", schedule.misfire());
        json.put("setBy", schedule.setBy());
        json.put("pause", schedule.pause());
        json.put("nights", view.nights().stream().map(ScheduleCommand::json).toList());
        json.put("firings", view.firings());
        json.put("alarms", view.alarms());
        return json;
    }

    private static Map<String, Object> json(Coming night) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("local", night.local().toOffsetDateTime().toString());
        json.put("at", night.at());
        json.put("businessDate", night.businessDate());
        json.put("note", night.note());
        return json;
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Nights come no more until they are resumed. One that runs goes on.",
            footer = {"", "Example: fallow schedule pause --reason 'migration of the platform'"})
    static final class Pause extends FallowCommand {
        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
        String reason = "";

        @Option(names = "--by", paramLabel = "NAME", description = "Who does; default: fallow.operator.")
        @Nullable
        String by;

        @Override
        protected ExitCode execute() {
            try (ConfigurableApplicationContext context = application()) {
                boolean done = context.getBean(ScheduleDesk.class).pause(operator(context, by), reason);
                output.result(
                        Map.of("paused", true, "changed", done),
                        out -> out.println(done ? "Nights are paused." : "Nights were paused before."));
                return ExitCode.COMPLETED;
            }
        }
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Nights come again, from the next on; it makes good what those in between left.",
            footer = {"", "Example: fallow schedule resume"})
    static final class Resume extends FallowCommand {
        @Override
        protected ExitCode execute() {
            try (ConfigurableApplicationContext context = application()) {
                boolean done = context.getBean(ScheduleDesk.class).resume();
                output.result(
                        Map.of("paused", false, "changed", done),
                        out -> out.println(done ? "Nights come again." : "Nights were not paused."));
                return ExitCode.COMPLETED;
            }
        }
    }

    @Command(
            name = "trigger",
            mixinStandardHelpOptions = true,
            description = "Has today's night run now, by whichever node looks first, also while nights are paused.",
            footer = {"", "Example: fallow schedule trigger"})
    static final class Trigger extends FallowCommand {
        @Option(names = "--by", paramLabel = "NAME", description = "Who wants it; default: fallow.operator.")
        @Nullable
        String by;

        @Override
        protected ExitCode execute() {
            try (ConfigurableApplicationContext context = application()) {
                LocalDate date = context.getBean(ScheduleDesk.class).trigger(operator(context, by));
                output.result(
                        Map.of("businessDate", date),
                        out -> out.println("The night of " + date + " has come; a node takes it up within moments."));
                return ExitCode.COMPLETED;
            }
        }
    }
}
