package io.fallow.benchmark;

import io.fallow.benchmark.RowByRowNight.Tonight;
import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.Lifecycle;
import io.fallow.lifecycle.State;
import io.fallow.lifecycle.Verdict;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes what became of each account, row by row, the rows of a table as one JDBC batch. */
final class RowByRowWriter implements ItemWriter<Tonight> {

    private static final String ENTER = """
            INSERT INTO fallow.account_lifecycle (account_id, state, since, last_active_on, due_on, policy_version, run_id, cohort)
            VALUES (?, 'DORMANT', ?, ?, ?, ?, ?, ?)
            """;

    private static final String MOVE = """
            UPDATE fallow.account_lifecycle
            SET state = CAST(? AS fallow.state), since = ?, last_active_on = ?, protected_on = ?, clear_since = ?, recycle_on = ?,
                last_notice_on = ?, due_on = ?, notices_issued = ?, excluded_for = ?
            WHERE account_id = ?
            """;

    private static final String DECIDE = """
            INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, run_id, reasons)
            VALUES (?, ?, CAST(? AS fallow.state), CAST(? AS fallow.state), ?, ?, ?)
            """;

    private static final String TELL = """
            INSERT INTO fallow.event (account_id, business_date, effective_on, run_id, kind) VALUES (?, ?, ?, ?, ?)
            """;

    private static final String WARN = """
            INSERT INTO fallow.notice (account_id, clear_since, number, issued_on, recycle_on, run_id) VALUES (?, ?, ?, ?, ?, ?)
            """;

    private static final String NOTIFY = """
            INSERT INTO fallow.borrower_notice (account_id, issued_on, recycle_on, run_id) VALUES (?, ?, ?, ?)
            """;

    private static final String PROTECT = """
            UPDATE platform.account SET status = 'protected' WHERE account_id = ? AND status = 'active'
            """;

    private final JdbcTemplate jdbc;
    private final LocalDate today;
    private final int policyVersion;
    private final long runId;

    RowByRowWriter(JdbcTemplate jdbc, LocalDate today, int policyVersion, long runId) {
        this.jdbc = jdbc;
        this.today = today;
        this.policyVersion = policyVersion;
        this.runId = runId;
    }

    @Override
    public void write(Chunk<? extends Tonight> chunk) {
        List<@Nullable Object[]> entering = new ArrayList<>();
        List<@Nullable Object[]> moving = new ArrayList<>();
        List<@Nullable Object[]> deciding = new ArrayList<>();
        List<@Nullable Object[]> telling = new ArrayList<>();
        List<@Nullable Object[]> warning = new ArrayList<>();
        List<@Nullable Object[]> notifying = new ArrayList<>();
        List<@Nullable Object[]> protecting = new ArrayList<>();
        for (Tonight tonight : chunk) {
            long id = tonight.id();
            Lifecycle row = null;
            for (Decision decision : tonight.decisions()) {
                row = next(decision);
                Verdict verdict = decision.verdict();
                if (verdict == Verdict.ENTER) {
                    entering.add(
                            values(id, today, row.lastActiveOn(), row.dueOn(), policyVersion, runId, row.cohort()));
                    deciding.add(decision(id, State.ACTIVE, State.DORMANT, Stream.of("IDLE")));
                    telling.add(values(id, today, row.dueOn(), runId, "DORMANT"));
                } else if (verdict == Verdict.PROTECT) {
                    Stream<String> reasons = Stream.concat(Stream.of("LONG_UNUSED"), row.excludedFor().stream());
                    deciding.add(decision(id, State.DORMANT, State.PROTECTED, reasons));
                    telling.add(values(id, today, row.recycleOn(), runId, "PROTECTED"));
                    protecting.add(values(id));
                } else if (verdict == Verdict.WARN) {
                    telling.add(values(id, today, row.recycleOn(), runId, "WARNED"));
                    warning.add(values(id, row.clearSince(), row.noticesIssued(), today, row.recycleOn(), runId));
                } else if (row.excludedFor().containsAll(List.of("BLOCKED", "MICRO_LOAN"))) {
                    telling.add(values(id, today, row.dueOn(), runId, "NOTIFIED"));
                    notifying.add(values(id, today, row.dueOn(), runId));
                }
            }
            if (row != null && tonight.decisions().size() > 1) {
                moving.add(moved(id, row));
            }
        }
        jdbc.batchUpdate(ENTER, entering);
        jdbc.batchUpdate(MOVE, moving);
        jdbc.batchUpdate(DECIDE, deciding);
        jdbc.batchUpdate(TELL, telling);
        jdbc.batchUpdate(WARN, warning);
        jdbc.batchUpdate(NOTIFY, notifying);
        jdbc.batchUpdate(PROTECT, protecting);
    }

    private static Lifecycle next(Decision decision) {
        Lifecycle next = decision.next();
        if (next == null) {
            throw new IllegalStateException("on a first night no account leaves: " + decision);
        }
        return next;
    }

    private @Nullable Object[] decision(long id, State from, State to, Stream<String> reasons) {
        return values(id, today, from.name(), to.name(), policyVersion, runId, reasons.toArray(String[]::new));
    }

    private static @Nullable Object[] moved(long id, Lifecycle row) {
        return values(
                row.state().name(),
                row.since(),
                row.lastActiveOn(),
                row.protectedOn(),
                row.clearSince(),
                row.recycleOn(),
                row.lastNoticeOn(),
                row.dueOn(),
                row.noticesIssued(),
                row.excludedFor().toArray(String[]::new),
                id);
    }

    private static @Nullable Object[] values(@Nullable Object... values) {
        return values;
    }
}
