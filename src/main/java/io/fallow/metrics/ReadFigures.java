package io.fallow.metrics;

import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.base.Sql;
import io.fallow.ledger.plan.PlanSummary;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.ledger.runs.RunReport.Counts;
import io.fallow.ledger.runs.Runs;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads what operators watch, all as of one moment. No statement reads a whole table, however many accounts there are: each goes along an
 * index and stops at a limit.
 */
public final class ReadFigures {

    private static final String STEPS = Sql.named("metrics/read-steps");
    private static final String SUCCESSES = Sql.named("metrics/read-successes");
    private static final String MEDIANS = Sql.named("metrics/read-medians");
    private static final String DUE = Sql.named("metrics/read-due");
    private static final String OUTBOX = Sql.named("metrics/read-outbox");
    private static final String ALARMS = Sql.named("metrics/read-alarms");

    private static final int NIGHTS = 7;
    private static final int MOST_DUE = 1_000_000;
    private static final int MOST_EVENTS = 100_000;

    /** Whoever watches gives up before; a database that does not answer is itself the news. */
    private static final int TIMEOUT_SECONDS = 15;

    private final JdbcClient jdbc;
    private final Runs runs;
    private final SetAside setAside;
    private final TransactionTemplate atOnce;
    private final Clock clock;

    public ReadFigures(
            JdbcClient jdbc, Runs runs, SetAside setAside, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.runs = runs;
        this.setAside = setAside;
        this.atOnce = new TransactionTemplate(transactions);
        atOnce.setReadOnly(true);
        atOnce.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        atOnce.setTimeout(TIMEOUT_SECONDS);
        this.clock = clock;
    }

    /**
     * @param policy whose zone says what is due today, and whose limits are used
     * @throws org.springframework.dao.DataAccessException when the database cannot be read
     */
    public Figures read(Policy policy) {
        Figures figures = new Figures();
        Instant now = clock.instant();
        atOnce.executeWithoutResult(status -> {
            figures.add(Measure.DATABASE_UP, 1).add(Measure.READ_TIMESTAMP, now);
            runs.recent(1).forEach(run -> {
                run(run, figures, policy.zone());
                steps(run, figures);
                limits(run, figures, policy);
            });
            successes(figures, now);
            due(figures, now, policy.zone());
            outbox(figures, now);
            alarms(figures);
        });
        return figures;
    }

    private static void run(Run run, Figures figures, ZoneId zone) {
        for (Run.Status status : Run.Status.values()) {
            figures.add(Measure.RUN_STATUS, status == run.status() ? 1 : 0, "status", status.name());
        }
        figures.add(Measure.RUN_DATE, midnight(run.businessDate(), zone))
                .add(Measure.RUN_STARTED, run.startedAt().toInstant());
    }

    private void steps(Run run, Figures figures) {
        jdbc.sql(STEPS).param("runId", run.runId()).query(row -> {
            String step = row.getString("step");
            long read = row.getLong("read");
            double seconds = row.getDouble("seconds");
            figures.add(Measure.STEP_READ, read, "step", step)
                    .add(Measure.STEP_WRITTEN, row.getLong("written"), "step", step)
                    .add(Measure.STEP_SKIPPED, row.getLong("skipped"), "step", step)
                    .add(Measure.STEP_DURATION, seconds, "step", step)
                    .add(Measure.STEP_RATE, seconds > 0 ? read / seconds : 0, "step", step);
        });
    }

    private void limits(Run run, Figures figures, Policy policy) {
        LimitUse use = jdbc.sql(MEDIANS)
                .param("businessDate", run.businessDate())
                .query((row, number) -> new LimitUse(
                        used(run, Verdict.PROTECT),
                        used(run, Verdict.RECYCLE),
                        setAside.count(run.runId()),
                        run.accounts(),
                        row.getObject("protected", Double.class),
                        row.getObject("recycled", Double.class)))
                .single();
        use.addTo(figures, policy.limits());
    }

