package io.fallow.ledger.plan;

import io.fallow.ledger.plan.PlanReview.Count;
import io.fallow.lifecycle.Verdict;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * A plan as somebody is asked to approve it.
 *
 * @param over a sentence for each limit it is over
 * @param gained accounts it has gained since the plan that was approved, at most ten
 * @param counts per verdict, cohort and exclusions
 */
public record PlanSummary(
        List<String> over,
        List<String> gained,
        List<Count> counts,
        List<String> protectSample,
        List<String> recycleSample) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public static long total(List<Count> counts, Verdict verdict) {
        return counts.stream()
                .filter(count -> count.verdict().equals(verdict.name()))
                .mapToLong(Count::n)
                .sum();
    }

    public String toJson() {
        return JSON.writeValueAsString(this);
    }

    public static PlanSummary fromJson(String json) {
        return JSON.readValue(json, PlanSummary.class);
    }
}
