package io.fallow.run;

import io.fallow.ledger.runs.RunReport.Counts;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a night would do, or did if it was run already.
 *
 * @param done whether the night was run: the figures are its report's
 * @param cohorts verdicts per cohort
 * @param over a sentence for each limit it would be over
 */
public record PreviewReport(
        LocalDate businessDate,
        boolean done,
        @Nullable Long accounts,
        Counts counts,
        SortedMap<String, Long> excludedFor,
        SortedMap<String, SortedMap<String, Long>> cohorts,
        List<String> over) {}
