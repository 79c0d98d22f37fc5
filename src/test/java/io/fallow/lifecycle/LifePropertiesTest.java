package io.fallow.lifecycle;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** What holds of a whole life of an account, over years of nights. */
@Domain(AnyAccount.class)
@Domain(DomainContext.Global.class)
class LifePropertiesTest {

    private static final int NIGHTS = 1200;

    enum Turn {
        USE,
        HOLD,
        LET_GO,
        UNSEAL,
        RESTORE,
        OTHER_POLICY,
        OTHER_COHORT,
        UNKNOWN_COHORT,
        UNKNOWN_ACTIVITY,
        OUTAGE,
        VANISH
    }

    @Property(tries = 1000)
    void lookingOnDueDatesOnlyDecidesTheSameOnTheSameDates(
            @ForAll Policy policy,
            @ForAll LocalDate activity,
            @ForAll List<Reason> exclusions,
            @ForAll @IntRange(max = 500) int firstNight) {
        AccountFacts facts = new AccountFacts(null, true, "standard", activity, exclusions);
        Life daily = new Life(facts, policy);
        Life due = new Life(facts, policy);
        for (int night = firstNight; night < NIGHTS; night++) {
            daily.nightWhetherDueOrNot(activity.plusDays(night));
            due.night(activity.plusDays(night));
        }

        assertThat(due.history()).isEqualTo(daily.history());
        if (exclusions.isEmpty()) {
            assertThat(due.state()).isEqualTo(State.RELEASED);
        }
    }

    /** Where notices need not be delivered: otherwise one whose countdown ends just before the longer term has another to go through. */
    @Property(tries = 1000)
    void anAccountIdleLongerIsNeverInAnEarlierStageOnAnyNight(
            @ForAll Policy policy,
            @ForAll LocalDate activity,
            @ForAll List<Reason> exclusions,
            @ForAll @IntRange(min = 1, max = 400) int longer,
            @ForAll @IntRange(max = 500) int firstNight) {
        Assume.that(requireNonNull(policy.cohort("standard")).noticesRequired() == NoticesRequired.ISSUED);
        Life one = new Life(new AccountFacts(null, true, "standard", activity, exclusions), policy);
        Life other = new Life(new AccountFacts(null, true, "standard", activity.minusDays(longer), exclusions), policy);
        for (int night = firstNight; night < NIGHTS; night++) {
            one.night(activity.plusDays(night));
            other.night(activity.plusDays(night));
            assertThat(other.state()).isGreaterThanOrEqualTo(one.state());
        }
    }

    @Property(tries = 2000)
    @StatisticsReport(onFailureOnly = true)
    void noLifeHoweverVariedIsEverRecycledOrReleasedAgainstTheRules(
            @ForAll Policy policy,
            @ForAll Policy otherPolicy,
            @ForAll LocalDate start,
            @ForAll List<List<Reason>> exclusions,
            @ForAll @Size(max = 25) List<Turn> turns,
            @ForAll @Size(25) List<@IntRange(min = 1, max = 120) Integer> pauses) {
        Life life = new Life(new AccountFacts(null, true, "standard", start, List.of()), policy);
        Auditor auditor = new Auditor();
        LocalDate date = start;
        for (int i = 0; i < turns.size(); i++) {
            LocalDate until = date.plusDays(pauses.get(i));
            if (turns.get(i) != Turn.OUTAGE) {
                play(life, auditor, date, until);
            }
            date = until;
            switch (turns.get(i)) {
                case USE -> life.use(date);
                case HOLD -> life.hold(exclusions.isEmpty() ? List.of() : exclusions.get(i % exclusions.size()));
                case LET_GO -> life.hold(List.of());
                case UNSEAL -> {
                    life.unseal(date);
                    auditor.ownerActed(date, life);
                }
                case RESTORE -> {
                    if (life.state() == State.RECYCLED) {
                        life.restore(date);
                        auditor.ownerActed(date, life);
                    }
                }
                case OTHER_POLICY -> life.govern(life.policy().equals(policy) ? otherPolicy : policy);
                case OTHER_COHORT -> life.move("standard".equals(life.facts().cohort()) ? "never-used" : "standard");
                case UNKNOWN_COHORT -> life.move("premium");
                case UNKNOWN_ACTIVITY -> life.use(null);
                case VANISH -> {
                    if (i % 5 == 0) {
                        life.vanish();
                    }
                }
                case OUTAGE -> {
                    /* no nights were played */
                }
            }
        }
        if (life.facts().onPlatform()) {
            life.hold(List.of());
            life.move("standard");
            life.use(date);
        }
        play(life, auditor, date, date.plusDays(NIGHTS));

        assertThat(life.state()).isEqualTo(life.facts().onPlatform() ? State.RELEASED : life.state());
        Statistics.collect(auditor.recycled > 0);
        Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 40));
    }

    private static void play(Life life, Auditor auditor, LocalDate from, LocalDate until) {
        for (LocalDate date = from; date.isBefore(until); date = date.plusDays(1)) {
            AccountFacts before = life.facts();
            for (Decision decision : life.night(date)) {
                auditor.check(date, decision, before, life.policy());
                Lifecycle next = decision.next();
                before = next == null ? before : before.with(next);
            }
        }
    }
}
