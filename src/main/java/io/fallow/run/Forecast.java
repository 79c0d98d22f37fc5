package io.fallow.run;

import io.fallow.job.step.Decided;
import io.fallow.ledger.facts.Examined;
import io.fallow.lifecycle.AccountFacts;
import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.Reason;
import io.fallow.lifecycle.RecyclingRule;
import io.fallow.lifecycle.Verdict;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts what a night would do under a policy, account by account, with the very rule the night uses. */
final class Forecast {

    private final Policy policy;
    private final LocalDate businessDate;
    private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    private final SortedMap<String, Long> excludedFor = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, Long>> cohorts = new TreeMap<>();
    private final Set<String> setAside = new HashSet<>();
    private final Set<String> entering = new HashSet<>();
    private long scanned;
    private long excluded;

    Forecast(Policy policy, LocalDate businessDate) {
        this.policy = policy;
        this.businessDate = businessDate;
    }

    /** Whether an account without a row would enter; one of which too little is known is only counted by its reason. */
    boolean enters(Examined examined) {
        List<Decision> decisions =
                decided(examined, facts -> List.of(RecyclingRule.decide(facts, policy, businessDate)));
        if (decisions.isEmpty()) {
            return false;
        }
        Decision decision = decisions.get(0);
        if (decision.verdict() == Verdict.LEAVE) {
            decision.reasons().forEach(reason -> excludedFor.merge(reason.name(), 1L, Long::sum));
        }
        boolean enters = decision.verdict() == Verdict.ENTER;
        if (enters) {
            entering.add(examined.accountId());
        }
        return enters;
    }

    /** What the rule says; nothing of an account that a night would set aside. */
    private List<Decision> decided(Examined examined, Function<AccountFacts, List<Decision>> rule) {
        Decided decided = Decided.by(rule, examined);
        if (decided.poison() != null && setAside.add(examined.accountId())) {
            scanned++;
        }
        return decided.decisions();
    }

    /** @return the last thing that would happen to the account; null when it would be set aside */
    @Nullable
    Verdict add(Examined examined) {
        List<Decision> decisions = decided(examined, facts -> RecyclingRule.tonight(facts, policy, businessDate));
        if (entering.remove(examined.accountId()) && decisions.isEmpty()) {
            verdicts.merge(
                    Verdict.ENTER, 1L, Long::sum); // without what it holds being read; the next step sets it aside
        }
        if (decisions.isEmpty()) {
            return null;
        }
        AccountFacts facts = examined.requireFacts();
        Verdict last = decisions.get(0).verdict();
        boolean looksAtHoldings = false;
        for (Decision decision : decisions) {
            Verdict verdict = decision.verdict();
            verdicts.merge(verdict, 1L, Long::sum);
            if (verdict != Verdict.WAIT) {
                last = verdict;
                cohorts.computeIfAbsent(String.valueOf(facts.cohort()), cohort -> new TreeMap<>())
                        .merge(verdict.name(), 1L, Long::sum);
            }
            looksAtHoldings |= verdict != Verdict.ENTER && verdict != Verdict.RETURN && verdict != Verdict.GONE;
        }
        if (last != Verdict.LEAVE) {
            scanned++;
        }
        if (looksAtHoldings && !facts.exclusions().isEmpty()) {
            excluded++;
            Set<String> names = new HashSet<>();
            for (Reason reason : facts.exclusions()) {
                if (names.add(reason.name())) {
                    excludedFor.merge(reason.name(), 1L, Long::sum);
                }
            }
        }
        return last;
    }

    long count(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0L);
    }

    long setAside() {
        return setAside.size();
    }

    long scanned() {
        return scanned;
    }

    long excluded() {
        return excluded;
    }

    SortedMap<String, Long> excludedFor() {
        return excludedFor;
    }

    SortedMap<String, SortedMap<String, Long>> cohorts() {
        return cohorts;
    }
}
