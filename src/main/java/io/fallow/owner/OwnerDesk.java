package io.fallow.owner;

import io.fallow.ledger.Examined;
import io.fallow.ledger.Facts;
import io.fallow.ledger.PlatformActs;
import io.fallow.ledger.Runs;
import io.fallow.ledger.SetAside;
import io.fallow.ledger.Sources;
import io.fallow.ledger.Sql;
import io.fallow.ledger.Transitions;
import io.fallow.lifecycle.AccountFacts;
import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.Lifecycle;
import io.fallow.lifecycle.OwnerActs;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.RefusedActException;
import io.fallow.lifecycle.State;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Verified, recorded acts of the owner (R3, R10): the only way out of protection, and back from recycling. */
public final class OwnerDesk {

    private static final Logger log = LoggerFactory.getLogger(OwnerDesk.class);

    private static final String SAVE = Sql.named("ledger/save-owner-act");
    private static final String RECORD = Sql.named("ledger/record-owner-act");

    private static final String IN_USE = "it is in use by another transaction; try again in a moment";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final TransactionTemplate transaction;
    private final Clock clock;

    public OwnerDesk(JdbcClient jdbc, Ledger ledger, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** The parts of the ledger that an act touches. */
    public record Ledger(Transitions transitions, Facts facts, PlatformActs platform, Runs runs, Sources sources) {}

    private enum Act {
        UNSEAL("UNSEALED", State.PROTECTED),
        RESTORE("RESTORED", State.RECYCLED);

        private final String event;
        private final State from;

        Act(String event, State from) {
            this.event = event;
            this.from = from;
        }

        Decision decide(AccountFacts facts, Policy policy, LocalDate today) {
            return this == UNSEAL ? OwnerActs.unseal(facts, policy, today) : OwnerActs.restore(facts, policy, today);
        }
    }

    /**
     * Lifts protection.
     *
     * @param evidence how the owner's identity was verified
     * @throws AccountException when the account is not PROTECTED, is in use, or no evidence is given
     */
    public Decision unseal(String accountId, String evidence, String by, Policy policy) {
        return inTransaction(Act.UNSEAL, accountId, evidence, by, policy, today(policy));
    }

    /**
     * Brings a recycled account back within its quarantine.
     *
     * @throws AccountException when the account is not RECYCLED, is in use, or no evidence is given
     */
    public Decision restore(String accountId, String evidence, String by, Policy policy) {
        return inTransaction(Act.RESTORE, accountId, evidence, by, policy, today(policy));
    }

    /**
     * Lifts protection of those that are still PROTECTED and not in use.
     *
     * @return how many
     */
    public int unsealAll(List<String> accountIds, String evidence, String by, Policy policy) {
        return all(Act.UNSEAL, accountIds, evidence, by, policy);
    }

    /**
     * Brings those back that are still RECYCLED and not in use.
     *
     * @return how many
     */
    public int restoreAll(List<String> accountIds, String evidence, String by, Policy policy) {
        return all(Act.RESTORE, accountIds, evidence, by, policy);
    }

    private int all(Act act, List<String> accountIds, String evidence, String by, Policy policy) {
        int done = 0;
        for (String accountId : accountIds) {
            try {
                inTransaction(act, accountId, evidence, by, policy, today(policy));
                done++;
            } catch (AccountException e) {
                log.debug("{} skipped", act, e);
            }
        }
        return done;
    }

    private LocalDate today(Policy policy) {
        return LocalDate.now(clock.withZone(policy.zone()));
    }

    private Decision inTransaction(
            Act act, String accountId, String evidence, String by, Policy policy, LocalDate today) {
        if (evidence.isBlank()) {
            throw new AccountException(accountId, "without evidence of a verified identity nothing is done");
        }
        Decision done;
        try {
            done = transaction.execute(status -> apply(act, accountId, evidence + " (by " + by + ")", policy, today));
        } catch (DataAccessException e) {
            SQLException sql = SetAside.sqlCause(e);
            if (sql != null && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                throw new AccountException(accountId, IN_USE);
            }
            throw e;
        }
        if (done == null) {
            throw new IllegalStateException("a transaction ended without a result");
        }
        return done;
    }

    private Decision apply(Act act, String accountId, String evidence, Policy policy, LocalDate today) {
        List<String> locked = ledger.transitions().lock(List.of(accountId), act.from);
        Examined examined = ledger.facts().of(List.of(accountId), policy.zone()).get(0);
        AccountFacts facts = examined.requireFacts();
        Decision decision;
        try {
            decision = act.decide(facts, policy, today);
        } catch (RefusedActException e) {
            throw new AccountException(accountId, String.valueOf(e.getMessage()));
        }
        if (locked.isEmpty()) {
            throw new AccountException(accountId, IN_USE);
        }
        int version = ledger.runs().save(policy);
        ledger.sources().makeDecisionPartition(today);
        save(accountId, decision, version);
        jdbc.sql(RECORD)
                .param("accountId", accountId)
                .param("since", today)
                .param("fromState", decision.from().name())
                .param("toState", decision.to().name())
                .param("policyVersion", version)
                .param("evidence", evidence)
                .param("event", act.event)
                .param("dueOn", next(decision).dueOn())
                .update();
        if (act == Act.UNSEAL) {
            ledger.platform().unseal(List.of(accountId));
        } else {
            ledger.platform().restore(List.of(accountId));
        }
        return decision;
    }

    private void save(String accountId, Decision decision, int version) {
        Lifecycle next = next(decision);
        int saved = jdbc.sql(SAVE)
                .param("accountId", accountId)
                .param("fromState", decision.from().name())
                .param("toState", next.state().name())
                .param("since", next.since())
                .param("lastActiveOn", next.lastActiveOn())
                .param("ownerActedOn", next.ownerActedOn())
                .param("protectedOn", text(next.protectedOn()))
                .param("dueOn", next.dueOn())
                .param("cohort", next.cohort())
                .param("policyVersion", version)
                .update();
        if (saved != 1) {
            throw new IllegalStateException(
                    "account " + accountId + " was locked as " + decision.from() + " and is not");
        }
    }

    private static @Nullable String text(@Nullable LocalDate date) {
        return date == null ? null : date.toString();
    }

    private static Lifecycle next(Decision decision) {
        Lifecycle next = decision.next();
        if (next == null) {
            throw new IllegalStateException("an act of the owner leaves a row");
        }
        return next;
    }
}
