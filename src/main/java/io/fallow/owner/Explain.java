package io.fallow.owner;

import io.fallow.ledger.acts.Cancellations;
import io.fallow.ledger.acts.Cancellations.Request;
import io.fallow.ledger.base.Sql;
import io.fallow.lifecycle.AccountFacts;
import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.Lifecycle;
import io.fallow.lifecycle.OwnerActs;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.Reach;
import io.fallow.lifecycle.Reason;
import io.fallow.lifecycle.RecyclingRule;
import io.fallow.lifecycle.State;
import io.fallow.lifecycle.Verdict;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Answers "why this account?": where it stands, how it came there, what it holds now, and what happens next on which date. */
public final class Explain {

    private static final String HISTORY = Sql.named("owner/read-history");
    private static final String NOTICES = Sql.named("owner/read-notices");

    /** How many turns of its life are told ahead. */
    private static final int TURNS_AHEAD = 8;

    private final JdbcClient jdbc;
    private final LookUp lookUp;
    private final Cancellations requests;
    private final Clock clock;

    public Explain(JdbcClient jdbc, LookUp lookUp, Cancellations requests, Clock clock) {
        this.jdbc = jdbc;
        this.lookUp = lookUp;
        this.requests = requests;
        this.clock = clock;
    }

    public record Past(
            LocalDate businessDate,
            String from,
            String to,
            List<String> reasons,
            int policyVersion,
            @Nullable Long run,
            OffsetDateTime decidedAt,
            @Nullable String evidence) {}

    /** @param delivery what the platform reported of it: UNREPORTED, DELIVERED, OPENED or BOUNCED */
    public record Notice(int number, LocalDate issuedOn, LocalDate recycleOn, String delivery) {}

    /** @param what a verdict, if nothing about the account changes until then */
    public record Turn(LocalDate on, String what) {}

    /**
     * @param held what keeps it from being recycled, now, with details
     * @param reach how far its notices reached the owner; null when it is not known when that one was last seen
     * @param cancellation the owner's pending request to cancel; null when there is none
     * @param ahead what the next nights do, if nothing about the account changes
     */
    public record Explanation(
            String account,
            State state,
            boolean onPlatform,
            @Nullable String cohort,
            @Nullable LocalDate lastActiveOn,
            @Nullable Lifecycle lifecycle,
            List<Reason> held,
            List<Past> history,
            List<Notice> notices,
            @Nullable Reach reach,
            @Nullable Request cancellation,
            List<Turn> ahead) {

        private static final JsonMapper JSON = JsonMapper.builder().build();

        public String toJson() {
            return JSON.writeValueAsString(this);
        }
    }

    /**
     * @throws AccountException when the account exists nowhere
     * @throws io.fallow.ledger.base.UnsafeInputsException when a view of the contract cannot compute it
     */
    public Explanation of(String accountId, Policy policy) {
        return of(accountId, policy, LocalDate.now(clock.withZone(policy.zone())));
    }

    public Explanation of(String accountId, Policy policy, LocalDate today) {
        lookUp.requireKnown(accountId);
        AccountFacts seen = lookUp.facts(accountId, policy.zone());
        Lifecycle row = seen.lifecycle();
        List<Past> history = history(accountId);
        Request request = requests.pending(accountId).stream().findFirst().orElse(null);
        return new Explanation(
                accountId,
                row == null ? State.ACTIVE : row.state(),
                seen.onPlatform(),
                seen.cohort(),
                seen.lastActiveOn(),
                row,
                seen.exclusions(),
                history,
                notices(accountId),
                seen.reach(),
                request,
                request == null || isRecycled(row)
                        ? ahead(seen, policy, today)
                        : cancelling(request, seen, policy, today));
    }

    private static boolean isRecycled(@Nullable Lifecycle row) {
        return row != null && row.state().compareTo(State.RECYCLED) >= 0;
    }

