package io.fallow.cli.begin;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.cli.frame.LiveLine;
import io.fallow.cli.frame.NightWords;
import io.fallow.cli.frame.Progress;
import io.fallow.database.DatabaseAccess;
import io.fallow.database.Installer;
import io.fallow.lifecycle.Policy;
import io.fallow.owner.Evidence;
import io.fallow.owner.Explain;
import io.fallow.owner.OwnerDesk;
import io.fallow.platform.PlatformDay;
import io.fallow.platform.PlatformGenerator;
import io.fallow.platform.PlatformWorld;
import io.fallow.platform.ReferencePlatform;
import io.fallow.run.NightResult;
import io.fallow.run.NightRunner;
import io.fallow.run.PolicyFile;
import io.fallow.run.UsageException;
import io.fallow.story.StandingClock;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Makes up a platform of a million accounts in a database of its own, and plays tonight on it. With --nights it plays nights"
                    + " forward, with owners coming back, depositing and unsealing in between, until accounts are recycled and released."
        },
        footer = {
            "",
            "Examples: fallow demo",
            "          fallow demo --accounts 100000 --nights 120",
            "          fallow demo --story never-used"
        })
public final class DemoCommand extends FallowCommand {

    private static final Evidence UNSEALED = new Evidence("PASSPORT", "shown at the demo's desk", "demo");
    private static final String VERIFIED = "identity verified at the demo's desk";

    @Option(names = "--accounts", paramLabel = "N", description = "How many accounts; default: ${DEFAULT-VALUE}.")
    int accounts = PlatformGenerator.DEFAULT_ACCOUNTS;

    @Option(names = "--nights", paramLabel = "K", description = "How many nights to play after tonight; default: none.")
    int nights;

    @Option(
            names = "--story",
            paramLabel = "NAME",
            description = "Tells a story of single accounts instead, or \"all\" of them; an unknown name lists them.")
    @Nullable
    String story;

    private final LiveLine line = new LiveLine();
    private final DemoChronicle chronicle = new DemoChronicle();

    @Override
    protected boolean isQuiet() {
        return true;
    }

    /** The application at a time that a story tells of. */
    ConfigurableApplicationContext at(Clock clock) {
        return application(clock);
    }

    @Override
    protected ExitCode execute() {
        if (accounts < 1 || nights < 0) {
            throw new UsageException("a demo has at least one account, and plays zero nights or more after tonight");
        }
        Policy policy = new PolicyFile(home().resolve("config").resolve("demo-policy.yaml")).read();
        LocalDate today = LocalDate.now(Clock.system(policy.zone()));
        try (ConfigurableApplicationContext installation = installation()) {
            DataSource admin = installation.getBean(DatabaseAccess.class).unpooled("fallow demo");
            if (story != null) {
                return new DemoStories(this, admin, policy, today).tell(story);
            }
            prepare(admin, today, policy.zone());
            StandingClock clock = new StandingClock(today, policy.zone());
            clock.moveToEnd(today);
            try (ConfigurableApplicationContext context = application(clock)) {
                ExitCode code = told(play(context, admin, clock, policy, today));
                if (!output.isJson() && code == ExitCode.COMPLETED) {
                    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
                    if (nights > 0) {
                        chronicle.print(out);
                        out.println();
                    }
                    new DemoExamples(admin, context.getBean(Explain.class)).print(policy, today.plusDays(nights));
                }
                return code;
            }
        } finally {
            line.close();
        }
    }

    private ExitCode told(NightResult result) {
        output.result(NightWords.json(result), out -> NightWords.print(out, result, false));
        NightWords.warn(null, result);
        return ExitCode.of(result.report().status());
    }

    private void prepare(DataSource admin, LocalDate today, ZoneId zone) {
        begin(admin);
        line.say(String.format("Making up a platform of %,d accounts ...", accounts));
        new PlatformGenerator(admin, Math.min(2, Runtime.getRuntime().availableProcessors()))
                .generate(
                        accounts,
                        today,
                        zone,
                        (made, of) -> line.show(String.format(
                                made < of ? "  %,d of %,d made" : "  %,d of %,d made; indexes ...", made, of)));
        line.close();
        new Installer(admin).installReference();
    }

    /** Makes room for it, in a database that is nobody else's. */
    static void begin(DataSource admin) {
        try {
            new ReferencePlatform(admin).beginDemo();
        } catch (IllegalStateException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private NightResult play(
            ConfigurableApplicationContext context,
            DataSource admin,
            StandingClock clock,
            Policy policy,
            LocalDate today) {
        NightRunner runner = context.getBean(NightRunner.class);
        OwnerDesk desk = context.getBean(OwnerDesk.class);
        PlatformWorld world = new PlatformWorld(admin, policy.zone());
        NightResult result;
        try (Progress progress = Progress.of(context)) {
            result = runner.run(today, policy);
        }
        tell(result, chronicle.add(result.report(), 0, 0));
        for (int night = 1; night <= nights && result.problem() == null; night++) {
            LocalDate date = today.plusDays(night);
            line.show(String.format(
                    "night %d of %d, %s: %,d recycled and %,d released so far",
                    night, nights, date, chronicle.total("recycled"), chronicle.total("released")));
            PlatformDay day = world.playDay(date.minusDays(1));
            int unsealed = desk.unsealAll(day.wantUnseal(), UNSEALED, policy);
            int restored = desk.restoreAll(day.wantRestore(), VERIFIED, "demo", policy);
            clock.moveToEnd(date);
            result = runner.run(date, policy);
            tell(result, chronicle.add(result.report(), unsealed, restored));
        }
        return result;
    }

    private void tell(NightResult result, String first) {
        if (nights > 0 && !first.isEmpty()) {
            line.say("  " + result.report().businessDate() + "  for the first time: " + first);
        }
    }
}
