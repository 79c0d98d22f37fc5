package io.fallow.cli;

import io.fallow.ledger.RunReport;
import io.fallow.run.NightResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** A command that ends with how a night went. */
abstract class NightCommand extends FallowCommand {

    @Override
    boolean isQuiet() {
        return Terminal.canRewrite();
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
