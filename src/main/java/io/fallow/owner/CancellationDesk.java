package io.fallow.owner;

import io.fallow.ledger.acts.Cancellations;
import io.fallow.ledger.acts.Cancellations.Request;
import io.fallow.ledger.facts.Examined;
import io.fallow.ledger.movements.Barrier;
import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.OwnerActs;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.Reason;
import io.fallow.lifecycle.RefusedActException;
import io.fallow.lifecycle.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Where owners cancel their accounts (R8). A request says what must still be settled; when that is nothing, the account is RECYCLED at
 * once, else by the first night of its term on which that is so.
 */
public final class CancellationDesk {

    private static final Logger log = LoggerFactory.getLogger(CancellationDesk.class);

    private static final String REFUSED = "fallow_cancellation";

    private final Cancellations requests;
    private final LookUp lookUp;
    private final ActReview review;
    private final ActWriter writer;
    private final Patience patience;
    private final Clock clock;

    CancellationDesk(
            Cancellations requests, LookUp lookUp, ActReview review, ActWriter writer, Patience patience, Clock clock) {
        this.requests = requests;
        this.lookUp = lookUp;
        this.review = review;
        this.writer = writer;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * How the desk waits.
     *
     * @param limit how long platform transactions older than the request are waited for
     */
    record Patience(TransactionTemplate transaction, Barrier barrier, Duration limit) {}

    /**
     * A request, and how it stands.
     *
     * @param completed whether the account is RECYCLED now
     * @param unsettled what must still be settled
     * @param waitsFor why it waits although nothing is unsettled; null when it does not
     */
    public record Standing(
            Request request,
            boolean completed,
            List<Reason> unsettled,
            @Nullable String waitsFor) {}

    /**
     * Requests that an account is cancelled, and cancels it at once if nothing of it is held.
     *
     * @throws AccountException when the evidence is incomplete, a request is pending, or the account is RECYCLED already or unknown
     */
    public Standing request(String accountId, Evidence evidence, Policy policy) {
        lookUp.requireKnown(accountId);
        Request request = lookUp.computed(
                accountId,
                () -> Refusal.of(
                        REFUSED,
                        () -> patience.transaction().execute(status -> {
                            requests.request(
                                    accountId,
                                    evidence.method(),
                                    evidence.reference(),
                                    evidence.by(),
                                    policy,
                                    clock.instant());
                            return requests.pending(accountId).get(0);
                        })));
        log.info("account {} is to be cancelled, until {}", accountId, request.expiresOn());
        Standing standing = standing(request, policy);
        return standing.unsettled.isEmpty() && standing.waitsFor == null ? atOnce(request, evidence, policy) : standing;
    }

    /**
     * Revokes the pending request; what is RECYCLED already is restored instead.
     *
     * @throws AccountException when none is pending
     */
    public void revoke(String accountId, String by) {
        lookUp.requireKnown(accountId);
        Refusal.of(
                REFUSED,
                () -> patience.transaction().execute(status -> requests.revoke(accountId, by, clock.instant())));
        log.info("account {} is not to be cancelled any more", accountId);
    }

    /** The pending requests, the oldest first, each with what must still be settled. */
    public List<Standing> list(Policy policy) {
        List<Standing> list = new ArrayList<>();
        for (Request request : requests.pending(null)) {
            list.add(standing(request, policy));
        }
        return list;
    }

    private Standing standing(Request request, Policy policy) {
        Examined examined = lookUp.of(List.of(request.account()), policy.zone()).get(0);
        RuntimeException poison = examined.poison();
        if (poison != null) {
            return new Standing(request, false, List.of(), "the platform: " + lookUp.why(request.account(), poison));
        }
        try {
            Decision decision = OwnerActs.cancel(examined.requireFacts(), policy, today(policy));
            return new Standing(
                    request, false, decision.verdict() == Verdict.WAIT ? decision.reasons() : List.of(), null);
        } catch (RefusedActException e) {
            return new Standing(request, false, List.of(), "the night, which closes it: " + e.getMessage());
        }
    }

    private Standing atOnce(Request request, Evidence evidence, Policy policy) {
        try {
            patience.barrier().await(patience.limit(), () -> {});
        } catch (Barrier.BarrierTimeoutException e) {
            return new Standing(request, false, List.of(), "transactions that are open on the platform");
        }
        try {
            return patience.transaction().execute(status -> underLock(request, evidence, policy));
        } catch (DataAccessException e) {
            if (Refusal.isBusy(e)) {
                return new Standing(request, false, List.of(), "a transaction that has the account in use");
            }
            throw e;
        }
    }

    private Standing underLock(Request request, Evidence evidence, Policy policy) {
        SealedAct act = writer.begin(Act.CANCEL, evidence.toString(), policy, today(policy));
        ActReview.Reviewed reviewed = review.of(act, List.of(request.account()));
        Decision decision = reviewed.decided().get(request.account());
        if (decision == null) {
            return new Standing(
                    request,
                    false,
                    List.of(),
                    String.join("; ", reviewed.refused().values()));
        }
        if (decision.verdict() != Verdict.RECYCLE) {
            return new Standing(request, false, decision.reasons(), null);
        }
        writer.apply(act, reviewed.decided());
        if (requests.complete(List.of(request.account()), act.today(), evidence.by()) != 1) {
            throw new AccountException(request.account(), "the request to cancel was revoked meanwhile");
        }
        String seal = writer.seal(act);
        log.info("account {} is CANCELLED, seal {}", request.account(), seal);
        return new Standing(request, true, List.of(), null);
    }

    private LocalDate today(Policy policy) {
        return LocalDate.now(clock.withZone(policy.zone()));
    }
}
