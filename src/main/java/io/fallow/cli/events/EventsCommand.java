package io.fallow.cli.events;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.delivery.EventDesk;
import io.fallow.delivery.EventDesk.Standing;
import io.fallow.delivery.EventDesk.Status;
import io.fallow.delivery.EventDesk.Word;
import io.fallow.delivery.OutboxLag;
import io.fallow.delivery.OutboxLag.Lag;
import io.fallow.run.UsageException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = {
            "Lists events and how their delivery stands; replays or skips some. An account's later events wait behind one that is dead."
        },
        footer = {
            "",
            "Example: fallow events --dead",
            "PENDING: not tried yet; WAITING: failed and tried again, or behind one that failed; DEAD: given up, until `replay` or `skip`."
        },
        subcommands = {EventsCommand.Replay.class, EventsCommand.Skip.class})
public final class EventsCommand extends FallowCommand {

    @ArgGroup
    @Nullable
    Wanted wanted;

    @Option(names = "--to", paramLabel = "TARGET", description = "The consumer; needed where there are several.")
    @Nullable
    String to;

    @Option(names = "--account", paramLabel = "ACCOUNT", description = "Of this account only.")
    @Nullable
    String account;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many; default: ${DEFAULT-VALUE}.")
    int limit = 20;

    static final class Wanted {
        @Option(names = "--pending", description = "Those not tried yet.")
        boolean pending;

        @Option(names = "--waiting", description = "Those that failed and are tried again, and those behind them.")
        boolean waiting;

        @Option(names = "--dead", description = "Those that were given up.")
        boolean dead;

        @Option(names = "--delivered", description = "Those that were delivered, or skipped.")
        boolean delivered;

        Status status() {
            return pending ? Status.PENDING : waiting ? Status.WAITING : dead ? Status.DEAD : Status.DELIVERED;
        }
    }

    @Override
    protected ExitCode execute() {
        if (limit < 1) {
            throw new UsageException("--limit is " + limit + ", allowed is 1 or more");
        }
        workAsPublisher();
        try (ConfigurableApplicationContext context = application()) {
            EventDesk desk = context.getBean(EventDesk.class);
            String consumer = desk.consumer(to);
            List<Standing> events = desk.list(consumer, wanted == null ? null : wanted.status(), account, limit);
            List<Lag> lags = context.getBean(OutboxLag.class).read();
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("consumer", consumer);
            json.put("lag", lags);
            json.put("events", events);
            output.result(json, out -> print(out, lags, events));
            return ExitCode.COMPLETED;
        }
    }

    private static void print(PrintWriter out, List<Lag> lags, List<Standing> events) {
        for (Lag lag : lags) {
            out.printf(
                    "%s: delivered through event %d, %d pending (%d of them dead)%s%n",
                    lag.consumer(),
                    lag.deliveredThrough(),
                    lag.pending(),
                    lag.dead(),
                    lag.oldest() == null ? "" : ", the oldest since " + lag.oldest());
        }
        out.printf(
                "%10s  %-20s  %-10s  %-14s  %-9s  %8s  %s%n",
                "event", "account", "date", "kind", "status", "attempts", "error");
        for (Standing event : events) {
            out.printf(
                    "%10d  %-20s  %-10s  %-14s  %-9s  %8d  %s%n",
                    event.event(),
                    event.account() == null ? "(night)" : event.account(),
                    event.businessDate(),
                    event.kind(),
                    event.status(),
                    event.attempts(),
                    event.error() == null ? "" : event.error());
        }
    }

    /** What every act on deliveries says. */
    abstract static class EventAct extends FallowCommand {
        @Option(names = "--to", paramLabel = "TARGET", description = "The consumer; needed where there are several.")
        @Nullable
        String to;

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it is recorded.")
        String reason = "";

        @Option(names = "--by", paramLabel = "NAME", description = "Who does it; default: fallow.operator.")
        @Nullable
        String by;

        @Override
        protected final ExitCode execute() {
            workAsPublisher();
            try (ConfigurableApplicationContext context = application()) {
                EventDesk desk = context.getBean(EventDesk.class);
                String consumer = desk.consumer(to);
                String done = act(desk, consumer, new Word(operator(context, by), reason));
                output.result(Map.of("consumer", consumer, "done", done), out -> out.println(done + "."));
                return ExitCode.COMPLETED;
            }
        }

        abstract String act(EventDesk desk, String consumer, Word word);
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description =
                    "Has events delivered again: a dead one, all dead ones, or everything from an event or a business date on.",
            footer = {"", "Example: fallow events replay --all-dead --reason 'the receiver is repaired'"})
    static final class Replay extends EventAct {
        @ArgGroup(multiplicity = "1")
        Which which = new Which();

        static final class Which {
            @Option(names = "--event", paramLabel = "EVENT", description = "This dead event.")
            @Nullable
            Long event;

            @Option(names = "--all-dead", description = "All dead events.")
            boolean allDead;

            @Option(names = "--from-event", paramLabel = "EVENT", description = "This event and all later ones.")
            @Nullable
            Long fromEvent;

            @Option(names = "--from-date", paramLabel = "YYYY-MM-DD", description = "All since that business date.")
            @Nullable
            LocalDate fromDate;
        }

        @Override
        protected String act(EventDesk desk, String consumer, Word word) {
            if (which.fromEvent != null) {
                desk.replayFrom(consumer, which.fromEvent, word);
                return "Events from " + which.fromEvent + " on go to " + consumer + " again";
            }
            if (which.fromDate != null) {
                long first = desk.replayFrom(consumer, which.fromDate, word);
                return "Events from " + first + " on, of " + which.fromDate + " and later, go to " + consumer
                        + " again";
            }
            long replayed = desk.replayDead(consumer, which.event, word);
            return replayed + " dead events are to be tried again for " + consumer;
        }
    }

    @Command(
            name = "skip",
            mixinStandardHelpOptions = true,
            description = "Gives up an event that is dead or waiting, so that later ones of its account go on.",
            footer = {"", "Example: fallow events skip 4711 --reason 'account is unknown to the receiver'"})
    static final class Skip extends EventAct {
        @Parameters(paramLabel = "EVENT", description = "Its number; `fallow events --dead` shows them.")
        long event;

        @Override
        protected String act(EventDesk desk, String consumer, Word word) {
            desk.skip(consumer, event, word);
            return "Event " + event + " is skipped for " + consumer;
        }
    }
}
