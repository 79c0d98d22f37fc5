package io.fallow.lifecycle;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides (DESIGN section 3). Pure: the same facts, policy and business date give the same decision, always.
 * Facts are read as they are now; the business date alone says what time it is.
 */
public final class RecyclingRule {

    private RecyclingRule() {}

    /**
     * Everything that tonight does to the account, in order: at most it enters, is protected and is warned. Being recycled
     * takes another night, because protection must have aged.
     */
    public static List<Decision> tonight(AccountFacts facts, Policy policy, LocalDate businessDate) {
        List<Decision> decisions = new ArrayList<>(2);
        Decision decision = decide(facts, policy, businessDate);
        decisions.add(decision);
        Lifecycle next = decision.next();
        while (next != null && (decision.verdict() == Verdict.ENTER || decision.verdict() == Verdict.PROTECT)) {
            decision = decide(facts.with(next), policy, businessDate);
            next = decision.next();
            if (decision.verdict() != Verdict.WAIT) {
                decisions.add(decision);
            }
        }
        return decisions;
    }

    /**
     * Decides one transition at most.
     *
     * @throws java.time.DateTimeException when a date of the account lies so far out that no calendar arithmetic is possible
     */
    public static Decision decide(AccountFacts facts, Policy policy, LocalDate businessDate) {
        Lifecycle row = facts.lifecycle();
        if (!facts.onPlatform() && (row == null || row.state().compareTo(State.PROTECTED) <= 0)) {
            return new Decision(
                    row == null ? Verdict.LEAVE : Verdict.GONE,
                    row == null ? State.ACTIVE : row.state(),
                    null,
                    List.of(Reason.GONE));
        }
        if (row != null && row.state() == State.RELEASED) {
            return new Decision(Verdict.WAIT, State.RELEASED, row, List.of());
        }
        if (row != null && row.state() == State.RECYCLED) {
            return recycled(facts, row, policy, businessDate);
        }
        LocalDate activeOn = facts.lastActiveOn();
        Cohort cohort = policy.cohort(facts.cohort());
        if (activeOn == null || cohort == null) {
            return undecidable(facts, activeOn, cohort, policy, businessDate);
        }
        Idleness idle = new Idleness(facts, activeOn, cohort, businessDate);
        if (row == null) {
            return idle.isDormant() ? enter(idle, null) : new Decision(Verdict.LEAVE, State.ACTIVE, null, List.of());
        }
        return switch (row.state()) {
            case ACTIVE -> idle.isDormant() ? enter(idle, row) : returned(idle, row);
            case DORMANT -> idle.isDormant() ? dormant(idle, row) : returned(idle, row);
            default -> guarded(idle, row);
        };
    }

    private record Idleness(AccountFacts facts, LocalDate activeOn, Cohort cohort, LocalDate today) {

        boolean isDormant() {
            return !today.isBefore(activeOn.plus(cohort.dormantAfter()));
        }

        LocalDate protectOn() {
            return activeOn.plus(cohort.protectAfter());
        }

        LocalDate reviewOn() {
            return today.plus(cohort.reviewEvery());
        }
    }

    private static Decision enter(Idleness idle, @Nullable Lifecycle row) {
        LocalDate act = row == null ? null : row.ownerActedOn();
        Lifecycle next = Lifecycle.dormant(
                idle.today(),
                idle.activeOn(),
                act,
                idle.protectOn(),
                idle.cohort().name());
        return new Decision(Verdict.ENTER, State.ACTIVE, next, List.of(Reason.IDLE));
    }

    private static Decision returned(Idleness idle, Lifecycle row) {
        LocalDate act = row.ownerActedOn();
        LocalDate platform = idle.facts().platformActivityOn();
        if (act == null || (platform != null && !platform.isBefore(act))) {
            return new Decision(Verdict.RETURN, row.state(), null, List.of(Reason.RETURNED));
        }
        LocalDate due = act.plus(idle.cohort().dormantAfter());
        if (row.state() == State.ACTIVE) {
            Lifecycle next = row.waiting(
                    idle.activeOn(), due, idle.cohort().name(), idle.facts().exclusionNames());
            return new Decision(Verdict.WAIT, State.ACTIVE, next, idle.facts().exclusions());
        }
        Lifecycle next = Lifecycle.active(idle.today(), act, due, idle.cohort().name());
        return new Decision(Verdict.RETURN, row.state(), next, List.of(Reason.RETURNED));
    }

