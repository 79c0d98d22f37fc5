package io.fallow.cli;

import io.fallow.database.DatabaseAccess;
import io.fallow.database.Installer;
import io.fallow.ledger.RunReport;
import io.fallow.ledger.RunReport.Counts;
import io.fallow.ledger.Sql;
import io.fallow.lifecycle.Policy;
import io.fallow.owner.Explain;
import io.fallow.owner.OwnerDesk;
import io.fallow.platform.PlatformDay;
import io.fallow.platform.PlatformGenerator;
import io.fallow.platform.PlatformWorld;
import io.fallow.platform.ReferencePlatform;
import io.fallow.run.NightResult;
import io.fallow.run.NightRunner;
import io.fallow.run.PolicyFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Makes up a platform of a million accounts in a database of its own, and plays tonight on it. With --nights it plays nights",
            "forward, with owners coming back, depositing and unsealing in between, until accounts are recycled and released."
        },
        footer = {"", "Examples: fallow demo", "          fallow demo --accounts 100000 --nights 120"})
final class DemoCommand extends NightCommand {

    private static final String VERIFIED = "identity verified at the demo's desk";

    @Option(names = "--accounts", paramLabel = "N", description = "How many accounts; default: ${DEFAULT-VALUE}.")
    int accounts = PlatformGenerator.DEFAULT_ACCOUNTS;

    @Option(names = "--nights", paramLabel = "K", description = "How many nights to play after tonight; default: none.")
    int nights;

    private final PrintStream say = System.err;

    @Override
    ExitCode execute() {
        Policy policy =
                new PolicyFile(Path.of(System.getProperty("fallow.home", "."), "config", "demo-policy.yaml")).read();
        ZoneId zone = policy.zone();
        LocalDate today = LocalDate.now(Clock.system(zone));
        try (ConfigurableApplicationContext installation = installation()) {
            DataSource admin = installation.getBean(DatabaseAccess.class).unpooled("fallow demo");
            prepare(admin, today, zone);
            DemoClock clock = new DemoClock(today, zone);
            try (ConfigurableApplicationContext context = application(clock)) {
                NightResult result = play(context, admin, clock, policy, today);
                ExitCode code = told(result);
                if (!output.isJson() && code == ExitCode.COMPLETED) {
                    new DemoExamples(admin, context.getBean(Explain.class)).print(policy, today.plusDays(nights));
                }
                return code;
            }
        }
    }

    private void prepare(DataSource admin, LocalDate today, ZoneId zone) {
        ReferencePlatform platform = new ReferencePlatform(admin);
        platform.refuseForeignLedger();
        say.printf("Making up a platform of %,d accounts ...%n", accounts);
        platform.discardWithLedger();
        new PlatformGenerator(admin, 2).generate(accounts, today, zone, (made, of) -> {
            if (System.console() != null) {
                say.printf("\r\u001b[K  %,d of %,d", made, of);
            }
        });
        if (System.console() != null) {
            say.print("\r\u001b[K");
        }
        Installer installer = new Installer(admin);
        installer.installSchema("bigint");
        installer.installContract("reference.sql", Sql.named("contract/reference"));
    }

    private NightResult play(
            ConfigurableApplicationContext context, DataSource admin, DemoClock clock, Policy policy, LocalDate today) {
        NightRunner runner = context.getBean(NightRunner.class);
        OwnerDesk desk = context.getBean(OwnerDesk.class);
        PlatformWorld world = new PlatformWorld(admin, policy.zone());
        NightResult result;
        try (Progress progress = Progress.of(context)) {
            result = runner.run(today, policy);
        }
        List<RunReport> played = new ArrayList<>(List.of(result.report()));
        if (nights > 0) {
            say.printf(
                    "%-10s %9s %9s %9s %9s %9s %9s %9s %9s%n",
                    "night",
                    "dormant",
                    "returned",
                    "protected",
                    "warned",
                    "recycled",
                    "released",
                    "unsealed",
                    "restored");
        }
        for (int night = 1; night <= nights && result.problem() == null; night++) {
            PlatformDay day = world.playDay(today.plusDays(night - 1L));
            int unsealed = desk.unsealAll(day.wantUnseal(), VERIFIED, "demo", policy);
            int restored = desk.restoreAll(day.wantRestore(), VERIFIED, "demo", policy);
            LocalDate date = today.plusDays(night);
            clock.set(date, policy.zone());
            result = runner.run(date, policy);
            played.add(result.report());
            Counts counts = result.report().counts();
            say.printf(
                    "%-10s %,9d %,9d %,9d %,9d %,9d %,9d %,9d %,9d%n",
                    date,
                    counts.dormant(),
                    counts.returned(),
                    counts.protectedAccounts(),
                    counts.warned(),
                    counts.recycled(),
                    counts.released(),
                    unsealed,
                    restored);
        }
        if (nights > 0) {
            total(played);
        }
        return result;
    }

    private void total(List<RunReport> played) {
        say.printf(
                "%-10s %,9d %,9d %,9d %,9d %,9d %,9d%n%n",
                "in all",
                played.stream().mapToLong(report -> report.counts().dormant()).sum(),
                played.stream().mapToLong(report -> report.counts().returned()).sum(),
                played.stream()
                        .mapToLong(report -> report.counts().protectedAccounts())
                        .sum(),
                played.stream().mapToLong(report -> report.counts().warned()).sum(),
                played.stream().mapToLong(report -> report.counts().recycled()).sum(),
                played.stream().mapToLong(report -> report.counts().released()).sum());
    }
}
