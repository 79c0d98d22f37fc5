package io.fallow.ledger;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Accounts that tonight's full sweep found idle since before the last one, which did not find them so. */
public final class LateArrivals {

    private static final String COUNT = Sql.named("step/checkLimits/count-late");
    private static final String ACCEPTED = Sql.named("ledger/read-late-accepted");
    private static final String ACCEPT = Sql.named("ledger/accept-late");

    private final JdbcClient jdbc;

    public LateArrivals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param sample a few of their keys */
    public record Of(String cohort, long count, List<String> sample) {}

    /** The run's, by cohort. */
    public List<Of> of(Night night) {
        return jdbc.sql(COUNT)
                .param("runId", night.runId())
                .param("businessDate", night.businessDate())
                .query((row, number) -> new Of(row.getString(1), row.getLong(2), List.of((String[])
                        row.getArray(3).getArray())))
                .list();
    }

    /** How many of the run's somebody let in; 0 when nobody has. */
    public long accepted(long runId) {
        return jdbc.sql(ACCEPTED)
                .param("runId", runId)
                .query((row, number) -> row.getLong(1))
                .single();
    }

    /** Lets in those that the run has now; empty when it did not stop for its inputs. */
    public Optional<Long> accept(long runId, String by, String reason) {
        return jdbc.sql(ACCEPT)
                .param("runId", runId)
                .param("by", by)
                .param("reason", reason)
                .query(Long.class)
                .optional();
    }
}