    /** What a completed run did, else what its plan would do. */
    private static long used(Run run, Verdict verdict) {
        if (run.report() != null) {
            Counts did = RunReport.fromJson(run.report()).counts();
            return verdict == Verdict.PROTECT ? did.protectedAccounts() : did.recycled();
        }
        return run.planSummary() == null
                ? 0
                : PlanSummary.total(PlanSummary.fromJson(run.planSummary()).counts(), verdict);
    }

    private record Success(LocalDate businessDate, Instant at) {}

    private void successes(Figures figures, Instant now) {
        List<Success> successes = jdbc.sql(SUCCESSES)
                .param("limit", NIGHTS)
                .query((row, number) -> new Success(
                        row.getObject(1, LocalDate.class),
                        row.getObject(2, OffsetDateTime.class).toInstant()))
                .list();
        successes.forEach(
                success -> figures.add(Measure.SUCCESS, success.at, "business_date", success.businessDate.toString()));
        if (!successes.isEmpty()) {
            Success last = successes.get(0);
            figures.add(Measure.LAST_SUCCESS, last.at).add(Measure.LAST_SUCCESS_AGE, age(last.at, now));
            runs.of(last.businessDate).map(Run::report).ifPresent(report -> results(report, figures));
        }
    }

    private static void results(String report, Figures figures) {
        Counts counts = RunReport.fromJson(report).counts();
        figures.add(Measure.RUN_ACCOUNTS, counts.scanned(), "kind", "scanned")
                .add(Measure.RUN_ACCOUNTS, counts.dormant(), "kind", "dormant")
                .add(Measure.RUN_ACCOUNTS, counts.returned(), "kind", "returned")
                .add(Measure.RUN_ACCOUNTS, counts.excluded(), "kind", "excluded")
                .add(Measure.RUN_ACCOUNTS, counts.protectedAccounts(), "kind", "protected")
                .add(Measure.RUN_ACCOUNTS, counts.warned(), "kind", "warned")
                .add(Measure.RUN_ACCOUNTS, counts.recycled(), "kind", "recycled")
                .add(Measure.RUN_ACCOUNTS, counts.released(), "kind", "released")
                .add(Measure.RUN_ACCOUNTS, counts.setAside(), "kind", "set_aside");
    }

    private void due(Figures figures, Instant now, ZoneId zone) {
        jdbc.sql(DUE)
                .param("today", LocalDate.ofInstant(now, zone))
                .param("atMost", MOST_DUE)
                .query(row -> {
                    figures.add(Measure.DUE, row.getLong("accounts"));
                    LocalDate oldest = row.getObject("oldest", LocalDate.class);
                    if (oldest != null) {
                        Instant since = midnight(oldest, zone);
                        figures.add(Measure.OLDEST_DUE, since).add(Measure.OLDEST_DUE_AGE, age(since, now));
                    }
                });
    }

    private void alarms(Figures figures) {
        jdbc.sql(ALARMS).query(row -> {
            figures.add(Measure.ALARMS, row.getLong("active"), "kind", row.getString("kind"));
        });
    }

    private void outbox(Figures figures, Instant now) {
        jdbc.sql(OUTBOX).param("atMost", MOST_EVENTS).query(row -> {
            String consumer = row.getString("consumer");
            figures.add(Measure.OUTBOX, row.getLong("events"), "consumer", consumer);
            @Nullable OffsetDateTime oldest = row.getObject("oldest", OffsetDateTime.class);
            if (oldest != null) {
                Instant since = oldest.toInstant();
                figures.add(Measure.OUTBOX_OLDEST, since, "consumer", consumer)
                        .add(Measure.OUTBOX_AGE, age(since, now), "consumer", consumer);
            }
        });
    }

    private static Instant midnight(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant();
    }

    private static double age(Instant at, Instant now) {
        return Math.max(0, Duration.between(at, now).toMillis() / 1000.0);
    }
}
