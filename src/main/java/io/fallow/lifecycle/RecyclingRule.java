package io.fallow.lifecycle;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides (DESIGN section 3). Pure: the same facts, policy and business date give the same decision, always.
 * Facts are read as they are now; the business date alone says what time it is.
 */
public final class RecyclingRule {

    /** It enters, is protected, is warned. */
    private static final int MOST_TONIGHT = 3;

    private RecyclingRule() {}

    /**
     * Everything that tonight does to an account that is newly idle or due, in order. At most it enters, is protected and is
     * warned: being recycled takes another night, because protection must have aged.
     *
     * @throws java.time.DateTimeException when a date of the account lies so far out that no calendar arithmetic is possible
     */
    public static List<Decision> tonight(AccountFacts facts, Policy policy, LocalDate businessDate) {
        List<Decision> decisions = new ArrayList<>(2);
        Decision decision = decide(facts, policy, businessDate);
        decisions.add(decision);
        Lifecycle next = decision.next();
        while (next != null && next.dueOn() != null && !next.dueOn().isAfter(businessDate)) {
            if (decisions.size() == MOST_TONIGHT) {
                throw new IllegalArgumentException("its row stays due, whatever is decided: " + next);
            }
            decision = decide(facts.with(next), policy, businessDate);
            decisions.add(decision);
            next = decision.next();
        }
        return decisions;
    }

    /**
     * Decides one transition at most. What follows is due after the business date, except that an account which enters or is
     * protected can have more happen to it the same night.
     *
     * @throws java.time.DateTimeException when a date of the account lies so far out that no calendar arithmetic is possible
     */
    public static Decision decide(AccountFacts facts, Policy policy, LocalDate businessDate) {
        Lifecycle row = facts.lifecycle();
        State state = row == null ? State.ACTIVE : row.state();
        if (row != null && state == State.RELEASED) {
            return new Decision(Verdict.WAIT, state, row, List.of());
        }
        if (row != null && state == State.RECYCLED) {
            return recycledAccount(facts, row, policy, businessDate);
        }
        if (!facts.onPlatform()) {
            return missing(facts, row, state, policy, businessDate);
        }
        LocalDate activeOn = facts.lastActiveOn();
        Cohort cohort = policy.cohort(facts.cohort());
        if (activeOn == null || cohort == null) {
            return undecidable(facts, activeOn, cohort, policy, businessDate);
        }
        Idleness idle = new Idleness(facts, activeOn, cohort, policy.blocks(), businessDate);
        if (row == null) {
            return idle.isDormant()
                    ? enter(idle, policy.inputs())
                    : new Decision(Verdict.LEAVE, state, null, List.of());
        }
        if (state == State.PROTECTED) {
            return protectedAccount(idle, row);
        }
        if (!idle.isDormant()) {
            return returned(idle, row);
        }
        return state == State.ACTIVE ? reenter(idle, row) : dormantAccount(idle, row);
    }

    /**
     * Not on the platform. A contract may overlook an account for a night, and protection would be lost with the row: a PROTECTED
     * account only goes when it held nothing at one review, and is still missing and holds nothing at the next.
     */
    private static Decision missing(
            AccountFacts facts, @Nullable Lifecycle row, State state, Policy policy, LocalDate today) {
        if (row == null) {
            return new Decision(Verdict.LEAVE, state, null, List.of(Reason.GONE));
        }
        boolean missedBefore = row.excludedFor().equals(List.of(Reason.UNKNOWN_ACCOUNT))
                && row.dueOn() != null
                && !today.isBefore(row.dueOn());
        if (state == State.PROTECTED && !(missedBefore && facts.exclusions().isEmpty())) {
            Cohort cohort = policy.cohort(row.cohort());
            List<Reason> reasons = new ArrayList<>(facts.exclusions());
            reasons.add(Reason.of(Reason.UNKNOWN_ACCOUNT));
            LocalDate due = cohort == null ? policy.earliestReview(today) : today.plus(cohort.reviewEvery());
            return waiting(row.notClear(), row.lastActiveOn(), due, row.cohort(), reasons);
        }
        return new Decision(Verdict.GONE, state, null, List.of(Reason.GONE));
    }

    private record Idleness(AccountFacts facts, LocalDate activeOn, Cohort cohort, BlockRules rules, LocalDate today) {

        boolean isDormant() {
            return !today.isBefore(activeOn.plus(cohort.dormantAfter()));
        }

