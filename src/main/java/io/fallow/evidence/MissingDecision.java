package io.fallow.evidence;

import io.fallow.evidence.Finding.Kind;
import io.fallow.ledger.base.Sql;
import io.fallow.ledger.seals.DecisionBytes;
import io.fallow.ledger.seals.Seal;
import io.fallow.ledger.seals.SealOrder;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Names a decision that is gone: by the event that was written beside it, else by its neighbours in the seal's order. */
final class MissingDecision {

    private static final String FIND = Sql.named("evidence/find-undecided-event");
    private static final String FIND_BY_KEY = Sql.named("evidence/find-undecided-event-by-key");

    private final JdbcClient jdbc;

    MissingDecision(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Between two decisions that the seal has side by side, in an order that this database has too. */
    Finding of(Seal seal, @Nullable DecisionBytes before, @Nullable DecisionBytes after) {
        return finding(seal, before, after, event(seal, account(before), account(after)));
    }

    /** The same where the database no longer has the seal's order: anywhere may be between. */
    Finding scattered(Seal seal, @Nullable DecisionBytes before, @Nullable DecisionBytes after) {
        return finding(seal, before, after, event(seal, null, null));
    }

    private static @Nullable String account(@Nullable DecisionBytes decision) {
        return decision == null ? null : decision.accountId();
    }

    private @Nullable String event(Seal seal, @Nullable String from, @Nullable String upTo) {
        return jdbc.sql(seal.ordering() == SealOrder.TEXT ? FIND : FIND_BY_KEY)
                .param("runId", seal.of().run())
                .param("businessDate", seal.of().businessDate())
                .param("from", from)
                .param("upTo", upTo)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    private static Finding finding(
            Seal seal, @Nullable DecisionBytes before, @Nullable DecisionBytes after, @Nullable String account) {
        String from = account(before);
        String upTo = account(after);
        String in = seal.of().run() == null
                ? "act " + seal.of().act()
                : "run " + seal.of().run();
        String line = account == null
                ? "a decision of " + seal.of() + " was removed, whose account lies "
                        + (from == null ? "first" : "after or at " + from)
                        + (upTo == null ? ", last" : ", before or at " + upTo)
                : "account " + account + ": its decision of " + seal.of().businessDate() + " in " + in + " was removed";
        return Finding.decision(Kind.DECISION_REMOVED, line, account, seal.of().businessDate(), seal.of(), seal);
    }
}
