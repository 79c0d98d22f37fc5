package io.fallow.cli.account;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.lifecycle.Cohort;
import io.fallow.lifecycle.Policy;
import io.fallow.owner.NoticeKind;
import io.fallow.owner.NoticeLanguage;
import io.fallow.owner.NoticeTemplates;
import io.fallow.owner.Notices;
import io.fallow.owner.Notices.Due;
import io.fallow.owner.Notices.Issued;
import io.fallow.run.UsageException;
import io.fallow.settings.Settings;
import java.io.PrintWriter;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "notice",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: fallow notice 4711 --language en"},
        description = "What an account's owner was told, word for word, and whether it reached them.",
        subcommands = NoticeCommand.Report.class)
public final class NoticeCommand extends FallowCommand {

    private static final int LONGEST_LIST = 100;

    @Parameters(paramLabel = "ACCOUNT", arity = "0..1", description = "The account's key.")
    @Nullable
    String account;

    @Option(names = "--language", paramLabel = "LANGUAGE", description = "zh or en; default: zh.")
    String language = "zh";

    @Option(
            names = "--list",
            description = "Lists the notices that go out next, instead; at most " + LONGEST_LIST + ".")
    boolean list;

    /** What an owner got. */
    record Told(Issued notice, String text) {}

    @Override
    protected ExitCode execute() {
        if (!list && account == null) {
            throw new UsageException("name an account, or give --list");
        }
        try (ConfigurableApplicationContext context = account == null ? application() : application(account)) {
            Notices notices = context.getBean(Notices.class);
            List<Due> due = notices.due(account, LONGEST_LIST);
            if (list || account == null) {
                output.result(due, out -> print(out, due));
                return ExitCode.COMPLETED;
            }
            NoticeTemplates templates =
                    new NoticeTemplates(context.getBean(Settings.class).noticeTemplates(), language());
            Policy policy = policy(context);
            List<Told> told = notices.issued(account).stream()
                    .map(notice -> new Told(notice, templates.render(notice, of(notice, policy))))
                    .toList();
            output.result(Map.of("issued", told, "due", due), out -> {
                told.forEach(each -> print(out, each));
                if (told.isEmpty()) {
                    out.println("The owner of account " + account + " was told nothing yet.");
                }
                due.forEach(next -> out.println("Next: notice " + next.number() + " on " + next.dueOn()
                        + ", of the recycling on " + next.recycleOn() + "."));
            });
            return ExitCode.COMPLETED;
        }
    }

    private NoticeLanguage language() {
        for (NoticeLanguage each : NoticeLanguage.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(language)) {
                return each;
            }
        }
        throw new UsageException("--language " + language + " is neither zh nor en");
    }

    /** How many notices there are before recycling; never fewer than went out. */
    private static @Nullable Integer of(Issued notice, Policy policy) {
        Integer number = notice.number();
        if (number == null) {
            return null;
        }
        Cohort cohort = policy.cohort(notice.cohort());
        return cohort == null ? number : Math.max(number, cohort.notices().size());
    }

    private static void print(PrintWriter out, Told told) {
        Issued notice = told.notice();
        out.println("---- " + notice.issuedOn() + "  " + notice.kind()
                + (notice.kind() == NoticeKind.RECYCLING ? " " + notice.number() + ", " + notice.delivery() : "")
                + (notice.counts() ? "" : " (void)"));
        out.println(told.text());
        out.println();
    }

    private static void print(PrintWriter out, List<Due> due) {
        out.printf("%-20s  %6s  %-10s  %-10s  %s%n", "account", "notice", "goes out", "recycling", "cohort");
        for (Due next : due) {
            out.printf(
                    "%-20s  %6d  %-10s  %-10s  %s%n",
                    next.account(), next.number(), next.dueOn(), next.recycleOn(), next.cohort());
        }
    }

    @Command(
            name = "report",
            mixinStandardHelpOptions = true,
            description = "Records what became of a notice before recycling; the same report twice is one.",
            footer = {"", "Example: fallow notice report 4711 2 bounced --reference 'message 9001'"})
    static final class Report extends FallowCommand {
        @Parameters(index = "0", paramLabel = "ACCOUNT", description = "The account's key.")
        String account = "";

        @Parameters(index = "1", paramLabel = "NUMBER", description = "Which notice, from 1.")
        int number;

        @Parameters(index = "2", paramLabel = "OUTCOME", description = "delivered, bounced or opened.")
        String outcome = "";

        @Option(names = "--at", paramLabel = "INSTANT", description = "When, such as 2026-11-20T08:00Z; default: now.")
        @Nullable
        String at;

        @Option(names = "--reference", paramLabel = "REF", required = true, description = "Which message it was.")
        String reference = "";

        @Option(names = "--by", paramLabel = "NAME", description = "Who reports it; default: fallow.operator.")
        @Nullable
        String by;

        @Override
        protected ExitCode execute() {
            OffsetDateTime when = instant();
            try (ConfigurableApplicationContext context = application(account)) {
                boolean isNew = context.getBean(Notices.class)
                        .report(account, number, outcome, when, reference, operator(context, by));
                output.result(
                        Map.of("account", account, "number", number, "outcome", outcome, "new", isNew),
                        out -> out.println("Notice " + number + " of account " + account + ": " + outcome
                                + (isNew ? "" : ", as was reported before") + "."));
                return ExitCode.COMPLETED;
            }
        }

        private @Nullable OffsetDateTime instant() {
            try {
                return at == null ? null : OffsetDateTime.parse(at);
            } catch (DateTimeParseException e) {
                throw new UsageException("--at " + at + " is not an instant such as 2026-11-20T08:00Z");
            }
        }
    }
}
