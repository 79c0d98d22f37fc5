package io.fallow.cli;

import io.fallow.ledger.RunReport;
import io.fallow.ledger.Runs;
import io.fallow.ledger.SetAside;
import io.fallow.lifecycle.Policy;
import io.fallow.metrics.ReadFigures;
import io.fallow.metrics.Textfile;
import io.fallow.run.Failures;
import io.fallow.run.NightResult;
import io.fallow.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** A command that ends with how a night went. */
abstract class NightCommand extends FallowCommand {

    private static final Logger log = LoggerFactory.getLogger(NightCommand.class);

    @Override
    boolean isQuiet() {
        return Terminal.canRewrite();
    }

    /** Makes a night done, tells how it went, and leaves the metrics of it where a setting says so, however it went. */
    ExitCode made(ConfigurableApplicationContext context, Policy policy, Supplier<NightResult> night) {
        try {
            return told(night.get());
        } finally {
            Path textfile = context.getBean(Settings.class).metricsTextfile();
            if (textfile != null) {
                leaveMetrics(context, policy, textfile);
            }
        }
    }

    /** What became of the night does not depend on who watches. */
    private static void leaveMetrics(ConfigurableApplicationContext context, Policy policy, Path textfile) {
        try {
            ReadFigures reading = new ReadFigures(
                    context.getBean(JdbcClient.class),
                    context.getBean(Runs.class),
                    context.getBean(SetAside.class),
                    context.getBean(PlatformTransactionManager.class),
                    context.getBean(Clock.class));
            new Textfile(textfile).write(reading.read(policy));
        } catch (IOException | RuntimeException e) {
            log.warn("the metrics were not written to {}: {}", textfile, Failures.oneLine(e));
        }
    }

    ExitCode told(NightResult result) {
        RunReport report = result.report();
        output.result(json(result), out -> {
            new Funnel(out).print(report);
            if (result.doneBefore()) {
                out.println("This night was completed before; nothing was changed.");
            }
            if (result.plan() != null) {
                result.plan().over().forEach(over -> out.println("Over a limit: " + over));
                result.plan().gained().forEach(gained -> out.println("Gained since the approval: " + gained));
                out.println("Look at it with `fallow report --date " + report.businessDate()
                        + "`, then somebody else than who started it:");
                out.println("  fallow approve " + report.run() + " --by NAME --reason TEXT && fallow rerun");
            }
        });
        if (result.problem() != null) {
            System.err.println("fallow: " + result.problem() + after(report));
        }
        return ExitCode.of(report.status());
    }

    private static String after(RunReport report) {
        return switch (report.status()) {
            case FAILED, STOPPED -> "; nothing is lost, `fallow rerun` continues it";
            case UNSAFE_INPUTS -> "; nothing was decided, `fallow rerun` once the inputs are right";
            default -> "";
        };
    }

    /** The report's own keys, and what kept the night from completing. */
    private static Object json(NightResult result) {
        if (result.problem() == null) {
            return result.report();
        }
        Map<String, Object> json = new LinkedHashMap<>();
        RunReport report = result.report();
        json.put("run", report.run());
        json.put("businessDate", report.businessDate());
        json.put("status", report.status());
        json.put("accounts", report.accounts());
        json.put("counts", report.counts());
        json.put("excludedFor", report.excludedFor());
        json.put("steps", report.steps());
        json.put("problem", result.problem());
        if (result.plan() != null) {
            json.put("plan", result.plan());
        }
        return json;
    }
}