        LocalDate protectOn() {
            return activeOn.plus(cohort.protectAfter());
        }

        /** Long enough unused to be recycled; dates on which the owner was locked out do not count, unless the policy says so (R6). */
        LocalDate recyclableOn() {
            return recyclableOn(cohort.recycleAfter());
        }

        private LocalDate recyclableOn(Period after) {
            LocalDate on = activeOn.plus(after);
            return rules.idleTimeCounts() ? on : on.plusDays(Block.daysUnder(facts.blocks(), activeOn, today));
        }

        /** The same for an owner whom the notices did not reach. */
        LocalDate unreachableOn() {
            return recyclableOn(cohort.unreachableAfter());
        }

        Warning.Term term() {
            return new Warning.Term(recyclableOn(), unreachableOn());
        }

        LocalDate reviewOn() {
            return today.plus(cohort.reviewEvery());
        }
    }

    /** An account that the last full sweep did not find idle was not: its activity was set back, or it was imported. It gets time. */
    private static Decision enter(Idleness idle, InputLimits inputs) {
        Sweep before = idle.facts().missedBy();
        boolean late = before != null && before.wouldHaveFound(idle.activeOn());
        LocalDate due = idle.protectOn();
        LocalDate grace = idle.today().plus(inputs.lateGrace());
        if (late && grace.isAfter(due)) {
            due = grace;
        }
        Lifecycle next = Lifecycle.dormant(
                idle.today(), idle.activeOn(), null, due, idle.cohort().name());
        return new Decision(Verdict.ENTER, State.ACTIVE, next, List.of(late ? Reason.LATE_ARRIVAL : Reason.IDLE));
    }

    private static Decision reenter(Idleness idle, Lifecycle row) {
        Lifecycle next = Lifecycle.dormant(
                idle.today(),
                idle.activeOn(),
                row.ownerActedOn(),
                idle.protectOn(),
                idle.cohort().name());
        return new Decision(Verdict.ENTER, State.ACTIVE, next, List.of(Reason.IDLE));
    }

    /** Not idle: the row goes, unless it alone knows what keeps the account of an owner who acted ACTIVE. */
    private static Decision returned(Idleness idle, Lifecycle row) {
        LocalDate act = row.ownerActedOn();
        LocalDate platform = idle.facts().platformActivityOn();
        if (act == null || (platform != null && !platform.isBefore(idle.activeOn()))) {
            return new Decision(Verdict.RETURN, row.state(), null, List.of(Reason.RETURNED));
        }
        LocalDate due = idle.activeOn().plus(idle.cohort().dormantAfter());
        if (row.state() == State.ACTIVE) {
            return waiting(idle, row, due);
        }
        String cohort = idle.cohort().name();
        Lifecycle next =
                Lifecycle.active(idle.today(), act, due, cohort).waiting(idle.activeOn(), due, cohort, List.of());
        return new Decision(Verdict.RETURN, row.state(), next, List.of(Reason.RETURNED));
    }

    /**
     * Long unused is enough for protection, with or without property; only a blocked account is left alone (R3). Not before it is due: a late
     * arrival has its grace.
     */
    private static Decision dormantAccount(Idleness idle, Lifecycle row) {
        LocalDate due = row.dueOn();
        if (due != null && idle.today().isBefore(due) && !due.isBefore(idle.protectOn())) {
            return waiting(idle, row, due);
        }
        if (idle.today().isBefore(idle.protectOn())) {
            return waiting(idle, row, idle.protectOn());
        }
        if (idle.facts().blocked()) {
            return waiting(idle, row, idle.reviewOn());
        }
        List<Reason> held = idle.facts().exclusions();
        Lifecycle next = row.protecting(
                idle.today(), idle.activeOn(), idle.reviewOn(), idle.cohort().name(), Reason.names(held));
        if (held.isEmpty()) {
            next = Warning.started(idle.today(), next, idle.cohort(), idle.recyclableOn())
                    .toRow(idle.today());
        }
        return new Decision(Verdict.PROTECT, State.DORMANT, next, longUnused(held));
    }

