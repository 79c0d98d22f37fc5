package io.fallow.run;

import io.fallow.job.step.CheckInputs;
import io.fallow.job.step.CheckLimits;
import io.fallow.job.step.SiftIdleAccounts;
import io.fallow.ledger.base.KeyRange;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.UnsafeInputsException;
import io.fallow.ledger.facts.DueAccounts;
import io.fallow.ledger.facts.Examined;
import io.fallow.ledger.facts.Facts;
import io.fallow.ledger.facts.IdleAccounts;
import io.fallow.ledger.facts.IdleAccounts.Window;
import io.fallow.ledger.plan.PlanReview;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.ledger.runs.RunReport.Counts;
import io.fallow.ledger.runs.Runs;
import io.fallow.ledger.runs.ShardNights.Numbers;
import io.fallow.lifecycle.Cohort;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.Verdict;
import io.fallow.settings.Settings;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The same figures that a run would give, changing nothing: one read-only snapshot, read page by page, and the one rule. */
public final class Preview {

    private static final int SAMPLES = 5;
    private static final long NO_RUN = -1;

    private final Runs runs;
    private final Reading reading;
    private final PlanReview review;
    private final TransactionTemplate snapshot;
    private final Settings settings;
    private final Clock clock;

    public Preview(
            Runs runs,
            Reading reading,
            PlanReview review,
            PlatformTransactionManager transactions,
            Settings settings,
            Clock clock) {
        this.runs = runs;
        this.reading = reading;
        this.review = review;
        this.settings = settings;
        this.clock = clock;
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setReadOnly(true);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** What a preview reads accounts through. */
    public record Reading(SiftIdleAccounts idle, DueAccounts due, Facts facts, CheckInputs inputs) {}

    /**
     * @param date today in the policy's zone when null
     * @throws UsageException when the date lies in the future, or before a night that was begun
     * @throws UnsafeInputsException when a run would refuse its inputs
     */
    public PreviewReport of(@Nullable LocalDate date, Policy policy) {
        LocalDate businessDate = date(date, policy);
        Optional<Run> done = runs.of(businessDate).filter(run -> run.report() != null);
        if (done.isPresent()) {
            RunReport report = RunReport.fromJson(String.valueOf(done.get().report()));
            return new PreviewReport(
                    businessDate,
                    true,
                    report.accounts(),
                    report.counts(),
                    report.excludedFor(),
                    new TreeMap<>(),
                    List.of());
        }
        Forecast forecast = new Forecast(policy, businessDate);
        long accounts = inSnapshot(() -> {
            Night night = night(businessDate, policy);
            requireSafe(night);
            long all = reading.idle().countAll();
            idleOnes(night, all, page -> {
                List<Examined> entering = page.stream().filter(forecast::enters).toList();
                withFacts(entering, night).forEach(forecast::add);
            });
            dueOnes(night, forecast::add);
            return all;
        });
        return report(forecast, businessDate, policy, accounts);
    }

    /** What would differ if the night were decided by another policy. */
    public PreviewDifference compare(@Nullable LocalDate date, Policy now, Policy other) {
        LocalDate businessDate = date(date, now);
        Forecast forecastNow = new Forecast(now, businessDate);
        Forecast forecastOther = new Forecast(other, businessDate);
        SortedMap<String, Long> differing = new TreeMap<>();
        SortedMap<String, List<String>> samples = new TreeMap<>();
        Consumer<Examined> both = examined -> {
            Verdict one = forecastNow.add(examined);
            Verdict two = forecastOther.add(examined);
            if (one != null && two != null && one != two) {
                String kind = one + " → " + two;
                differing.merge(kind, 1L, Long::sum);
                List<String> some = samples.computeIfAbsent(kind, name -> new ArrayList<>());
                if (some.size() < SAMPLES) {
                    some.add(examined.accountId());
                }
            }
        };
        long accounts = inSnapshot(() -> {
            requireSafe(night(businessDate, now));
            long all = reading.idle().countAll();
            Night widest = new Night(NO_RUN, NO_RUN, 0, businessDate, widest(now, other, businessDate), 0, true);
            idleOnes(widest, all, page -> {
                List<Examined> entering = page.stream()
                        .filter(examined -> {
                            boolean entersNow = forecastNow.enters(examined); // both are told of it
                            return forecastOther.enters(examined) || entersNow;
                        })
                        .toList();
                withFacts(entering, widest).forEach(both);
            });
            dueOnes(widest, both);
            return all;
        });
        return new PreviewDifference(
                report(forecastNow, businessDate, now, accounts),
                report(forecastOther, businessDate, other, accounts),
                differing,
                samples);
    }

    /** As a run would have it: refused where that would be. */
    private LocalDate date(@Nullable LocalDate wanted, Policy policy) {
        BusinessDates dates = new BusinessDates(runs, clock);
        LocalDate businessDate = dates.require(wanted, policy);
        dates.requireNotBegunAndLeft(businessDate, runs.of(businessDate));
        return businessDate;
    }

    private void requireSafe(Night night) {
        List<String> problems = reading.inputs().problems(night);
        if (!problems.isEmpty()) {
            throw new UnsafeInputsException(problems);
        }
    }

    private Night night(LocalDate businessDate, Policy policy) {
        boolean fullSweep = new FullSweeps(runs, settings.fullSweepEvery()).isDue(businessDate, policy);
        return new Night(NO_RUN, NO_RUN, 0, businessDate, policy, 0, fullSweep);
    }

    /** For each cohort the shorter time to dormancy: whoever is idle under either policy is read. */
    private static Policy widest(Policy now, Policy other, LocalDate from) {
        SortedMap<String, Cohort> cohorts = new TreeMap<>(now.cohorts());
        other.cohorts()
                .forEach((name, cohort) -> cohorts.merge(
                        name,
                        cohort,
                        (one, two) ->
                                from.plus(one.dormantAfter()).isAfter(from.plus(two.dormantAfter())) ? two : one));
        return new Policy(now.zone(), cohorts, now.limits(), now.pace(), now.inputs(), now.blocks(), now.acts());
    }

    private void idleOnes(Night night, long accounts, Consumer<List<Examined>> pages) {
        if (night.fullSweep()) {
            for (KeyRange range : reading.idle().ranges(accounts, 1)) {
                eachPage(
                        (after, limit) -> reading.idle()
                                .next(night, range, runs.lastSweep().orElse(null), after, limit),
                        pages);
            }
            return;
        }
        LocalDate last = runs.lastCompleted().orElseThrow().businessDate();
        for (Window window : IdleAccounts.windows(night, last)) {
            eachPage((after, limit) -> reading.idle().next(night, window, after, limit), pages);
        }
    }

    private void dueOnes(Night night, Consumer<Examined> each) {
        for (KeyRange range :
                reading.due().ranges(night.businessDate(), reading.due().count(night.businessDate()), 1)) {
            eachPage(
                    (after, limit) -> {
                        List<String> ids = reading.due().next(night.businessDate(), range, after, limit);
                        return factsOf(ids, night);
                    },
                    page -> page.forEach(each));
        }
    }

    private List<Examined> withFacts(List<Examined> entering, Night night) {
        return factsOf(entering.stream().map(Examined::accountId).toList(), night);
    }

    private List<Examined> factsOf(List<String> ids, Night night) {
        return reading.idle()
                .halving()
                .examine(
                        "preview",
                        ids,
                        night.policy().limits().setAside(),
                        some -> reading.facts().of(some, night.zone()));
    }

    private void eachPage(BiFunction<@Nullable String, Integer, List<Examined>> read, Consumer<List<Examined>> pages) {
        String after = null;
        List<Examined> page = read.apply(after, settings.chunkSize());
        while (!page.isEmpty()) {
            pages.accept(page);
            after = page.get(page.size() - 1).accountId();
            page = read.apply(after, settings.chunkSize());
        }
    }

    private PreviewReport report(Forecast forecast, LocalDate businessDate, Policy policy, long accounts) {
        long protections = paced(forecast.count(Verdict.PROTECT), policy.pace().protectedAccounts());
        long recyclings = paced(forecast.count(Verdict.RECYCLE), policy.pace().recycledAccounts());
        List<String> over =
                CheckLimits.over(policy, new Numbers(protections, recyclings, accounts), review::medianOfRecentRuns);
        Counts counts = new Counts(
                forecast.scanned(),
                forecast.count(Verdict.ENTER),
                forecast.excluded(),
                protections,
                forecast.count(Verdict.WARN),
                recyclings,
                forecast.count(Verdict.RELEASE),
                forecast.count(Verdict.RETURN),
                forecast.setAside());
        return new PreviewReport(
                businessDate, false, accounts, counts, forecast.excludedFor(), forecast.cohorts(), over);
    }

    private static long paced(long count, long pace) {
        return pace == 0 ? count : Math.min(count, pace);
    }

    private long inSnapshot(LongSupplier work) {
        Long result = snapshot.execute(status -> work.getAsLong());
        return result == null ? 0 : result;
    }
}
