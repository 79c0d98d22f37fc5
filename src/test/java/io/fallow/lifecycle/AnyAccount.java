package io.fallow.lifecycle;

import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Random policies, dates and facts. Everything that a ledger and a platform can plausibly say occurs, contradictions included. */
class AnyAccount extends DomainContextBase {

    static final List<String> EXCLUSIONS = List.of("CHANGE", "WEALTH", "BLOCKED", "JUDICIAL_FREEZE", "LEGAL_HOLD");

    /** A business date for accounts that are made for one. */
    static final LocalDate DAY = LocalDate.of(2024, 3, 1);

    /** A valid policy with the cohorts standard and never-used; its periods mix months and days, so that ends of months matter. */
    @Provide
    Arbitrary<Policy> policies() {
        return Combinators.combine(cohorts("standard"), cohorts("never-used"))
                .as((standard, neverUsed) -> new Policy(
                        ZoneOffset.UTC,
                        new TreeMap<>(Map.of("standard", standard, "never-used", neverUsed)),
                        new Limits(new Limits.Limit(1, 1, 1), new Limits.Limit(1, 1, 1), 1),
                        new Pace(0, 0),
                        new InputLimits(Period.ofDays(2), 10, Period.ofDays(30), 0.1, 0, false),
                        Policies.DESIGN.blocks(),
                        Policies.DESIGN.acts()));
    }

    /** Ends of months and the days around leap days are as likely as all other dates together. */
    @Provide
    Arbitrary<LocalDate> dates() {
        Arbitrary<Integer> years = Arbitraries.integers().between(2019, 2026);
        Arbitrary<Integer> months = Arbitraries.integers().between(1, 12);
        return Combinators.combine(years, months, Arbitraries.integers().between(1, 50))
                .as((year, month, day) -> {
                    YearMonth in = YearMonth.of(year, month);
                    return in.atDay(Math.min(day, in.lengthOfMonth()));
                });
    }

    @Provide
    Arbitrary<AccountFacts> facts() {
        return Combinators.combine(
                        rows().injectNull(0.2),
                        Arbitraries.frequencyOf(
                                Tuple.of(9, Arbitraries.just(true)), Tuple.of(1, Arbitraries.just(false))),
                        Arbitraries.of("standard", "standard", "never-used", "premium")
                                .injectNull(0.05),
                        dates().injectNull(0.1),
                        reasons(),
                        sweeps().injectNull(0.5))
                .as((row, onPlatform, cohort, activeOn, held, before) ->
                        new AccountFacts(row, onPlatform, cohort, activeOn, held, List.of(), List.of(), before));
    }

    private static Arbitrary<Sweep> sweeps() {
        return Combinators.combine(new AnyAccount().dates(), periods(4, 90)).as(Sweep::new);
    }

    /** Nothing held, as often as something. */
    @Provide
    Arbitrary<List<Reason>> reasons() {
        Arbitrary<List<Reason>> some =
                Arbitraries.of(EXCLUSIONS).map(Reason::of).list().ofMinSize(1).ofMaxSize(3);
        return Arbitraries.oneOf(Arbitraries.just(List.of()), some);
    }

    @Provide
    Arbitrary<Lifecycle> rows() {
        return Combinators.combine(
                        Arbitraries.of(State.class),
                        dates().list().ofSize(8),
                        Arbitraries.integers().between(-1, 4),
                        Arbitraries.of(true, false),
                        Arbitraries.of("standard", "never-used", "old"),
                        Arbitraries.of(EXCLUSIONS).set().ofMaxSize(2))
                .as(AnyAccount::row);
    }

    /** Protected, clear and warned accounts whose recorded recycling lies within days of {@link #DAY}. */
    static Arbitrary<AccountFacts> nearlyRecycled() {
        Arbitrary<Integer> few = Arbitraries.integers().between(-2, 2);
        Arbitrary<Integer> months = Arbitraries.integers().between(0, 300);
        return Combinators.combine(
                        few,
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(0, 80),
                        months,
                        months,
                        Arbitraries.integers().between(0, 900))
                .as((late, notices, warned, clear, aged, idle) -> {
                    LocalDate recycleOn = DAY.plusDays(late);
                    LocalDate clearSince = recycleOn.minusDays(warned + clear);
                    LocalDate protectedOn = clearSince.minusDays(aged);
                    LocalDate activeOn = protectedOn.minusDays(idle);
                    Lifecycle row = new Lifecycle(
                            State.PROTECTED,
                            protectedOn,
                            activeOn,
                            null,
                            protectedOn,
                            clearSince,
                            recycleOn,
                            recycleOn.minusDays(warned),
                            notices,
                            recycleOn,
                            "standard",
                            List.of());
                    return new AccountFacts(row, true, "standard", activeOn, List.of());
                });
    }

    private static Lifecycle row(
            State state, List<LocalDate> dates, int notices, boolean acted, String cohort, Set<String> excluded) {
        boolean isSealed = state.compareTo(State.PROTECTED) >= 0;
        boolean clear = isSealed && notices >= 0;
        boolean warned = isSealed && notices > 0;
        return new Lifecycle(
                state,
                dates.get(0),
                dates.get(1),
                acted ? dates.get(2) : null,
                isSealed ? dates.get(3) : null,
                clear ? dates.get(4) : null,
                clear ? dates.get(5) : null,
                warned ? dates.get(6) : null,
                warned ? notices : 0,
                state == State.RELEASED ? null : dates.get(7),
                cohort,
                excluded.stream().sorted().toList());
    }

    private static Arbitrary<Cohort> cohorts(String name) {
        Arbitrary<List<Period>> thresholds = periods(4, 90).list().ofSize(3);
        Arbitrary<List<Period>> leads = periods(1, 25).list().ofMinSize(1).ofMaxSize(4);
        Arbitrary<Period> atLeastNothing = Arbitraries.integers().between(0, 20).map(Period::ofDays);
        return Combinators.combine(
                        thresholds,
                        leads,
                        atLeastNothing,
                        periods(1, 40),
                        periods(3, 60),
                        Arbitraries.of(NoticesRequired.class))
                .as((rising, steps, extra, review, quarantine, required) -> {
                    List<Period> idle = sums(rising);
                    List<Period> notices = new ArrayList<>(sums(steps));
                    Collections.reverse(notices);
                    return new Cohort(
                            name,
                            idle.get(0),
                            idle.get(1),
                            idle.get(2),
                            notices.get(0).plus(extra),
                            notices,
                            required,
                            idle.get(2).plus(extra),
                            review,
                            quarantine,
                            false);
                });
    }

    /** At least a day long. */
    private static Arbitrary<Period> periods(int months, int days) {
        return Combinators.combine(
                        Arbitraries.integers().between(0, months),
                        Arbitraries.integers().between(0, days))
                .as((m, d) -> Period.of(0, m, m + d == 0 ? 1 : d));
    }

    /** Each longer than the one before, from whatever date. */
    private static List<Period> sums(List<Period> steps) {
        List<Period> sums = new ArrayList<>();
        Period sum = Period.ZERO;
        for (Period step : steps) {
            sum = sum.plus(step);
            sums.add(sum);
        }
        return sums;
    }
}
