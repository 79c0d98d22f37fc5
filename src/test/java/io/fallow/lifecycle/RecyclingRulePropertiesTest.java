package io.fallow.lifecycle;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.Period;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** What holds of every single decision, whatever the facts, the policy and the date. */
@Domain(AnyAccount.class)
@Domain(DomainContext.Global.class)
class RecyclingRulePropertiesTest {

    /** The scan decides these without having read what is held. */
    private static final Set<Verdict> OF_THE_SCAN =
            EnumSet.of(Verdict.LEAVE, Verdict.ENTER, Verdict.RETURN, Verdict.GONE);

    @Property
    void neverWarnsNorRecyclesNorReleasesWhileAnythingIsHeld(
            @ForAll AccountFacts facts, @ForAll Policy policy, @ForAll LocalDate date) {
        Decision decision = RecyclingRule.decide(facts, policy, date);

        if (!facts.exclusions().isEmpty()) {
            assertThat(decision.verdict()).isNotIn(Verdict.WARN, Verdict.RECYCLE);
            if (decision.to() == State.PROTECTED) {
                assertThat(decision.next()).extracting(Lifecycle::clearSince).isNull();
                assertThat(decision.reasons()).containsAll(facts.exclusions());
            }
        }
        if (facts.exclusions().stream().anyMatch(reason -> !reason.name().equals(Reason.BLOCKED))) {
            assertThat(decision.verdict()).isNotEqualTo(Verdict.RELEASE);
        }
        if (facts.exclusions().contains(Reason.of(Reason.BLOCKED))) {
            assertThat(decision.verdict()).isNotEqualTo(Verdict.PROTECT);
        }
    }

    @Property
    void theUnknownVetoesEverything(@ForAll AccountFacts facts, @ForAll Policy policy, @ForAll LocalDate date) {
        Assume.that(facts.onPlatform());
        Assume.that(facts.lastActiveOn() == null || policy.cohort(facts.cohort()) == null);
        Lifecycle row = facts.lifecycle();

        Decision decision = RecyclingRule.decide(facts, policy, date);
        assertThat(decision.verdict()).isEqualTo(row == null ? Verdict.LEAVE : Verdict.WAIT);
        assertThat(decision.to()).isEqualTo(row == null ? State.ACTIVE : row.state());
        if (row == null || row.state() != State.RELEASED) {
            assertThat(decision.reasons())
                    .extracting(Reason::name)
                    .containsAnyOf(Reason.UNKNOWN_ACTIVITY, Reason.UNKNOWN_COHORT);
        }
    }

