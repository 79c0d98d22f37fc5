package io.fallow.owner;

import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.Policy;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Verified, recorded acts of the owner (R3, R10): the only way out of protection, and back from recycling. Each is sealed in its own
 * transaction, as a link of the chain that the nights' seals are in.
 */
public final class OwnerDesk {

    private static final Logger log = LoggerFactory.getLogger(OwnerDesk.class);

    private final LookUp lookUp;
    private final ActReview review;
    private final ActWriter writer;
    private final UnsealAttempts attempts;
    private final TransactionTemplate transaction;
    private final TransactionTemplate savepoint;
    private final Clock clock;

    public OwnerDesk(
            LookUp lookUp,
            ActReview review,
            ActWriter writer,
            UnsealAttempts attempts,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.lookUp = lookUp;
        this.review = review;
        this.writer = writer;
        this.attempts = attempts;
        this.clock = clock;
        transaction = new TransactionTemplate(transactions);
        savepoint = new TransactionTemplate(transactions);
        savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /**
     * Lifts protection. Each attempt is recorded and counted, also one that is refused.
     *
     * @throws AccountException when the account is not PROTECTED, is in use, was tried too often, or the evidence is incomplete
     */
    public Decision unseal(String accountId, Evidence evidence, Policy policy) {
        lookUp.requireKnown(accountId);
        Attempted attempted =
                Objects.requireNonNull(transaction.execute(status -> attempt(accountId, evidence, policy)));
        return attempted.done(accountId, Act.UNSEAL);
    }

    /**
     * Brings a recycled account back within its quarantine.
     *
     * @param evidence how it was verified that it is to come back
     * @throws AccountException when the account is not RECYCLED, is in use, or no evidence is given
     */
    public Decision restore(String accountId, String evidence, String by, Policy policy) {
        String said = said(evidence, by);
        lookUp.requireKnown(accountId);
        try {
            Done done = Objects.requireNonNull(
                    transaction.execute(status -> apply(begin(Act.RESTORE, said, policy), accountId)));
            return new Attempted(done, null).done(accountId, Act.RESTORE);
        } catch (DataAccessException e) {
            throw busy(accountId, e);
        }
    }

    /**
     * Lifts protection of those that are still PROTECTED and not in use.
     *
     * @return how many
     */
    public int unsealAll(List<String> accountIds, Evidence evidence, Policy policy) {
        return all(accountIds, accountId -> unseal(accountId, evidence, policy));
    }

    /**
     * Brings those back that are still RECYCLED and not in use.
     *
     * @return how many
     */
    public int restoreAll(List<String> accountIds, String evidence, String by, Policy policy) {
        return all(accountIds, accountId -> restore(accountId, evidence, by, policy));
    }

    private static int all(List<String> accountIds, Consumer<String> act) {
        int done = 0;
        for (String accountId : accountIds) {
            try {
                act.accept(accountId);
                done++;
            } catch (AccountException e) {
                log.debug("{} skipped", accountId, e);
            }
        }
        return done;
    }

    /** @throws AccountException when it says nothing */
    static String said(String evidence, String by) {
        if (evidence.isBlank() || by.isBlank()) {
            throw AccountException.withoutEvidence();
        }
        return evidence + " (by " + by + ")";
    }

    private record Done(Decision decision, String seal) {}

    /** Exactly one of the two is given. */
    private record Attempted(@Nullable Done done, @Nullable AccountException refused) {

        Decision done(String accountId, Act act) {
            if (refused != null) {
                throw refused;
            }
            Done made = Objects.requireNonNull(done);
            log.info("account {} is {}, seal {}", accountId, act.event(), made.seal);
            return made.decision;
        }
    }

    /** The attempt stays recorded when the act is refused: only the act is undone. */
    private Attempted attempt(String accountId, Evidence evidence, Policy policy) {
        Optional<OffsetDateTime> closedUntil =
                attempts.closedUntil(accountId, policy.acts().unseal());
        if (closedUntil.isPresent()) {
            AccountException refused = new AccountException(
                    accountId,
                    "too many attempts to unseal it; the next one is possible from "
                            + closedUntil.get().toInstant() + " on");
            attempts.tooMany(accountId, evidence, String.valueOf(refused.getMessage()));
            return new Attempted(null, refused);
        }
        AccountException refused;
        try {
            if (!evidence.isComplete()) {
                throw AccountException.withoutEvidence();
            }
            Done done = savepoint.execute(status -> {
                SealedAct act = begin(Act.UNSEAL, evidence.toString(), policy);
                attempts.unsealed(accountId, evidence, act.number());
                return apply(act, accountId);
            });
            return new Attempted(done, null);
        } catch (AccountException e) {
            refused = e;
        } catch (DataAccessException e) {
            refused = busy(accountId, e);
        }
        attempts.refused(accountId, evidence, String.valueOf(refused.getMessage()));
        return new Attempted(null, refused);
    }

    private static AccountException busy(String accountId, DataAccessException error) {
        if (Refusal.isBusy(error)) {
            return new AccountException(accountId, ActReview.IN_USE);
        }
        throw error;
    }

    private SealedAct begin(Act act, String evidence, Policy policy) {
        return writer.begin(act, evidence, policy, LocalDate.now(clock.withZone(policy.zone())));
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
