package io.fallow.cli.frame;

import io.fallow.ledger.runs.RunReport;
import io.fallow.run.NightResult;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a night went, as text and as JSON. */
public final class NightWords {

    private NightWords() {}

    /** @param ofShards whether it was one shard's of several, which are approved together */
    public static void print(PrintWriter out, NightResult result, boolean ofShards) {
        RunReport report = result.report();
        new Funnel(out).print(report);
        if (result.doneBefore()) {
            out.println("This night was completed before; nothing was changed.");
        }
        if (result.plan() != null) {
            result.plan().over().forEach(over -> out.println("Over a limit: " + over));
            result.plan().gained().forEach(gained -> out.println("Gained since the approval: " + gained));
            out.println("Look at it with `fallow report --date " + report.businessDate()
                    + "`, then somebody else than who started it:");
            out.println("  fallow approve " + (ofShards ? "--date " + report.businessDate() : report.run())
                    + " --by NAME --reason TEXT && fallow rerun");
        }
    }

    /** On standard error: what kept it from completing. */
    public static void warn(@Nullable String shard, NightResult result) {
        if (result.problem() != null) {
            System.err.println("fallow: " + (shard == null ? "" : "shard " + shard + ": ") + result.problem()
                    + after(result.report()));
        }
    }

    private static String after(RunReport report) {
        return switch (report.status()) {
            case FAILED, STOPPED -> "; nothing is lost, `fallow rerun` continues it";
            case UNSAFE_INPUTS -> "; nothing was decided, `fallow rerun` once the inputs are right";
            default -> "";
        };
    }

    /** The report's own keys, and what kept the night from completing. */
    public static Object json(NightResult result) {
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
