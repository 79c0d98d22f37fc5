package io.fallow.ledger;

import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts, from rows, what became of the accounts a run looked at. */
public final class Outcomes {

    private static final String OUTCOMES = Sql.named("step/reconcileRun/count-outcomes");
    private static final String EVENTS = Sql.named("step/reconcileRun/count-events");

    private final JdbcClient jdbc;

    public Outcomes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One outcome for each account looked at. */
    public SortedMap<String, Long> of(Night night) {
        return counted(OUTCOMES, night.runId(), night.businessDate());
    }

    /** What happened; an account may have had several events. */
    public SortedMap<String, Long> events(long runId, LocalDate businessDate) {
        return counted(EVENTS, runId, businessDate);
    }

    private SortedMap<String, Long> counted(String sql, long runId, LocalDate businessDate) {
        SortedMap<String, Long> counts = new TreeMap<>();
        jdbc.sql(sql).param("runId", runId).param("businessDate", businessDate).query(row -> {
            counts.merge(row.getString(1), row.getLong(2), Long::sum);
        });
        return counts;
    }
}
