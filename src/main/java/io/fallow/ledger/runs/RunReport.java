package io.fallow.ledger.runs;

import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a night did. Counts are events and may overlap: an account that entered and was protected counts as dormant and as protected.
 *
 * @param run the run's number
 * @param excludedFor how many accounts were found excluded, by reason; an account may count for several
 * @param outcomes what became of each account looked at, once: they add up to {@code counts.scanned}
 */
public record RunReport(
        long run,
        LocalDate businessDate,
        Run.Status status,
        @Nullable Long accounts,
        Counts counts,
        SortedMap<String, Long> excludedFor,
        SortedMap<String, Long> outcomes,
        List<StepReport> steps,
        @Nullable String seal) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** How many accounts were looked at, and how many of what happened to them. {@code protected} is a word of Java. */
    public record Counts(
            long scanned,
            long dormant,
            long excluded,

            @com.fasterxml.jackson.annotation.JsonProperty("protected")
            long protectedAccounts,

            long warned,
            long recycled,
            long released,
            long returned,
            long setAside) {}

    /** @param seconds over all executions of the step */
    public record StepReport(String name, String status, long read, long written, long skipped, double seconds) {}

    /** The same with its seal, which is taken last. */
    public RunReport sealed(String digest) {
        return new RunReport(run, businessDate, status, accounts, counts, excludedFor, outcomes, steps, digest);
    }

    public String toJson() {
        return JSON.writeValueAsString(this);
    }

    public static RunReport fromJson(String json) {
        return JSON.readValue(json, RunReport.class);
    }
}
