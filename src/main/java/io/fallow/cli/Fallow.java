package io.fallow.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING;

import io.fallow.cli.account.CancelCommand;
import io.fallow.cli.account.ErasureCommand;
import io.fallow.cli.account.ExplainCommand;
import io.fallow.cli.account.HoldCommand;
import io.fallow.cli.account.NoticeCommand;
import io.fallow.cli.account.RestoreCommand;
import io.fallow.cli.account.UnsealCommand;
import io.fallow.cli.account.WindowCommand;
import io.fallow.cli.audit.SealCommand;
import io.fallow.cli.audit.VerifyCommand;
import io.fallow.cli.begin.DemoCommand;
import io.fallow.cli.begin.InitCommand;
import io.fallow.cli.begin.UninstallCommand;
import io.fallow.cli.events.EventsCommand;
import io.fallow.cli.events.PublishCommand;
import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.Output;
import io.fallow.cli.frame.Problem;
import io.fallow.cli.night.AbandonCommand;
import io.fallow.cli.night.ApproveCommand;
import io.fallow.cli.night.InputsCommand;
import io.fallow.cli.night.PreviewCommand;
import io.fallow.cli.night.ReportCommand;
import io.fallow.cli.night.RerunCommand;
import io.fallow.cli.night.RunCommand;
import io.fallow.cli.night.RunsCommand;
import io.fallow.cli.night.ScheduleCommand;
import io.fallow.cli.night.ServeCommand;
import io.fallow.cli.night.StatusCommand;
import io.fallow.cli.night.StopCommand;
import io.fallow.cli.night.WorkerCommand;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The command {@code fallow}. */
@Command(
        name = "fallow",
        version = "Fallow 0.1.0",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Recycles dormant accounts without ever hurting an owner: finds the long idle, keeps its hands off every one that holds"
                    + " property, protects the long-unused, warns owners, and recycles only what is provably free of property.",
            ""
        },
        footer = {
            "",
            "Start with `fallow demo`; on your own database with `fallow init --contract FILE`, then `fallow run` each night.",
            "",
            "Exit codes: 0 completed, 1 failed, 2 wrong usage or configuration, 3 awaiting approval, 4 another run is in progress,"
                    + " 5 inputs unsafe."
        },
        subcommands = {
            DemoCommand.class,
            InitCommand.class,
            RunCommand.class,
            ServeCommand.class,
            ScheduleCommand.class,
            WorkerCommand.class,
            PreviewCommand.class,
            StatusCommand.class,
            RunsCommand.class,
            ReportCommand.class,
            StopCommand.class,
            RerunCommand.class,
            ApproveCommand.class,
            AbandonCommand.class,
            InputsCommand.class,
            ExplainCommand.class,
            HoldCommand.class,
            WindowCommand.class,
            NoticeCommand.class,
            UnsealCommand.class,
            CancelCommand.class,
            RestoreCommand.class,
            ErasureCommand.class,
            PublishCommand.class,
            EventsCommand.class,
            VerifyCommand.class,
            SealCommand.class,
            UninstallCommand.class,
            HelpCommand.class
        })
public final class Fallow {

    private static final int HELP_WIDTH = 100;
    private static final long FAREWELL_SECONDS = 5;
    private static final Pattern INVALID_OPTION = Pattern.compile("^Invalid value for option '(--[a-z-]+)'[^:]*: ");
    private static final Pattern JSON_WANTED = Pattern.compile(" --output[= ]json");

    private Fallow() {}

    public static void main(String[] args) {
        // Batch's timestamps have no zone; whatever the machine's is, they are UTC
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        CompletableFuture<Integer> code = new CompletableFuture<>();
        SpringApplication.getShutdownHandlers().add(() -> endWith(code));
        code.complete(execute(args));
        System.exit(code.join());
    }

    /** A process that SIGTERM ends has Java's own exit code, 143, whatever its command says: the command's is what callers go by. */
    private static void endWith(CompletableFuture<Integer> code) {
        try {
            Runtime.getRuntime().halt(code.get(FAREWELL_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            LoggerFactory.getLogger(Fallow.class).debug("the command has not ended", e);
        }
    }

    /** @return the exit code */
    static int execute(String... args) {
        CommandLine fallow = new CommandLine(new Fallow())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(LocalDate.class, Fallow::date)
                .setParameterExceptionHandler(Fallow::misused);
        fallow.setHelpSectionKeys(fallow.getHelpSectionKeys().stream()
                .filter(key -> !key.equals(SECTION_KEY_COMMAND_LIST_HEADING))
                .toList());
        fallow.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, CommandGroups::list);
        fallow.getSubcommands().values().forEach(Fallow::tellExitCodes);
        fallow.setUsageHelpWidth(HELP_WIDTH);
        return fallow.execute(args);
    }

    private static void tellExitCodes(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        List<String> footer = new ArrayList<>(List.of(usage.footer()));
        if (footer.stream().noneMatch(line -> line.startsWith("Exit codes"))) {
            if (footer.isEmpty()) {
                footer.add("");
            }
            footer.add("Exit codes: 0 done, 1 failed, 2 wrong usage or configuration.");
            usage.footer(footer.toArray(String[]::new));
        }
        command.getSubcommands().values().forEach(Fallow::tellExitCodes);
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text + "' is not a date such as 2026-11-24");
        }
    }

    private static int misused(ParameterException error, String[] args) {
        String said = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
        String line = INVALID_OPTION.matcher(said).replaceFirst("$1: ") + "; see `"
                + error.getCommandLine().getCommandSpec().qualifiedName() + " --help`";
        // the arguments were not understood, so that their form of output has to be looked for in them
        String all = " " + String.join(" ", args).toLowerCase(Locale.ROOT);
        Output output = new Output();
        output.form = JSON_WANTED.matcher(all).find() ? Output.Form.json : Output.Form.text;
        output.error(new Problem(ExitCode.USAGE, line));
        return ExitCode.USAGE.code();
    }
}
