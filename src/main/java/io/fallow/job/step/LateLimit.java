package io.fallow.job.step;

import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.UnsafeInputsException;
import io.fallow.ledger.facts.Examined;
import io.fallow.ledger.facts.Facts;
import io.fallow.ledger.facts.LateArrivals;
import io.fallow.ledger.facts.LateArrivals.Arrival;
import io.fallow.lifecycle.RecyclingRule;
import io.fallow.lifecycle.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the last full sweep did not find idle, and is now said to have been, is a matter for a person where it is more than a few. */
final class LateLimit {

    private static final int SAMPLE = 3;

    private final LateArrivals late;
    private final Facts facts;

    LateLimit(LateArrivals late, Facts facts) {
        this.late = late;
        this.facts = facts;
    }

    /**
     * Abandoned nights count with tonight's: what nobody let in there is still not let in. Whose activity was put right since does not.
     *
     * @throws UnsafeInputsException naming them
     */
    void require(Night night, long accounts) {
        double limit = accounts * night.policy().inputs().maxLatePercent() / 100;
        long count = late.byCohort().stream().mapToLong(LateArrivals.Of::count).sum();
        if (count <= limit) {
            return;
        }
        Map<String, Waiting> waiting = new TreeMap<>();
        late.forEachPage(page -> addIdle(night, page, waiting));
        count = waiting.values().stream().mapToLong(cohort -> cohort.count).sum();
        if (count <= limit) {
            return;
        }
        throw new UnsafeInputsException(
                List.of(
                        count
                                + " accounts are idle since before the last full sweep, which did not find them so: their activity was"
                                + " set back, or they were imported ("
                                + waiting.entrySet().stream()
                                        .map(cohort -> cohort.getValue().count + " of cohort " + cohort.getKey()
                                                + ", such as " + cohort.getValue().sample)
                                        .collect(Collectors.joining("; "))
                                + "); more than inputs.max-late-percent "
                                + night.policy().inputs().maxLatePercent() + " of "
                                + accounts + ". Nobody was locked out. `fallow inputs accept " + night.runId()
                                + " --by NAME --reason TEXT` lets exactly these in; else put their activity right; then `fallow rerun`"));
    }

    private static final class Waiting {
        private long count;
        private String sample = "";

        void add(String accountId) {
            if (count < SAMPLE) {
                sample += (count == 0 ? "" : ", ") + accountId;
            }
            count++;
        }
    }

    private void addIdle(Night night, List<Arrival> page, Map<String, Waiting> waiting) {
        Map<String, Examined> now = facts
                .activityOf(page.stream().map(Arrival::accountId).toList(), night)
                .stream()
                .collect(Collectors.toMap(Examined::accountId, Function.identity()));
        for (Arrival arrival : page) {
            Examined examined = now.get(arrival.accountId());
            if (examined == null || !hasComeBack(examined, night)) {
                waiting.computeIfAbsent(arrival.cohort(), cohort -> new Waiting())
                        .add(arrival.accountId());
            }
        }
    }

    private static boolean hasComeBack(Examined examined, Night night) {
        return examined.poison() == null
                && RecyclingRule.decide(examined.requireFacts(), night.policy(), night.businessDate())
                                .verdict()
                        == Verdict.RETURN;
    }
}
