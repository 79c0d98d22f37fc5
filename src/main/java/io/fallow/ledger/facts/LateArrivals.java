package io.fallow.ledger.facts;

import io.fallow.ledger.base.Sql;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Accounts that full sweeps since the last completed night found idle since before the sweep that should have found them, and that nobody has
 * let in: tonight's, and what abandoned nights have left.
 */
public final class LateArrivals {

    private static final int PAGE = 10_000;

    private static final String COUNT = Sql.named("ledger/facts/count-late");
    private static final String FIND = Sql.named("ledger/facts/find-late");
    private static final String ACCEPT = Sql.named("ledger/facts/accept-late");

    private final JdbcClient jdbc;

    public LateArrivals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param sample a few of their keys
     * @param lastSeq of their decisions
     */
    public record Of(String cohort, long count, List<String> sample, long lastSeq) {}

    /** @param accountId as text */
    public record Arrival(String accountId, String cohort) {}

    /** By cohort. */
    public List<Of> byCohort() {
        return jdbc.sql(COUNT)
                .query((row, number) -> new Of(
                        row.getString(1),
                        row.getLong(2),
                        List.of((String[]) row.getArray(3).getArray()),
                        row.getLong(4)))
                .list();
    }

    /** All of them, in pages. */
    public void forEachPage(Consumer<List<Arrival>> reader) {
        List<Arrival> page = page(null);
        while (!page.isEmpty()) {
            reader.accept(page);
            page = page(page.get(page.size() - 1).accountId());
        }
    }

    private List<Arrival> page(@Nullable String after) {
        return jdbc.sql(FIND)
                .param("after", after)
                .param("limit", PAGE)
                .query((row, number) -> new Arrival(row.getString(1), row.getString(2)))
                .list();
    }

    /** Lets in those that there are now, and says how many, if any; empty when the run did not stop for its inputs. */
    public OptionalLong accept(long runId, String by, String reason) {
        List<Of> late = byCohort();
        long accepted = late.stream().mapToLong(Of::count).sum();
        if (accepted == 0) {
            return OptionalLong.of(0);
        }
        int stopped = jdbc.sql(ACCEPT)
                .param("runId", runId)
                .param("accepted", accepted)
                .param("lastSeq", late.stream().mapToLong(Of::lastSeq).max().orElse(0))
                .param("by", by)
                .param("reason", reason)
                .update();
        return stopped == 0 ? OptionalLong.empty() : OptionalLong.of(accepted);
    }
}
