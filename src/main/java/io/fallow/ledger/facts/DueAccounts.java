package io.fallow.ledger.facts;

import io.fallow.ledger.base.KeyRange;
import io.fallow.ledger.base.KeyRanges;
import io.fallow.ledger.base.Sql;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The accounts on which something can happen tonight, by their index on {@code due_on}. */
public final class DueAccounts {

    private static final String ANALYZE = Sql.named("step/excludePropertyHolders/analyze-lifecycle");
    private static final String COUNT = Sql.named("ledger/facts/count-due");
    private static final String AT = Sql.named("ledger/facts/find-due-at");
    private static final String LAST = Sql.named("ledger/facts/find-last-due");
    private static final String NEXT = Sql.named("ledger/facts/find-due");

    private final JdbcClient jdbc;

    public DueAccounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Refreshes the planner's statistics of the lifecycle. */
    public void analyze() {
        jdbc.sql(ANALYZE).query(row -> {});
    }

    public long count(LocalDate businessDate) {
        return jdbc.sql(COUNT)
                .param("businessDate", businessDate)
                .query(Long.class)
                .single();
    }

    /**
     * Key ranges that together hold every due account.
     *
     * @param count as counted
     */
    public List<KeyRange> ranges(LocalDate businessDate, long count, int partitions) {
        return KeyRanges.split(
                count,
                partitions,
                position -> jdbc.sql(AT)
                        .param("businessDate", businessDate)
                        .param("position", position)
                        .query(String.class)
                        .list(),
                () -> jdbc.sql(LAST)
                        .param("businessDate", businessDate)
                        .query(String.class)
                        .optional());
    }

    /** The next due accounts of the range after the key, in key order. */
    public List<String> next(LocalDate businessDate, KeyRange range, @Nullable String after, int limit) {
        return jdbc.sql(NEXT)
                .param("first", range.first())
                .param("last", range.last())
                .param("after", after)
                .param("businessDate", businessDate)
                .param("limit", limit)
                .query(String.class)
                .list();
    }
}
