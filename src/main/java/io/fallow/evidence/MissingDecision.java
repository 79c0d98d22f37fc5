package io.fallow.evidence;

import io.fallow.evidence.Finding.Kind;
import io.fallow.ledger.DecisionBytes;
import io.fallow.ledger.Seal;
import io.fallow.ledger.Sql;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Names a decision that is gone: by the event that was written beside it, else by its neighbours in the order of keys. */
final class MissingDecision {

    private static final String FIND = Sql.named("ledger/find-undecided-event");

    private final JdbcClient jdbc;

    MissingDecision(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Finding of(Seal seal, @Nullable DecisionBytes before, @Nullable DecisionBytes after) {
        String from = before == null ? null : before.accountId();
        String upTo = after == null ? null : after.accountId();
        String account = jdbc.sql(FIND)
                .param("runId", seal.of().run())
                .param("businessDate", seal.of().businessDate())
                .param("from", from)
                .param("upTo", upTo)
                .query(String.class)
                .optional()
                .orElse(null);
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
