package io.fallow.lifecycle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One account through many nights, as the job plays them: it is looked at when it has no row or its row is due. */
final class Life {

    /** What happened on which night; waiting and being left alone is not told. */
    record Event(LocalDate on, Verdict verdict, State to) {}

    private final List<Event> history = new ArrayList<>();
    private AccountFacts facts;
    private Policy policy;

    Life(AccountFacts facts, Policy policy) {
        this.facts = facts;
        this.policy = policy;
    }

    List<Event> history() {
        return history;
    }

    AccountFacts facts() {
        return facts;
    }

    Policy policy() {
        return policy;
    }

    State state() {
        Lifecycle row = facts.lifecycle();
        return row == null ? State.ACTIVE : row.state();
    }

    List<Decision> night(LocalDate date) {
        Lifecycle row = facts.lifecycle();
        boolean due = row == null || (row.dueOn() != null && !row.dueOn().isAfter(date));
        return due ? nightWhetherDueOrNot(date) : List.of();
    }

    List<Decision> nightWhetherDueOrNot(LocalDate date) {
        List<Decision> decisions = RecyclingRule.tonight(facts, policy, date);
        for (Decision decision : decisions) {
            become(decision.next());
            if (decision.verdict() != Verdict.WAIT && decision.verdict() != Verdict.LEAVE) {
                history.add(new Event(date, decision.verdict(), decision.to()));
            }
        }
        return decisions;
    }

    void unseal(LocalDate date) {
        if (state() == State.PROTECTED) {
            become(OwnerActs.unseal(facts, policy, date).next());
        }
    }

    void restore(LocalDate date) {
        if (state() == State.RECYCLED) {
            become(OwnerActs.restore(facts, policy, date).next());
        }
    }

    void hold(List<Reason> exclusions) {
        facts = new AccountFacts(
                facts.lifecycle(), facts.onPlatform(), facts.cohort(), facts.platformActivityOn(), exclusions);
    }

    void use(@Nullable LocalDate date) {
        facts = new AccountFacts(facts.lifecycle(), facts.onPlatform(), facts.cohort(), date, facts.exclusions());
    }

    void move(@Nullable String cohort) {
        facts = new AccountFacts(
                facts.lifecycle(), facts.onPlatform(), cohort, facts.platformActivityOn(), facts.exclusions());
    }

    void vanish() {
        facts = new AccountFacts(facts.lifecycle(), false, null, null, List.of());
    }

    void govern(Policy changed) {
        policy = changed;
    }

    private void become(@Nullable Lifecycle next) {
        facts = new AccountFacts(
                next, facts.onPlatform(), facts.cohort(), facts.platformActivityOn(), facts.exclusions());
    }
}
