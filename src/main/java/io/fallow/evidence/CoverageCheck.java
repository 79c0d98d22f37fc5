package io.fallow.evidence;

import io.fallow.evidence.Finding.Kind;
import io.fallow.ledger.base.Sql;
import io.fallow.ledger.seals.Sealed;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether every run that is over, and every decision that is of no unfinished run, has a seal. */
final class CoverageCheck {

    private static final String RUN = Sql.named("evidence/find-unsealed-run");
    private static final String DECISION = Sql.named("evidence/find-unsealed-decision");
    private static final String COUNT = Sql.named("evidence/count-unsealed");

    private static final String COUNT_ACTS = Sql.named("evidence/count-waiting-acts");

    private final JdbcClient jdbc;

    CoverageCheck(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Nullable
    Finding find() {
        Optional<Sealed> run = jdbc.sql(RUN)
                .query((row, number) -> Sealed.ofRun(row.getLong(1), row.getObject(2, LocalDate.class)))
                .optional();
        if (run.isPresent()) {
            return Finding.removedSeal(run.get() + " is over and has no seal: it was removed", run.get());
        }
        return jdbc.sql(DECISION)
                .query((row, number) -> unsealed(
                        row.getString(1),
                        new Sealed(
                                row.getObject(3, Long.class),
                                row.getObject(4, Long.class),
                                row.getObject(2, LocalDate.class))))
                .optional()
                .orElse(null);
    }

    private static Finding unsealed(String account, Sealed of) {
        return Finding.decision(
                Kind.DECISION_ADDED,
                "account " + account + ": a decision of " + of.businessDate()
                        + " is covered by no seal: it was added, or the seal of "
                        + (of.run() == null ? "act " + of.act() : "run " + of.run()) + " was removed",
                account,
                of.businessDate(),
                of,
                null);
    }

    static @Nullable Sealed of(Finding found) {
        LocalDate on = found.businessDate();
        return on == null ? null : new Sealed(found.run(), found.act(), on);
    }

    long countUnsealed() {
        return jdbc.sql(COUNT).query(Long.class).single();
    }

    long countOfWaitingActs() {
        return jdbc.sql(COUNT_ACTS).query(Long.class).single();
    }
}
