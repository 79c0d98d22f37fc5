package io.fallow.ledger.facts;

import io.fallow.ledger.base.KeyRange;
import io.fallow.ledger.base.KeyRanges;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Sql;
import io.fallow.ledger.runs.Runs;
import io.fallow.lifecycle.AccountFacts;
import io.fallow.lifecycle.Cohort;
import io.fallow.lifecycle.Sweep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Accounts without a lifecycle row that may have become idle. The cut-offs are supersets of the calendar, in instants, so that no
 * database has to know the policy's zone; the rule decides.
 */
public final class IdleAccounts {

    /** Month ends make "three months before" ambiguous by up to three days; "ninety days before" they leave alone. */
    private static final int MONTH_END_DAYS = 3;

    private static final String PREPARE = Sql.named("step/scanIdleAccounts/prepare-counting");
    private static final String COUNT = Sql.named("step/scanIdleAccounts/count-accounts");
    private static final String AT = Sql.named("step/scanIdleAccounts/find-account-at");
    private static final String LAST = Sql.named("step/scanIdleAccounts/find-last-account");
    private static final String REMEMBER = Sql.named("step/scanIdleAccounts/remember-unknown");
    private static final String KEYS = Sql.named("step/scanIdleAccounts/find-accounts-without-row");
    private static final String BY_ACTIVITY_BETWEEN = Sql.named("step/scanIdleAccounts/find-idle-by-activity-between");
    private static final String BY_KEY = Sql.named("step/scanIdleAccounts/find-idle-by-key");
    private static final String BY_ACTIVITY = Sql.named("step/scanIdleAccounts/find-idle-by-activity");

    private final JdbcClient jdbc;
    private final Clock clock;
    private final TransactionTemplate counting;

    public IdleAccounts(JdbcClient jdbc, Clock clock, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.counting = new TransactionTemplate(transactions);
    }

    /** Activity of a cohort from {@code from} to before {@code before}: what ages into idleness since the last completed night. */
    public record Window(String cohort, Instant from, Instant before) {}

    /** How many accounts the platform has: the base of all percentages. */
    public long countAll() {
        Long accounts = counting.execute(status -> {
            jdbc.sql(PREPARE).query().singleRow();
            return jdbc.sql(COUNT).query(Long.class).single();
        });
        return accounts == null ? 0 : accounts;
    }

    /** Key ranges that together hold every account of the platform. */
    public List<KeyRange> ranges(long accounts, int partitions) {
        return KeyRanges.split(
                accounts,
                partitions,
                position -> jdbc.sql(AT)
                        .param("position", position)
                        .query(String.class)
                        .list(),
                () -> jdbc.sql(LAST).query(String.class).optional());
    }

    /** One window a cohort, from the last completed night to tonight. */
    public static List<Window> windows(Night night, LocalDate lastCompleted) {
        return night.policy().cohorts().values().stream()
                .map(cohort -> new Window(
                        cohort.name(),
                        cutoff(cohort, lastCompleted, night.zone(), -slackDays(cohort)),
                        cutoff(cohort, night.businessDate(), night.zone(), slackDays(cohort) + 1)))
                .toList();
    }

    /**
     * The next accounts of the range that may be idle, and those whose activity or cohort is unknown.
     *
     * @param before the full sweep before tonight's; null: there was none
     */
    public List<Examined> next(
            Night night, KeyRange range, Runs.@Nullable LastSweep before, @Nullable String after, int limit) {
        List<Cohort> cohorts = List.copyOf(night.policy().cohorts().values());
        StatementSpec statement = jdbc.sql(BY_KEY)
                .param("first", range.first())
                .param("last", range.last())
                .param("cohorts", cohorts.stream().map(Cohort::name).toArray(String[]::new))
                .param(
                        "cutoffs",
                        cohorts.stream()
                                .map(cohort ->
                                        cutoff(cohort, night.businessDate(), night.zone(), slackDays(cohort) + 1))
                                .map(Instant::toString)
                                .toArray(String[]::new))
                .param("lastSweep", before == null ? null : before.runId())
                .param("lastSweepOn", before == null ? null : before.businessDate())
                .param("after", after)
                .param("limit", limit);
        FactsMapper dates = new FactsMapper(night.zone(), FactsMapper.latestBelievable(clock));
        return Examined.requireDistinct(statement
                .query((ResultSet row, int number) -> examined(dates, row, row.getBoolean(4) ? null : before))
                .list());
    }

    /** The next accounts whose activity lies in the window, in key order. */
    public List<Examined> next(Night night, Window window, @Nullable String after, int limit) {
        return examined(
                night,
                jdbc.sql(BY_ACTIVITY)
                        .param("cohort", window.cohort())
                        .param("from", window.from().atOffset(ZoneOffset.UTC))
                        .param("before", window.before().atOffset(ZoneOffset.UTC))
                        .param("after", after)
                        .param("limit", limit));
    }

    /** The same, of the accounts of a key range. */
    public List<Examined> next(Night night, Window window, KeyRange range, int limit) {
        return examined(
                night,
                jdbc.sql(BY_ACTIVITY_BETWEEN)
                        .param("cohort", window.cohort())
                        .param("from", window.from().toString())
                        .param("before", window.before().toString())
                        .param("first", range.first())
                        .param("last", range.last())
                        .param("limit", limit));
    }

    /**
     * The next accounts without a row, idle or not, by their keys alone: nothing else of them is computed.
     *
     * @param range null: of all keys
     */
    public List<String> keys(@Nullable KeyRange range, @Nullable String after, int limit) {
        return jdbc.sql(KEYS)
                .param("first", range == null ? null : range.first())
                .param("last", range == null ? null : range.last())
                .param("after", after)
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /** Remembers accounts of which too little is known to give them a row. */
    public void rememberUnknown(Night night, List<String> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql(REMEMBER)
                    .param("businessDate", night.businessDate())
                    .param("ids", ids.toArray(String[]::new))
                    .update();
        }
    }

    private static int slackDays(Cohort cohort) {
        return cohort.dormantAfter().toTotalMonths() == 0 ? 0 : MONTH_END_DAYS;
    }

    private static Instant cutoff(Cohort cohort, LocalDate businessDate, ZoneId zone, int slackDays) {
        return businessDate
                .minus(cohort.dormantAfter())
                .plusDays(slackDays)
                .atStartOfDay(zone)
                .toInstant();
    }

    private List<Examined> examined(Night night, StatementSpec statement) {
        FactsMapper dates = new FactsMapper(night.zone(), FactsMapper.latestBelievable(clock));
        return Examined.requireDistinct(statement
                .query((ResultSet row, int number) -> examined(dates, row, null))
                .list());
    }

    private static Examined examined(FactsMapper dates, ResultSet row, Runs.@Nullable LastSweep before)
            throws SQLException {
        String accountId = row.getString(1);
        String cohort = row.getString(2);
        try {
            LocalDate activeOn = dates.dateIn(row.getObject(3, OffsetDateTime.class));
            AccountFacts facts = new AccountFacts(
                    null, true, cohort, activeOn, List.of(), List.of(), List.of(), missedBy(before, cohort));
            return new Examined(accountId, facts, false, false, null);
        } catch (DateTimeException e) {
            return Examined.poisoned(accountId, e);
        }
    }

    /** Nothing where the policy of that night did not know the cohort. */
    private static @Nullable Sweep missedBy(Runs.@Nullable LastSweep before, @Nullable String cohort) {
        Cohort then = before == null ? null : before.policy().cohort(cohort);
        return before == null || then == null ? null : new Sweep(before.businessDate(), then.dormantAfter());
    }
}
