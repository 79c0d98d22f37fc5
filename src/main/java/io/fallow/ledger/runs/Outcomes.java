package io.fallow.ledger.runs;

import io.fallow.ledger.base.KeySpan;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Sql;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Counts, from rows, what became of the accounts a run looked at. */
public final class Outcomes {

    private static final String SPLIT = Sql.named("step/reconcileRun/find-split-keys");
    private static final String OUTCOMES = Sql.named("step/reconcileRun/count-outcomes");
    private static final String EVENTS = Sql.named("step/reconcileRun/count-events");

    private final JdbcClient jdbc;

    public Outcomes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Spans of the key order with about as many of the run's decisions each; together they hold every account. */
    public List<KeySpan> spans(Night night, int parts) {
        return KeySpan.partedBy(
                parts == 1
                        ? List.of()
                        : jdbc.sql(SPLIT)
                                .param("runId", night.runId())
                                .param("businessDate", night.businessDate())
                                .param("parts", parts)
                                .query(String.class)
                                .list());
    }

    /** One outcome for each account looked at whose key lies in the span. */
    public SortedMap<String, Long> of(Night night, KeySpan span) {
        return counted(jdbc.sql(OUTCOMES)
                .param("runId", night.runId())
                .param("businessDate", night.businessDate())
                .param("after", span.after())
                .param("upTo", span.upTo()));
    }

    /** What happened; an account may have had several events. */
    public SortedMap<String, Long> events(long runId, LocalDate businessDate) {
        return counted(jdbc.sql(EVENTS).param("runId", runId).param("businessDate", businessDate));
    }

    private static SortedMap<String, Long> counted(StatementSpec statement) {
        SortedMap<String, Long> counts = new TreeMap<>();
        statement.query(row -> {
            counts.merge(row.getString(1), row.getLong(2), Long::sum);
        });
        return counts;
    }
}
