package io.fallow.ledger.plan;

import io.fallow.ledger.base.CopyRows;
import io.fallow.ledger.base.KeyRange;
import io.fallow.ledger.base.KeyRanges;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.base.Sql;
import io.fallow.ledger.movements.Moved;
import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.Lifecycle;
import io.fallow.lifecycle.Verdict;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Tonight's verdicts: decided once, counted, and applied by the later steps. */
public final class Plan {

    private static final String COPY = Sql.named("ledger/plan/copy-plan");
    private static final String COUNT = Sql.named("ledger/plan/count-planned");
    private static final String AT = Sql.named("ledger/plan/find-planned-at");
    private static final String LAST = Sql.named("ledger/plan/find-last-planned");
    private static final String NEXT = Sql.named("ledger/plan/find-planned");

    private static final String ANALYZE = Sql.named("step/excludePropertyHolders/analyze-plan");
    private static final String CLEAR = Sql.named("step/reconcileRun/clear-plan");

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final DataSource dataSource;
    private final JdbcClient jdbc;

    public Plan(DataSource dataSource, JdbcClient jdbc) {
        this.dataSource = dataSource;
        this.jdbc = jdbc;
    }

    /** What {@link io.fallow.lifecycle.RecyclingRule#tonight} says of one due account. */
    public record Verdicts(String accountId, LocalDate wasDueOn, List<Decision> decisions) {}

    /** Writes the verdicts of a chunk. */
    public void write(Night night, List<Verdicts> accounts) {
        CopyRows rows = new CopyRows(dataSource, COPY);
        for (Verdicts account : accounts) {
            for (Decision decision : account.decisions()) {
                Lifecycle next = new Moved(account.accountId(), decision).next();
                rows.add(night.runId())
                        .add(night.executionId())
                        .add(account.accountId())
                        .add(decision.verdict())
                        .add(account.wasDueOn())
                        .add(next.lastActiveOn())
                        .add(next.clearSince())
                        .add(next.recycleOn())
                        .add(next.lastNoticeOn())
                        .add(next.dueOn())
                        .add(next.noticesIssued())
                        .add(next.cohort())
                        .addArray(next.excludedFor(), name -> name)
                        .endRow();
            }
        }
        rows.write();
    }

    /** How many accounts the plan has for the verdict tonight. */
    public long count(Night night, Verdict verdict) {
        return planned(COUNT, night, verdict).query(Long.class).single();
    }

    /** Key ranges that together hold every account the plan has for the verdict. */
    public List<KeyRange> ranges(Night night, Verdict verdict, int partitions) {
        return KeyRanges.split(
                count(night, verdict),
                partitions,
                position -> planned(AT, night, verdict)
                        .param("position", position)
                        .query(String.class)
                        .list(),
                () -> planned(LAST, night, verdict).query(String.class).optional());
    }

    /** The next accounts of the range after the key, in key order. */
    public List<String> next(Night night, Verdict verdict, KeyRange range, @Nullable String after, int limit) {
        return planned(NEXT, night, verdict)
                .param("first", range.first())
                .param("last", range.last())
                .param("after", after)
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /** Refreshes the planner's statistics of the plan. */
    public void analyze() {
        jdbc.sql(ANALYZE).query(row -> {});
    }

    /** Empties the plan: its verdicts are applied. While somebody reads it, it is left to the next night: its rows are of no other run. */
    public void clear() {
        try {
            jdbc.sql(CLEAR).update();
        } catch (DataAccessException e) {
            SQLException sql = SetAside.sqlCause(e);
            if (sql == null || !LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                throw e;
            }
        }
    }

    private StatementSpec planned(String sql, Night night, Verdict verdict) {
        return jdbc.sql(sql)
                .param("runId", night.runId())
                .param("executionId", night.executionId())
                .param("verdict", verdict.name());
    }
}
