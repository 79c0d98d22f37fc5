package io.fallow.ledger.movements;

import io.fallow.ledger.base.Sql;
import java.time.LocalDate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows that no later question needs. Evidence (decisions, seals, notices, runs) is not among them. */
public final class Leftovers {

    private static final String BATCH = Sql.named("step/keepHouse/delete-batch-history");
    private static final String EVENTS = Sql.named("step/keepHouse/forget-delivered-events");
    private static final String COUNTS = Sql.named("step/keepHouse/delete-counts");

    private final JdbcClient jdbc;

    public Leftovers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return of how many completed or abandoned nights before the date Spring Batch's rows went; never of the last completed one */
    public long deleteBatchHistory(LocalDate before, int atMost) {
        return jdbc.sql(BATCH).param("before", before).param("atMost", atMost).update();
    }

    /** @return how many events of business dates before that one went, which every consumer has had */
    public long forgetDeliveredEvents(LocalDate before, int atMost) {
        return jdbc.sql(EVENTS)
                .param("before", before)
                .param("atMost", atMost)
                .query(Long.class)
                .single();
    }

    /** @return how many counters went of completed nights before the date; never of the last completed one */
    public long deleteCounts(LocalDate before, int atMostRuns) {
        return jdbc.sql(COUNTS)
                .param("before", before)
                .param("atMost", atMostRuns)
                .update();
    }
}
