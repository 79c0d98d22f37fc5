package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.fallow.database.DatabaseConfiguration;
import io.fallow.job.chunk.Fence;
import io.fallow.job.chunk.Halving;
import io.fallow.job.chunk.StopSignal;
import io.fallow.job.step.RecyclePropertyFree;
import io.fallow.ledger.base.Keyed;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.facts.Examined;
import io.fallow.ledger.facts.Facts;
import io.fallow.ledger.movements.Barrier;
import io.fallow.ledger.movements.Moved;
import io.fallow.ledger.movements.PlatformActs;
import io.fallow.ledger.movements.Transitions;
import io.fallow.ledger.plan.Plan;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.Runs;
import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.RecyclingRule;
import io.fallow.lifecycle.State;
import io.fallow.lifecycle.Verdict;
import io.fallow.settings.Settings;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Accounts that are protected, warned and free of property, on the date they may be recycled; and the recycling of a chunk of them
 * with the real step, in a transaction that can be looked into. Account 0 is never part of a chunk.
 */
final class EveOfRecycling implements AutoCloseable {

    /** No activity lies in its future. */
    static final Clock LATER = Clock.fixed(Instant.parse("2100-01-01T00:00:00Z"), ZoneOffset.UTC);

    static final LocalDate LONG_AGO = TODAY.minusYears(4);
    static final LocalDate DATE = TODAY.plusDays(1);
    static final Policy POLICY = SmallPlatform.policy(
            "min-protected: P45D", "min-protected: P1D", "notices: [P30D, P14D, P7D]", "notices: [P1D]");

    private final SmallPlatform platform = new SmallPlatform("--fallow.barrier-timeout=PT2S");

    private final HikariDataSource payments = pool("SET application_name = 'payments'");
    private final HikariDataSource nights =
            pool(DatabaseConfiguration.sessionSql(platform.raw().bean(Settings.class)));

    EveOfRecycling(int accounts) {
        platform.sql("INSERT INTO platform.account (account_id, cohort, last_active_at, handle, display_name, phone)"
                + " SELECT n, 'standard', TIMESTAMPTZ '" + LONG_AGO
                + " 12:00+08', 'owner' || n, 'A Person', '13800000000' FROM generate_series(0, " + accounts + ") AS n");
        assertThat(platform.night(TODAY, POLICY).counts().warned()).isEqualTo(accounts + 1L);
    }

    SmallPlatform platform() {
        return platform;
    }

    Night night() {
        Run run = platform.raw().bean(Runs.class).recent(1).get(0);
        return new Night(run.runId(), 0, run.token(), DATE, POLICY, run.policyVersion(), false);
    }

    /** How a chunk is recycled, within the transaction of the caller. */
    interface Protocol {
        void recycle(Night night, List<Keyed.Key> chunk);
    }

    /** The real step's. */
    Protocol real(DataSource dataSource) {
        return step(dataSource)::write;
    }

    RecyclePropertyFree step(DataSource dataSource) {
        JdbcClient jdbc = JdbcClient.create(dataSource);
        return new RecyclePropertyFree(
                new Plan(dataSource, jdbc),
                new Facts(jdbc, LATER),
                new Transitions(dataSource, jdbc),
                new PlatformActs(jdbc),
                new RecyclePropertyFree.Waiting(
                        new Barrier(jdbc), Duration.ofSeconds(1), new Fence(new Runs(jdbc), new StopSignal())));
    }

    /** Deliberately wrong: what an account holds is read before its row is locked, as one would write it at first. */
    Protocol checkingBeforeTheLock(DataSource dataSource) {
        JdbcClient jdbc = JdbcClient.create(dataSource);
        Transitions transitions = new Transitions(dataSource, jdbc);
        return (night, chunk) -> {
            List<String> ids = chunk.stream().map(Keyed.Key::accountId).toList();
            List<Moved> free = new ArrayList<>();
            for (Examined examined : new Facts(jdbc, LATER).of(ids, night)) {
                Decision decision = RecyclingRule.decide(examined.requireFacts(), night.policy(), night.businessDate());
                if (decision.verdict() == Verdict.RECYCLE) {
                    free.add(new Moved(examined.accountId(), decision));
                }
            }
            Set<String> locked = Set.copyOf(transitions.lock(ids, State.PROTECTED));
            free.removeIf(moved -> !locked.contains(moved.accountId()));
            new PlatformActs(jdbc).recycle(free.stream().map(Moved::accountId).toList());
            transitions.move(night, free, State.PROTECTED, State.RECYCLED, "RECYCLED");
        };
    }

    /** Whether an account is not to be recycled because the platform uses it just now. */
    static boolean isBusy(RuntimeException error) {
        SQLException sql = SetAside.sqlCause(error);
        return sql != null && "55P03".equals(sql.getSQLState());
    }

    /** A data source under the night's role and session settings, that tells of each statement. */
    DataSource watched(Consumer<String> afterStatement) {
        return new WatchedStatements(nights, afterStatement);
    }

    /** Connections of the platform, kept open. */
    DataSource payments() {
        return payments;
    }

    private HikariDataSource pool(String session) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(platform.raw().database().dataSource());
        config.setConnectionInitSql(session);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    /** Recycles the chunk in one transaction, halved where the platform is in the way, as the night does. */
    static void recycle(
            DataSource dataSource, Protocol protocol, Night night, List<Long> chunk, @Nullable Runnable beforeCommit) {
        JdbcTransactionManager transactions = new JdbcTransactionManager(dataSource);
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            new Halving(transactions)
                    .<Keyed.Key>apply(
                            chunk.stream()
                                    .map(String::valueOf)
                                    .map(Keyed.Key::new)
                                    .toList(),
                            keys -> protocol.recycle(night, List.copyOf(keys)),
                            (key, error) -> {
                                if (!isBusy(error)) {
                                    throw error;
                                }
                            });
            if (beforeCommit != null) {
                beforeCommit.run();
            }
        });
    }

    static List<Long> chunk(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Override
    public void close() {
        payments.close();
        nights.close();
        platform.close();
    }
}
