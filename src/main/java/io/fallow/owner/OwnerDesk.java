package io.fallow.owner;

import io.fallow.ledger.SetAside;
import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.Policy;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Verified, recorded acts of the owner (R3, R10): the only way out of protection, and back from recycling. Each is sealed in its own
 * transaction, as a link of the chain that the nights' seals are in.
 */
public final class OwnerDesk {

    private static final Logger log = LoggerFactory.getLogger(OwnerDesk.class);

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final ActReview review;
    private final ActWriter writer;
    private final TransactionTemplate transaction;
    private final Clock clock;

    public OwnerDesk(ActReview review, ActWriter writer, PlatformTransactionManager transactions, Clock clock) {
        this.review = review;
        this.writer = writer;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * Lifts protection.
     *
     * @param evidence how the owner's identity was verified
     * @throws AccountException when the account is not PROTECTED, is in use, or no evidence is given
     */
    public Decision unseal(String accountId, String evidence, String by, Policy policy) {
        return inTransaction(Act.UNSEAL, accountId, evidence, by, policy);
    }

    /**
     * Brings a recycled account back within its quarantine.
     *
     * @throws AccountException when the account is not RECYCLED, is in use, or no evidence is given
     */
    public Decision restore(String accountId, String evidence, String by, Policy policy) {
        return inTransaction(Act.RESTORE, accountId, evidence, by, policy);
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
                inTransaction(act, accountId, evidence, by, policy);
                done++;
            } catch (AccountException e) {
                log.debug("{} skipped", act, e);
            }
        }
        return done;
    }

    private record Done(Decision decision, String seal) {}

    private Decision inTransaction(Act act, String accountId, String evidence, String by, Policy policy) {
        Done done;
        try {
            done = transaction.execute(status -> {
                SealedAct begun = writer.begin(act, evidence, by, policy, LocalDate.now(clock.withZone(policy.zone())));
                return apply(begun, accountId);
            });
        } catch (DataAccessException e) {
            SQLException sql = SetAside.sqlCause(e);
            if (sql != null && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                throw new AccountException(accountId, ActReview.IN_USE);
            }
            throw e;
        }
        log.info("account {} is {}, seal {}", accountId, act.event(), done.seal);
        return done.decision;
    }

    private Done apply(SealedAct act, String accountId) {
        ActReview.Reviewed reviewed = review.of(act, List.of(accountId));
        Decision decision = reviewed.decided().get(accountId);
        if (decision == null) {
            throw new AccountException(
                    accountId, String.join("; ", reviewed.refused().values()));
        }
        writer.apply(act, reviewed.decided());
        return new Done(decision, writer.seal(act));
    }
}