    @Property
    @StatisticsReport(onFailureOnly = true)
    void neverRecyclesBeforeItsTime(@ForAll("nearlyRecycled") AccountFacts facts, @ForAll Policy policy) {
        LocalDate date = AnyAccount.DAY;
        boolean recycled = RecyclingRule.decide(facts, policy, date).verdict() == Verdict.RECYCLE;
        Statistics.collect(recycled);
        Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 5));

        Lifecycle row = requireNonNull(facts.lifecycle());
        Cohort cohort = requireNonNull(policy.cohort(facts.cohort()));
        List<Period> notices = cohort.notices();
        LocalDate warned = requireNonNull(row.lastNoticeOn());
        LocalDate earliest = Stream.of(
                        requireNonNull(facts.lastActiveOn()).plus(cohort.recycleAfter()),
                        requireNonNull(row.protectedOn()).plus(cohort.minProtected()),
                        requireNonNull(row.clearSince()).plus(notices.get(0)),
                        warned.plus(notices.get(Math.min(row.noticesIssued(), notices.size()) - 1)))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        LocalDate promised = requireNonNull(row.recycleOn());
        LocalDate unreachableOn = requireNonNull(facts.lastActiveOn()).plus(cohort.unreachableAfter());
        assertThat(recycled)
                .isEqualTo(!promised.isAfter(date)
                        && !earliest.isAfter(promised)
                        && row.noticesIssued() >= notices.size()
                        && (cohort.noticesRequired() == NoticesRequired.ISSUED || !unreachableOn.isAfter(date)));
    }

    /** What the last full sweep should have found and did not was not idle then: nobody is locked out before there was time to look. */
    @Property
    void neverProtectsALateArrivalBeforeItsGraceIsOver(
            @ForAll AccountFacts facts, @ForAll Policy policy, @ForAll LocalDate date) {
        Sweep before = facts.missedBy();
        LocalDate activeOn = facts.lastActiveOn();
        List<Decision> night = RecyclingRule.tonight(facts, policy, date);
        boolean entered = facts.lifecycle() == null && night.get(0).verdict() == Verdict.ENTER;
        boolean late = before != null
                && activeOn != null
                && !activeOn.plus(before.dormantAfter()).isAfter(before.on());

        assertThat(night.get(0).reasons().contains(Reason.LATE_ARRIVAL)).isEqualTo(entered && late);
        if (entered && late) {
            assertThat(night).hasSize(1);
            assertThat(requireNonNull(night.get(0).next()).dueOn())
                    .isAfterOrEqualTo(date.plus(policy.inputs().lateGrace()));
        }
    }

    @Property
    void neverProtectsAndRecyclesInOneNight(@ForAll AccountFacts facts, @ForAll Policy policy, @ForAll LocalDate date) {
        List<Verdict> night = RecyclingRule.tonight(facts, policy, date).stream()
                .map(Decision::verdict)
                .toList();

        assertThat(night)
                .isIn(
                        List.of(Verdict.ENTER),
                        List.of(Verdict.ENTER, Verdict.WAIT),
                        List.of(Verdict.ENTER, Verdict.PROTECT),
                        List.of(Verdict.ENTER, Verdict.PROTECT, Verdict.WARN),
                        List.of(Verdict.PROTECT, Verdict.WARN),
                        List.of(night.get(0)));
    }

    @Property
    void theVerdictsOfTheScanDoNotDependOnWhatIsHeld(
            @ForAll AccountFacts facts, @ForAll List<Reason> others, @ForAll Policy policy, @ForAll LocalDate date) {
        AccountFacts otherwise = new AccountFacts(
                facts.lifecycle(),
                facts.onPlatform(),
                facts.cohort(),
                facts.platformActivityOn(),
                others,
                facts.blocks(),
                facts.reports(),
                facts.missedBy());
        Decision one = RecyclingRule.decide(facts, policy, date);
        Decision other = RecyclingRule.decide(otherwise, policy, date);

        if (OF_THE_SCAN.contains(one.verdict()) || OF_THE_SCAN.contains(other.verdict())) {
            assertThat(other.verdict()).isEqualTo(one.verdict());
            assertThat(other.next()).isEqualTo(one.next());
        }
    }

    @Property
    void everyDueDateLiesAhead(@ForAll AccountFacts facts, @ForAll Policy policy, @ForAll LocalDate date) {
        Decision decision = RecyclingRule.decide(facts, policy, date);
        Lifecycle next = decision.next();
        Assume.that(next != null && next.state() != State.RELEASED);

        LocalDate due = requireNonNull(requireNonNull(next).dueOn());
        switch (decision.verdict()) {
            case ENTER -> {
                LocalDate protectOn = next.lastActiveOn()
                        .plus(requireNonNull(policy.cohort(next.cohort())).protectAfter());
                LocalDate grace = date.plus(policy.inputs().lateGrace());
                boolean late = decision.reasons().contains(Reason.LATE_ARRIVAL);
                assertThat(due).isEqualTo(late && grace.isAfter(protectOn) ? grace : protectOn);
            }
            case PROTECT -> assertThat(due).isAfterOrEqualTo(date);
            default -> assertThat(due).isAfter(date);
        }
        assertThat(RecyclingRule.tonight(facts, policy, date))
                .last()
                .satisfies(
                        last -> assertThat(requireNonNull(last.next()).dueOn()).isAfter(date));
    }

    @Property
    void waitingAgainChangesNothing(@ForAll AccountFacts facts, @ForAll Policy policy, @ForAll LocalDate date) {
        Decision decision = RecyclingRule.decide(facts, policy, date);
        Assume.that(decision.verdict() == Verdict.WAIT);

        assertThat(RecyclingRule.decide(facts.with(requireNonNull(decision.next())), policy, date))
                .isEqualTo(decision);
    }

    @Property
    void whatWasDoneTonightIsDone(@ForAll AccountFacts facts, @ForAll Policy policy, @ForAll LocalDate date) {
        List<Decision> night = RecyclingRule.tonight(facts, policy, date);
        Lifecycle next = night.get(night.size() - 1).next();
        Assume.that(next != null);

        Decision again = RecyclingRule.decide(facts.with(requireNonNull(next)), policy, date);
        assertThat(again.verdict()).isEqualTo(Verdict.WAIT);
    }

    @Property
    void movesAlongTheArrowsOfTheStateDiagramOnly(
            @ForAll AccountFacts facts, @ForAll Policy policy, @ForAll LocalDate date) {
        Lifecycle row = facts.lifecycle();
        Decision decision = RecyclingRule.decide(facts, policy, date);
        State from = row == null ? State.ACTIVE : row.state();

        assertThat(decision.from()).isEqualTo(from);
        assertThat(List.of(from, decision.to()))
                .isIn(
                        switch (decision.verdict()) {
                            case LEAVE -> List.of(List.of(State.ACTIVE, State.ACTIVE));
                            case ENTER -> List.of(List.of(State.ACTIVE, State.DORMANT));
                            case RETURN ->
                                List.of(List.of(State.DORMANT, State.ACTIVE), List.of(State.ACTIVE, State.ACTIVE));
                            case WAIT -> List.of(List.of(from, from));
                            case PROTECT -> List.of(List.of(State.DORMANT, State.PROTECTED));
                            case WARN -> List.of(List.of(State.PROTECTED, State.PROTECTED));
                            case RECYCLE -> List.of(List.of(State.PROTECTED, State.RECYCLED));
                            case RELEASE -> List.of(List.of(State.RECYCLED, State.RELEASED));
                            case GONE ->
                                List.of(
                                        List.of(State.ACTIVE, State.ACTIVE),
                                        List.of(State.DORMANT, State.ACTIVE),
                                        List.of(State.PROTECTED, State.ACTIVE));
                        });
    }

    @Property
    void keepsWhatNoNightMayChange(@ForAll AccountFacts facts, @ForAll Policy policy, @ForAll LocalDate date) {
        Lifecycle row = facts.lifecycle();
        Decision decision = RecyclingRule.decide(facts, policy, date);
        Lifecycle next = decision.next();
        Assume.that(row != null && next != null);

        assertThat(requireNonNull(next).ownerActedOn())
                .isEqualTo(requireNonNull(row).ownerActedOn());
        if (decision.from() == decision.to()) {
            assertThat(next.since()).isEqualTo(row.since());
        } else {
            assertThat(next.since()).isEqualTo(date);
        }
        if (decision.from().compareTo(State.PROTECTED) >= 0) {
            assertThat(next.protectedOn()).isEqualTo(row.protectedOn());
        }
        if (decision.verdict() == Verdict.WARN
                && row.clearSince() != null
                && row.clearSince().equals(next.clearSince())) {
            assertThat(next.noticesIssued()).isEqualTo(row.noticesIssued() + 1);
        }
    }

    @Property
    void anAccountIdleLongerIsNeverInAnEarlierStage(
            @ForAll AccountFacts facts, @ForAll Policy policy, @ForAll LocalDate one, @ForAll LocalDate other) {
        Assume.that(facts.onPlatform());
        LocalDate date = one.isAfter(other) ? one : other;
        LocalDate used = one.isAfter(other) ? other : one;
        LocalDate usedBefore = used.minusDays(1 + one.getDayOfYear() % 90);
        AccountFacts since = new AccountFacts(null, true, facts.cohort(), used, facts.exclusions());
        AccountFacts longer = new AccountFacts(null, true, facts.cohort(), usedBefore, facts.exclusions());

        assertThat(stage(longer, policy, date)).isGreaterThanOrEqualTo(stage(since, policy, date));
    }

    @Provide
    Arbitrary<AccountFacts> nearlyRecycled() {
        return AnyAccount.nearlyRecycled();
    }

    private static State stage(AccountFacts facts, Policy policy, LocalDate date) {
        List<Decision> night = RecyclingRule.tonight(facts, policy, date);
        return night.get(night.size() - 1).to();
    }
}