    /** Warned and recycled only while nothing at all is held (R2, R3). */
    private static Decision protectedAccount(Idleness idle, Lifecycle row) {
        List<Reason> held = idle.facts().exclusions();
        String cohort = idle.cohort().name();
        Lifecycle seen = row.waiting(idle.activeOn(), idle.reviewOn(), cohort, Reason.names(held));
        if (!held.isEmpty()) {
            return new Decision(Verdict.WAIT, State.PROTECTED, seen.notClear(), held);
        }
        LocalDate today = idle.today();
        Reach reach = Reach.of(idle.facts().reports(), seen.clearSince(), idle.activeOn());
        Warning warning = Warning.resumed(today, seen, idle.cohort(), idle.term(), reach);
        if (warning.noticeIsDue(today)) {
            Lifecycle next = warning.issued(today).toRow(today);
            return new Decision(Verdict.WARN, State.PROTECTED, next, List.of(Reason.NOTICE_DUE));
        }
        if (warning.isOver(today)) {
            LocalDate releaseOn = today.plus(idle.cohort().quarantine());
            Lifecycle next = warning.toRow(today).entering(State.RECYCLED, today, releaseOn);
            return new Decision(Verdict.RECYCLE, State.PROTECTED, next, List.of(Reason.PROPERTY_FREE));
        }
        List<Reason> why = warning.unheard() ? List.of(Reason.UNREACHABLE) : List.of();
        return new Decision(Verdict.WAIT, State.PROTECTED, warning.toRow(today), why);
    }

    /** Released after the quarantine, unless anything but a block is (still or again) held, or not even known (R2, R5). */
    private static Decision recycledAccount(AccountFacts facts, Lifecycle row, Policy policy, LocalDate today) {
        Cohort cohort = policy.cohort(facts.onPlatform() ? facts.cohort() : row.cohort());
        List<Reason> held = new ArrayList<>(0);
        for (Reason reason : facts.exclusions()) {
            if (!reason.isBlock()) {
                held.add(reason);
            }
        }
        if (facts.onPlatform() && facts.lastActiveOn() == null) {
            held.add(Reason.of(Reason.UNKNOWN_ACTIVITY));
        }
        if (cohort == null) {
            held.add(Reason.of(Reason.UNKNOWN_COHORT));
            return waiting(row, row.lastActiveOn(), policy.earliestReview(today), row.cohort(), held);
        }
        LocalDate releaseOn = row.since().plus(cohort.quarantine());
        if (today.isBefore(releaseOn)) {
            return waiting(row, row.lastActiveOn(), releaseOn, cohort.name(), held);
        }
        if (!held.isEmpty()) {
            return waiting(row, row.lastActiveOn(), today.plus(cohort.reviewEvery()), cohort.name(), held);
        }
        Lifecycle next = row.entering(State.RELEASED, today, null);
        return new Decision(Verdict.RELEASE, State.RECYCLED, next, List.of(Reason.QUARANTINE_OVER));
    }

    /** Unknown counts as held (R2), and without a date or a cohort not even protection can be decided. */
    private static Decision undecidable(
            AccountFacts facts, @Nullable LocalDate activeOn, @Nullable Cohort cohort, Policy policy, LocalDate today) {
        List<Reason> reasons = new ArrayList<>(facts.exclusions());
        if (activeOn == null) {
            reasons.add(Reason.of(Reason.UNKNOWN_ACTIVITY));
        }
        if (cohort == null) {
            reasons.add(Reason.of(Reason.UNKNOWN_COHORT));
        }
        Lifecycle row = facts.lifecycle();
        if (row == null) {
            return new Decision(Verdict.LEAVE, State.ACTIVE, null, reasons);
        }
        LocalDate due = cohort == null ? policy.earliestReview(today) : today.plus(cohort.reviewEvery());
        return waiting(row.notClear(), row.lastActiveOn(), due, row.cohort(), reasons);
    }

    private static Decision waiting(
            Lifecycle row, LocalDate activeOn, LocalDate due, String cohort, List<Reason> held) {
        Lifecycle next = row.waiting(activeOn, due, cohort, Reason.names(held));
        return new Decision(Verdict.WAIT, row.state(), next, held);
    }

    private static Decision waiting(Idleness idle, Lifecycle row, LocalDate due) {
        return waiting(
                row, idle.activeOn(), due, idle.cohort().name(), idle.facts().exclusions());
    }

    private static List<Reason> longUnused(List<Reason> held) {
        List<Reason> reasons = new ArrayList<>(held.size() + 1);
        reasons.add(Reason.LONG_UNUSED);
        reasons.addAll(held);
        return reasons;
    }
}
