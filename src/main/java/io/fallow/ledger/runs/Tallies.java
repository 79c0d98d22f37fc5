package io.fallow.ledger.runs;

import io.fallow.ledger.base.Sql;
import io.fallow.ledger.base.Tally;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the steps count as they go, in the transaction of the rows they count. */
public final class Tallies {

    private static final String ADD = Sql.named("ledger/runs/add-counts");
    private static final String READ = Sql.named("ledger/runs/read-counts");

    private final JdbcClient jdbc;

    public Tallies(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param worker {@code step:partition} */
    public void add(long runId, String worker, Tally tally) {
        if (tally.counts().isEmpty()) {
            return;
        }
        jdbc.sql(ADD)
                .param("runId", runId)
                .param("worker", worker)
                .param("counters", tally.counts().keySet().toArray(String[]::new))
                .param("ns", tally.counts().values().toArray(Long[]::new))
                .update();
    }

    /** Counter by name, by step, in the order of their names. */
    public Map<String, Map<String, Long>> of(long runId) {
        Map<String, Map<String, Long>> steps = new LinkedHashMap<>();
        jdbc.sql(READ).param("runId", runId).query(row -> {
            steps.computeIfAbsent(row.getString(1), step -> new LinkedHashMap<>())
                    .put(row.getString(2), row.getLong(3));
        });
        return steps;
    }
}
