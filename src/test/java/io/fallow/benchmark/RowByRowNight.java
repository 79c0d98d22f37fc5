package io.fallow.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import io.fallow.lifecycle.AccountFacts;
import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.Reason;
import io.fallow.lifecycle.RecyclingRule;
import io.fallow.lifecycle.State;
import io.fallow.run.PolicyFile;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.database.JdbcCursorItemReader;
import org.springframework.batch.infrastructure.item.database.builder.JdbcCursorItemReaderBuilder;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * The first night as a Spring Batch job is usually written: a cursor brings account after account, the processor asks for what each one
 * holds and decides by the rule, and the writer sends each table's rows as a JDBC batch. One step, one thread, no lifecycle yet.
 */
final class RowByRowNight {

    private static final int CHUNK = 1_000;
    private static final double NANOS = 1e9;

    private static final String ACCOUNTS = """
            SELECT account_id, cohort, greatest(last_active_at, registered_at) AS active_at
            FROM fallow.account_activity
            ORDER BY account_id
            """;

    private static final String HELD = """
            SELECT coalesce(reason, 'UNKNOWN') FROM fallow.account_exclusion WHERE account_id = ?
            UNION ALL
            SELECT reason FROM fallow.hold WHERE account_id = ? AND released_at IS NULL
            UNION ALL
            SELECT 'BLOCKED' FROM fallow.account_block WHERE account_id = ? AND until IS NULL
            UNION ALL
            SELECT 'JUDICIAL_FREEZE' FROM fallow.account_freeze WHERE account_id = ?
            """;

    private final JdbcTemplate jdbc;
    private final Policy policy;
    private final LocalDate today;
    private final int policyVersion;
    private final long runId;

    private RowByRowNight(DataSource dataSource, Policy policy, LocalDate today) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.policy = policy;
        this.today = today;
        policyVersion = number(
                        "INSERT INTO fallow.policy_version (digest, policy) VALUES ('row by row', 'row by row') RETURNING version")
                .intValue();
        runId = number(
                "INSERT INTO fallow.run (business_date, status, policy_version, full_sweep, started_by)"
                        + " VALUES (?, 'RUNNING', ?, true, 'row by row') RETURNING run_id",
                today,
                policyVersion);
        jdbc.query("SELECT fallow.make_decision_partition(?)", row -> {}, today);
    }

    private Long number(String sql, Object... parameters) {
        Long number = jdbc.queryForObject(sql, Long.class, parameters);
        if (number == null) {
            throw new IllegalStateException("nothing came back of " + sql);
        }
        return number;
    }

    /** What the night does to an account that it enters. */
    record Tonight(long id, List<Decision> decisions) {}

    private record Account(
            long id, @Nullable String cohort, @Nullable LocalDate activeOn) {

        static Account of(ResultSet row, ZoneId zone) throws SQLException {
            OffsetDateTime at = row.getObject(3, OffsetDateTime.class);
            return new Account(
                    row.getLong(1),
                    row.getString(2),
                    at == null ? null : at.atZoneSameInstant(zone).toLocalDate());
        }
    }

    /** @param arguments the policy file, the business date, the database's URL, the user; the password is in the environment */
    public static void main(String[] arguments) throws Exception {
        Policy policy = new PolicyFile(Path.of(arguments[0])).read();
        LocalDate today = LocalDate.parse(arguments[1]);
        try (HikariDataSource dataSource = new HikariDataSource()) {
            dataSource.setJdbcUrl(arguments[2]);
            dataSource.setUsername(arguments[3]);
            dataSource.setPassword(System.getenv("SPRING_DATASOURCE_PASSWORD"));
            dataSource.addDataSourceProperty("reWriteBatchedInserts", "true");
            long begun = System.nanoTime();
            JobExecution execution = new RowByRowNight(dataSource, policy, today).run(dataSource);
            System.out.println("seconds=" + (System.nanoTime() - begun) / NANOS);
            System.out.println("status=" + execution.getStatus());
            System.out.println("problem=" + execution.getAllFailureExceptions());
        }
    }

    private JobExecution run(DataSource dataSource) throws Exception {
        JdbcTransactionManager transactions = new JdbcTransactionManager(dataSource);
        JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
        factory.setDataSource(dataSource);
        factory.setTransactionManager(transactions);
        factory.setTablePrefix("fallow.BATCH_");
        factory.afterPropertiesSet();
        JobRepository repository = factory.getObject();
        JdbcCursorItemReader<Account> reader = new JdbcCursorItemReaderBuilder<Account>()
                .name("accounts")
                .dataSource(dataSource)
                .sql(ACCOUNTS)
                .fetchSize(CHUNK)
                .connectionAutoCommit(false) // with it the driver would read all rows at once
                .rowMapper((row, number) -> Account.of(row, policy.zone()))
                .build();
        Step step = new StepBuilder("rowByRow", repository)
                .<Account, Tonight>chunk(CHUNK)
                .transactionManager(transactions)
                .reader(reader)
                .processor(this::decide)
                .writer(new RowByRowWriter(jdbc, today, policyVersion, runId))
                .build();
        Job job = new JobBuilder("rowByRow", repository).start(step).build();
        TaskExecutorJobOperator operator = new TaskExecutorJobOperator();
        operator.setJobRepository(repository);
        operator.setJobRegistry(new MapJobRegistry());
        operator.setTaskExecutor(new SyncTaskExecutor());
        operator.afterPropertiesSet();
        JobExecution execution = operator.start(
                job,
                new JobParametersBuilder().addLocalDate("businessDate", today).toJobParameters());
        jdbc.update(
                "UPDATE fallow.run SET status = 'COMPLETED', report = '{}', finished_at = now() WHERE run_id = ?",
                runId);
        return execution;
    }

    /** @return null for an account that stays ACTIVE; what it holds is not asked for then */
    private @Nullable Tonight decide(Account account) {
        AccountFacts facts = new AccountFacts(null, true, account.cohort(), account.activeOn(), List.of());
        if (RecyclingRule.decide(facts, policy, today).to() == State.ACTIVE) {
            return null;
        }
        long id = account.id();
        List<Reason> held = jdbc.query(HELD, (row, number) -> Reason.of(row.getString(1)), id, id, id, id);
        AccountFacts known = new AccountFacts(null, true, account.cohort(), account.activeOn(), held);
        return new Tonight(id, RecyclingRule.tonight(known, policy, today));
    }
}