    private static Decision dormant(Idleness idle, Lifecycle row) {
        AccountFacts facts = idle.facts();
        String cohort = idle.cohort().name();
        boolean longUnused = !idle.today().isBefore(idle.protectOn());
        if (!longUnused || facts.blocked()) {
            LocalDate due = longUnused ? idle.reviewOn() : idle.protectOn();
            Lifecycle next = row.waiting(idle.activeOn(), due, cohort, facts.exclusionNames());
            return new Decision(Verdict.WAIT, State.DORMANT, next, facts.exclusions());
        }
        Lifecycle sealed = row.protectedOn(idle.today(), idle.activeOn(), cohort, idle.reviewOn());
        Lifecycle next = facts.exclusions().isEmpty()
                ? Warning.clearedOn(idle.today(), sealed, idle.activeOn(), idle.cohort())
                        .toRow(idle.today())
                : sealed.waiting(idle.activeOn(), idle.reviewOn(), cohort, facts.exclusionNames());
        return new Decision(Verdict.PROTECT, State.DORMANT, next, withLongUnused(facts.exclusions()));
    }

    private static List<Reason> withLongUnused(List<Reason> exclusions) {
        return exclusions.isEmpty()
                ? List.of(Reason.LONG_UNUSED)
                : Stream.concat(Stream.of(Reason.LONG_UNUSED), exclusions.stream())
                        .toList();
    }

    /** PROTECTED: warned and recycled only while nothing at all is held (R2, R3). */
    private static Decision guarded(Idleness idle, Lifecycle row) {
        AccountFacts facts = idle.facts();
        Lifecycle seen =
                row.waiting(idle.activeOn(), idle.reviewOn(), idle.cohort().name(), facts.exclusionNames());
        if (!facts.exclusions().isEmpty()) {
            return new Decision(Verdict.WAIT, State.PROTECTED, seen.notClear(), facts.exclusions());
        }
        Warning warning = Warning.resumed(idle.today(), seen, idle.activeOn(), idle.cohort());
        if (warning.noticeIsDue(idle.today())) {
            Lifecycle next = warning.issued(idle.today()).toRow(idle.today());
            return new Decision(Verdict.WARN, State.PROTECTED, next, List.of(Reason.NOTICE_DUE));
        }
        Lifecycle next = warning.toRow(idle.today());
        if (warning.isOver(idle.today())) {
            LocalDate release = idle.today().plus(idle.cohort().quarantine());
            return new Decision(
                    Verdict.RECYCLE,
                    State.PROTECTED,
                    next.entering(State.RECYCLED, idle.today(), release),
                    List.of(Reason.PROPERTY_FREE));
        }
        return new Decision(Verdict.WAIT, State.PROTECTED, next, List.of());
    }

    /** RECYCLED: released after the quarantine, unless anything but a block is (still or again) held. */
    private static Decision recycled(AccountFacts facts, Lifecycle row, Policy policy, LocalDate today) {
        Cohort cohort = policy.cohort(facts.cohort());
        if (cohort == null) {
            cohort = policy.cohort(row.cohort());
        }
        Period review = cohort == null ? policy.shortestReview() : cohort.reviewEvery();
        List<Reason> held = facts.exclusions().stream()
                .filter(reason -> !reason.name().equals(Reason.BLOCKED))
                .toList();
        if (cohort == null) {
            List<Reason> unknown = Stream.concat(held.stream(), Stream.of(Reason.of(Reason.UNKNOWN_COHORT)))
                    .toList();
            return new Decision(
                    Verdict.WAIT,
                    State.RECYCLED,
                    row.waiting(row.lastActiveOn(), today.plus(review), row.cohort(), names(unknown)),
                    unknown);
        }
        LocalDate releaseOn = row.since().plus(cohort.quarantine());
        if (today.isBefore(releaseOn) || !held.isEmpty()) {
            LocalDate due = today.isBefore(releaseOn) ? releaseOn : today.plus(review);
            Lifecycle next = row.waiting(row.lastActiveOn(), due, cohort.name(), names(held));
            return new Decision(Verdict.WAIT, State.RECYCLED, next, held);
        }
        return new Decision(
                Verdict.RELEASE,
                State.RECYCLED,
                row.entering(State.RELEASED, today, null),
                List.of(Reason.QUARANTINE_OVER));
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
        Period review = cohort == null ? policy.shortestReview() : cohort.reviewEvery();
        Lifecycle next = row.waiting(row.lastActiveOn(), today.plus(review), row.cohort(), names(reasons))
                .notClear();
        return new Decision(Verdict.WAIT, row.state(), next, reasons);
    }

    private static List<String> names(List<Reason> reasons) {
        return reasons.stream().map(Reason::name).distinct().sorted().toList();
    }
}
