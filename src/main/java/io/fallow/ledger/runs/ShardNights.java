package io.fallow.ledger.runs;

import io.fallow.ledger.base.Sql;
import io.fallow.lifecycle.Verdict;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The nights of all shards, as the control database knows them. */
public final class ShardNights {

    private static final String EXPECT = Sql.named("ledger/runs/expect-shard-night");
    private static final String PLAN = Sql.named("ledger/runs/plan-shard-night");
    private static final String END = Sql.named("ledger/runs/end-shard-night");
    private static final String MISS = Sql.named("ledger/runs/miss-shard-night");
    private static final String OTHERS = Sql.named("ledger/runs/count-other-shards");
    private static final String MEDIAN = Sql.named("ledger/runs/median-of-recent-shard-nights");
    private static final String UNFINISHED = Sql.named("ledger/runs/find-unfinished-shard-nights");
    private static final String LAST = Sql.named("ledger/runs/find-last-shard-night");
    private static final String REPORT = Sql.named("ledger/runs/find-shard-report");

    private final JdbcClient jdbc;

    /** @param jdbc on the control database */
    public ShardNights(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What a night protects and recycles.
     *
     * @param accounts of how many there are
     */
    public record Numbers(long protections, long recyclings, long accounts) {

        public static final Numbers NONE = new Numbers(0, 0, 0);

        public Numbers plus(Numbers other) {
            return new Numbers(
                    protections + other.protections, recyclings + other.recyclings, accounts + other.accounts);
        }
    }

    public void expect(LocalDate businessDate, String shard) {
        jdbc.sql(EXPECT)
                .param("businessDate", businessDate)
                .param("shard", shard)
                .update();
    }

    public void plan(LocalDate businessDate, String shard, long runId, Numbers planned) {
        jdbc.sql(PLAN)
                .param("businessDate", businessDate)
                .param("shard", shard)
                .param("runId", runId)
                .param("accounts", planned.accounts())
                .param("protected", planned.protections())
                .param("recycled", planned.recyclings())
                .update();
    }

    /** How a night ended, for now or for good. */
    public void end(String shard, RunReport report, @Nullable String problem) {
        jdbc.sql(END)
                .param("businessDate", report.businessDate())
                .param("shard", shard)
                .param("status", report.status().name())
                .param("runId", report.run())
                .param("accounts", report.accounts())
                .param("protected", report.counts().protectedAccounts())
                .param("recycled", report.counts().recycled())
                .param("report", report.toJson())
                .param("problem", problem)
                .update();
    }

    /** The shard does not answer. */
    public void miss(LocalDate businessDate, String shard, String problem) {
        jdbc.sql(MISS)
                .param("businessDate", businessDate)
                .param("shard", shard)
                .param("problem", problem)
                .update();
    }

    /** What the other shards did on a date, or else planned, by name. */
    public Map<String, Numbers> others(LocalDate businessDate, String shard) {
        Map<String, Numbers> others = new TreeMap<>();
        jdbc.sql(OTHERS)
                .param("businessDate", businessDate)
                .param("shard", shard)
                .query(row -> {
                    others.put(row.getString(1), new Numbers(row.getLong(2), row.getLong(3), row.getLong(4)));
                });
        return others;
    }

    /** The median of all shards' counts together; empty while there are too few nights that all completed. */
    public OptionalDouble medianOfRecentNights(Verdict verdict) {
        Double median = jdbc.sql(MEDIAN)
                .param("verdict", verdict.name())
                .query((row, number) -> Optional.ofNullable((Number) row.getObject(1)))
                .single()
                .map(Number::doubleValue)
                .orElse(null);
        return median == null ? OptionalDouble.empty() : OptionalDouble.of(median);
    }

    /** Dates on which the shard's night is not known to be over. */
    public List<LocalDate> unfinished(String shard) {
        return jdbc.sql(UNFINISHED)
                .param("shard", shard)
                .query((row, number) -> row.getObject(1, LocalDate.class))
                .list();
    }

    /** The latest date of any shard. */
    public Optional<LocalDate> last() {
        return jdbc.sql(LAST)
                .query((row, number) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
                .single();
    }

    /** The report of a completed night of a shard that may be down now. */
    public Optional<RunReport> report(LocalDate businessDate, String shard) {
        return jdbc.sql(REPORT)
                .param("businessDate", businessDate)
                .param("shard", shard)
                .query(String.class)
                .optional()
                .map(RunReport::fromJson);
    }
}
