package io.fallow.delivery;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A row of the outbox.
 *
 * @param accountId null for an event about a night
 * @param effectiveOn the date the event announces, such as that of recycling
 * @param runId null for what people did outside of nights
 * @param detail what there is to say beyond that, as JSON; null where that is nothing
 */
record Event(
        long eventId,
        @Nullable String accountId,
        LocalDate businessDate,
        @Nullable LocalDate effectiveOn,
        @Nullable Long runId,
        OffsetDateTime createdAt,
        String kind,
        @Nullable String detail) {

    private static final String NIGHTS = "nights";

    /** What the order is kept within, as fallow.undelivered_event has it. */
    String orderKey() {
        return accountId == null ? NIGHTS : "account " + accountId;
    }

    /** The same for consumers that spread events over partitions. */
    String partitionKey() {
        return accountId == null ? NIGHTS : accountId;
    }
}