    private static List<Turn> cancelling(Request request, AccountFacts seen, Policy policy, LocalDate today) {
        Decision decision = OwnerActs.cancel(seen, policy, today);
        boolean settled =
                decision.verdict() == Verdict.RECYCLE || decision.reasons().isEmpty();
        return List.of(
                settled
                        ? new Turn(
                                today,
                                "is RECYCLED as its owner asked, and can be restored until the quarantine is over")
                        : new Turn(
                                request.expiresOn().plusDays(1),
                                "the request to cancel lapses, if " + names(decision.reasons())
                                        + " is not settled by then"));
    }

    /** Plays the rule forward on the facts as they are, from one due date to the next. */
    private static List<Turn> ahead(AccountFacts facts, Policy policy, LocalDate today) {
        List<Turn> turns = new ArrayList<>();
        AccountFacts seen = facts;
        LocalDate on = today;
        for (int night = 0; night < TURNS_AHEAD * 2 && turns.size() < TURNS_AHEAD; night++) {
            Lifecycle row = seen.lifecycle();
            if (row == null) {
                LocalDate idleOn = idleOn(seen, policy);
                if (idleOn == null) {
                    turns.add(new Turn(
                            on, "nothing: its last activity or its cohort is unknown, and unknown counts as held"));
                    return turns;
                }
                on = idleOn.isAfter(on) ? idleOn : on;
            } else if (row.dueOn() == null) {
                return turns;
            } else {
                on = row.dueOn().isAfter(on) ? row.dueOn() : on;
            }
            for (Decision decision : RecyclingRule.tonight(seen, policy, on)) {
                if (decision.reasons().equals(List.of(Reason.UNREACHABLE)) && decision.next() != null) {
                    turns.add(new Turn(
                            on,
                            "its notices did not reach the owner: all go out anew, before "
                                    + decision.next().recycleOn()));
                } else if (decision.verdict() == Verdict.WAIT
                        && !decision.reasons().isEmpty()) {
                    turns.add(new Turn(
                            on, "looked at again; " + names(decision.reasons()) + " keeps it from being recycled"));
                    return turns;
                }
                if (decision.verdict() != Verdict.WAIT && decision.verdict() != Verdict.LEAVE) {
                    turns.add(new Turn(on, sentence(decision)));
                }
                Lifecycle next = decision.next();
                if (next == null) {
                    return turns;
                }
                seen = seen.with(next);
            }
            on = on.plusDays(1);
        }
        return turns;
    }

    private static @Nullable LocalDate idleOn(AccountFacts facts, Policy policy) {
        LocalDate active = facts.lastActiveOn();
        var cohort = policy.cohort(facts.cohort());
        return active == null || cohort == null ? null : active.plus(cohort.dormantAfter());
    }

    private static String sentence(Decision decision) {
        Lifecycle next = decision.next();
        return switch (decision.verdict()) {
            case ENTER -> "becomes DORMANT";
            case PROTECT -> "is PROTECTED against theft; everything in it stays its owner's";
            case WARN -> "notice " + (next == null ? "" : next.noticesIssued()) + " goes out";
            case RECYCLE -> "is RECYCLED, and can be restored until the quarantine is over";
            case RELEASE -> "is RELEASED for good";
            case RETURN -> "leaves the lifecycle: its owner came back";
            case GONE -> "leaves the lifecycle: the platform no longer has it";
            default -> decision.verdict().name();
        };
    }

    private static String names(List<Reason> reasons) {
        return String.join(", ", reasons.stream().map(Reason::name).distinct().toList());
    }

    private List<Past> history(String accountId) {
        return jdbc.sql(HISTORY)
                .param("accountId", accountId)
                .query((row, number) -> new Past(
                        row.getObject(1, LocalDate.class),
                        row.getString(2),
                        row.getString(3),
                        List.of((String[]) row.getArray(4).getArray()),
                        row.getInt(5),
                        row.getObject(6, Long.class),
                        row.getObject(7, OffsetDateTime.class),
                        row.getString(8)))
                .list();
    }

    private List<Notice> notices(String accountId) {
        return jdbc.sql(NOTICES)
                .param("accountId", accountId)
                .query((row, number) -> new Notice(
                        row.getInt(1),
                        row.getObject(2, LocalDate.class),
                        row.getObject(3, LocalDate.class),
                        row.getString(4)))
                .list();
    }
}
