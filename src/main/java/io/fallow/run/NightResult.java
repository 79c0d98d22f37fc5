package io.fallow.run;

import io.fallow.ledger.plan.PlanSummary;
import io.fallow.ledger.runs.RunReport;
import org.jspecify.annotations.Nullable;

/**
 * How a night ended.
 *
 * @param doneBefore whether it had been completed before, so that nothing was changed
 * @param problem what kept it from completing, in one line
 * @param plan what is to be approved, when it awaits approval
 */
public record NightResult(
        RunReport report,
        boolean doneBefore,
        @Nullable String problem,
        @Nullable PlanSummary plan) {}
