package io.fallow.ledger.runs;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A run as the ledger has it. {@code report} and {@code planSummary} are JSON. */
public record Run(
        long runId,
        LocalDate businessDate,
        Status status,
        int token,
        int policyVersion,
        boolean fullSweep,
        @Nullable Long accounts,
        @Nullable Long approvedExecution,
        @Nullable String approvedBy,
        String startedBy,
        OffsetDateTime startedAt,
        @Nullable OffsetDateTime finishedAt,
        @Nullable String error,
        @Nullable String report,
        @Nullable String planSummary,
        @Nullable String planDigest) {

    public enum Status {
        RUNNING,
        STOPPED,
        FAILED,
        UNSAFE_INPUTS,
        AWAITING_APPROVAL,
        COMPLETED,
        ABANDONED
    }
}
