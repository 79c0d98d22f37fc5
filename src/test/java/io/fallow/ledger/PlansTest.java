package io.fallow.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.Installer;
import io.fallow.database.TestDatabase;
import io.fallow.ledger.base.Sql;
import io.fallow.platform.ReferencePlatform;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a statement over a run's rows costs follows how many they are, whatever the planner believes of them: with statistics of tonight, with
 * those of a night before, with both and with none at all. Rows are counted, not seconds: each
 * that a part of the plan returned or looked at in vain, as often as it did.
 */
class PlansTest {

    private static final LocalDate D = LocalDate.of(2026, 11, 20);

    private static final int ROWS = 200_000;
    private static final int CHUNK = 5_000;

    /** Parts of a plan that look at each row: the planner's best takes up to a dozen. */
    private static final int LOOKS_A_ROW = 20;

    private static final long TIMEOUT = 20_000;

    enum Statistics {
        /** Of all that is there. */
        FRESH,
        /** What a night refreshes itself: of the plan and the decisions; of all else from before. */
        OWN,
        /** From before. */
        STALE,
        NONE
    }

    /** Tonight: nothing is newly idle, all that is due is reviewed; a part is recycled, and a few were found to hold something after all. */
    private static final String YESTERDAY = """
            INSERT INTO platform.account (account_id, cohort, last_active_at, registered_at, handle)
            SELECT i, 'standard', timestamptz '2022-01-01 12:00Z', timestamptz '2020-01-01 12:00Z', 'owner' || i
            FROM generate_series(1, %1$d) AS i;
            INSERT INTO fallow.policy_version (digest, policy) VALUES ('x', 'x');
            INSERT INTO fallow.run (business_date, status, policy_version, full_sweep, started_by)
            SELECT date '2026-11-18' + CAST(i AS integer), 'RUNNING', 1, true, 'night' FROM generate_series(1, 2) AS i;
            INSERT INTO fallow.account_lifecycle (account_id, state, since, last_active_on, due_on, policy_version, run_id, cohort)
            SELECT i, 'DORMANT', '2026-11-19', '2022-01-01', '2027-11-20', 1, 1, 'standard'
            FROM generate_series(1, %1$d) AS i;
            INSERT INTO fallow.plan (run_id, execution_id, account_id, verdict, was_due_on, last_active_on, cohort)
            SELECT 1, 1, i, 'WAIT', '2026-11-19', '2022-01-01', 'standard' FROM generate_series(1, %1$d) AS i;
            """;

    private static final String TONIGHT = """
            ALTER TABLE fallow.account_lifecycle DISABLE TRIGGER USER;
            UPDATE fallow.account_lifecycle
            SET state = CASE WHEN account_id %% 10 = 3 THEN 'DORMANT' ELSE 'PROTECTED' END::fallow.state, protected_on =
                CASE WHEN account_id %% 10 <> 3 THEN date '2026-01-01' END, run_id = 2,
                due_on = '2026-11-20', excluded_for = CASE WHEN account_id %% 2 = 0 THEN '{STORED_CHANGE}' ELSE '{}' END::text[],
                notices_issued = 0;
            INSERT INTO fallow.plan (run_id, execution_id, account_id, verdict, was_due_on, last_active_on, due_on, cohort, excluded_for,
                clear_since, recycle_on, last_notice_on, notices_issued)
            SELECT 2, e, i, v, '2026-11-20', '2022-01-01', '2026-12-20', 'standard', '{}',
                CASE v WHEN 'WARN' THEN date '2026-10-01' END, CASE v WHEN 'WARN' THEN date '2026-12-20' END,
                CASE v WHEN 'WARN' THEN date '2026-11-20' END, CASE v WHEN 'WARN' THEN 1 ELSE 0 END
            FROM generate_series(1, %1$d) AS i
            CROSS JOIN generate_series(1, 2) AS e
            CROSS JOIN LATERAL (
                SELECT (ARRAY['WAIT', 'RECYCLE', 'RECYCLE', 'PROTECT', 'WARN', 'WAIT', 'WAIT', 'WAIT', 'WAIT', 'WAIT'])[1 + i %% 10]
                    ::fallow.verdict AS v
            ) AS rule;
            INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, run_id, reasons)
            SELECT i, '2026-11-20', 'PROTECTED', 'RECYCLED', 1, 2, '{PROPERTY_FREE}' FROM generate_series(1, %1$d) AS i;
            INSERT INTO fallow.event (account_id, business_date, run_id, kind)
            SELECT i, '2026-11-20', 2, 'RECYCLED' FROM generate_series(1, %1$d) AS i;
            INSERT INTO fallow.notice (account_id, clear_since, number, issued_on, recycle_on, run_id)
            SELECT i, '2026-11-01', 1, '2026-11-20', '2026-12-20', 2 FROM generate_series(1, %1$d) AS i;
            INSERT INTO fallow.set_aside (run_id, account_id, step, error)
            SELECT 2, i, 'excludePropertyHolders', 'x' FROM generate_series(1, %1$d / 10) AS i;
            """;

    private static final Map<Statistics, TestDatabase> DATABASES = new HashMap<>();

    @BeforeAll
    static void fill() {
        for (Statistics statistics : Statistics.values()) {
            TestDatabase database = TestDatabase.from("plans-" + statistics, empty -> fill(empty, statistics));
            DATABASES.put(statistics, database);
        }
    }

    private static void fill(DataSource empty, Statistics statistics) {
        new ReferencePlatform(empty).create();
        new Installer(empty).installReference();
        JdbcTemplate admin = new JdbcTemplate(empty);
        admin.execute("SELECT fallow.make_decision_partition('2026-11-20')");
        // nobody but the test asks for statistics
        admin.execute("DO $$ DECLARE t regclass; BEGIN FOR t IN SELECT oid FROM pg_class WHERE relkind = 'r'"
                + " AND relnamespace::regnamespace::text IN ('fallow', 'platform')"
                + " LOOP EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', t); END LOOP; END $$");
        admin.execute(String.format(YESTERDAY, ROWS));
        if (statistics != Statistics.NONE) {
            admin.execute("VACUUM (ANALYZE)");
        }
        admin.execute("TRUNCATE fallow.plan");
        admin.execute(String.format(TONIGHT, ROWS));
        if (statistics == Statistics.FRESH) {
            admin.execute("VACUUM (ANALYZE)");
        } else if (statistics == Statistics.OWN) {
            admin.execute("VACUUM (ANALYZE) fallow.plan");
            admin.execute("ANALYZE fallow.decision");
        }
    }

    @AfterAll
    static void close() {
        DATABASES.values().forEach(TestDatabase::close);
    }

    /** Statements, what is done in the transaction before, and how many rows each is about. */
    private static List<Asked> asked() {
        List<Asked> asked = new ArrayList<>();
        List<String> night = List.of("step/reconcileRun/prepare-reading");
        asked.add(new Asked("step/reconcileRun/count-outcomes", night, 4 * ROWS));
        asked.add(new Asked("step/reconcileRun/count-events", night, 3 * ROWS));
        asked.add(new Asked("step/reconcileRun/find-split-keys", List.of(), ROWS));
        asked.add(new Asked("step/reconcileRun/find-split-texts", List.of(), ROWS));
        asked.add(new Asked("ledger/seals/digest-decisions", night, ROWS));
        asked.add(new Asked("ledger/seals/read-decisions", List.of(), ROWS));
        asked.add(new Asked("evidence/find-undecided-event", List.of(), 2 * ROWS));
        asked.add(new Asked("evidence/find-undecided-event-by-key", List.of(), 2 * ROWS));
        asked.add(new Asked("evidence/find-unsealed-decision", List.of(), ROWS));
        asked.add(new Asked("evidence/count-unsealed", List.of(), ROWS));
        asked.add(new Asked("ledger/plan/count-planned", List.of(), ROWS));
        asked.add(new Asked("step/checkLimits/count-verdicts", List.of(), 2 * ROWS));
        asked.add(new Asked("step/checkLimits/digest-plan", List.of(), 2 * ROWS));
        asked.add(new Asked("step/checkLimits/find-gained", List.of(), 2 * ROWS));
        asked.add(new Asked("step/checkLimits/sample-plan", List.of(), 2 * ROWS));
        asked.add(new Asked("step/checkLimits/defer-over-pace", List.of(), 2 * ROWS));
        asked.add(new Asked("ledger/plan/find-planned", List.of(), 2 * CHUNK));
        asked.add(new Asked("owner/find-recycled-by", List.of(), 2 * ROWS));
        asked.add(new Asked("step/excludePropertyHolders/apply-waits", List.of(), 2 * CHUNK));
        asked.add(new Asked("step/warnOwners/warn-planned", List.of(), 2 * CHUNK));
        asked.add(new Asked("step/protectLongUnused/lock-planned", List.of(), 10 * CHUNK));
        asked.add(new Asked("step/protectLongUnused/protect-planned", List.of(), 10 * CHUNK));
        asked.add(new Asked("ledger/movements/move-accounts", List.of(), 2 * CHUNK));
        asked.add(new Asked("ledger/movements/record-waits", List.of(), 2 * CHUNK));
        asked.add(new Asked("ledger/movements/lock-accounts", List.of(), 2 * CHUNK));
        asked.add(new Asked("ledger/facts/read-facts-of", List.of(), 2 * CHUNK));
        asked.add(new Asked("ledger/facts/read-facts-between", List.of(), 20 * CHUNK));
        asked.add(new Asked("step/scanIdleAccounts/read-activity-of", List.of(), 2 * CHUNK));
        asked.add(new Asked("step/scanIdleAccounts/return-owners", List.of(), 2 * CHUNK));
        asked.add(new Asked("step/scanIdleAccounts/find-idle-by-key", List.of(), 2 * ROWS));
        asked.add(new Asked("step/scanIdleAccounts/find-idle-by-activity", List.of(), 2 * ROWS));
        asked.add(new Asked("step/completeCancellations/count-first-seen", List.of(), 2 * ROWS));
        return asked;
    }

    record Asked(String statement, List<String> before, long rows) {
        @Override
        public String toString() {
            return statement;
        }
    }

    static Stream<Arguments> everyStatementWithEveryStatistics() {
        return asked().stream()
                .flatMap(asked -> Stream.of(Statistics.values()).map(statistics -> Arguments.of(asked, statistics)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyStatementWithEveryStatistics")
    void itsCostFollowsItsRows(Asked asked, Statistics statistics) {
        TestDatabase database = Objects.requireNonNull(DATABASES.get(statistics));
        SingleConnectionDataSource one =
                new SingleConnectionDataSource(database.jdbcUrl(), database.username(), database.password(), true);
        try {
            NamedParameterJdbcTemplate session = new NamedParameterJdbcTemplate(one);
            session.getJdbcOperations()
                    .execute("SET plan_cache_mode = force_custom_plan; SET jit = off;"
                            + " SET max_parallel_workers_per_gather = 0; SET statement_timeout = " + TIMEOUT
                            + "; BEGIN");
            asked.before().forEach(name -> session.query(Sql.named(name), row -> {}));
            String plan = session.query(
                            "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + Sql.named(asked.statement()),
                            parameters(asked.statement()),
                            (row, number) -> row.getString(1))
                    .get(0);
            session.getJdbcOperations().execute("ROLLBACK");

            JsonNode top = JsonMapper.shared().readTree(plan).get(0).get("Plan");
            assertThat(Math.max(looks(top), pages(top)))
                    .as("rows and pages looked at by %s with %s statistics: %s", asked, statistics, plan)
                    .isLessThan(Math.max(LOOKS_A_ROW * asked.rows(), leastLooks(session)));
        } finally {
            one.destroy();
        }
    }

    /** Before 17 a server counts a descent of the index for each of a chunk's keys, and rightly reads a small table whole instead. */
    private static long leastLooks(NamedParameterJdbcTemplate session) {
        Integer version = session.getJdbcOperations()
                .queryForObject("SELECT current_setting('server_version_num')::integer", Integer.class);
        return Objects.requireNonNull(version) < 170_000 ? 6L * ROWS : 0;
    }

    /** Rows that the parts of a plan returned or looked at in vain, all together. */
    private static double looks(JsonNode part) {
        double looks = part.path("Actual Loops").asDouble()
                * (part.path("Actual Rows").asDouble()
                        + part.path("Rows Removed by Filter").asDouble()
                        + part.path("Rows Removed by Join Filter").asDouble()
                        + part.path("Rows Removed by Index Recheck").asDouble());
        for (JsonNode inner : part.path("Plans")) {
            looks += looks(inner);
        }
        return looks;
    }

    /** A part that looks an index through for each row returns nothing, and reads pages. */
    private static double pages(JsonNode top) {
        return top.path("Shared Hit Blocks").asDouble()
                + top.path("Shared Read Blocks").asDouble();
    }

    private static Map<String, Object> parameters(String statement) {
        boolean wholePlatform = statement.contains("find-idle");
        int[] chunk = IntStream.rangeClosed(100_001, 100_000 + CHUNK).toArray();
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("runId", 2L);
        parameters.put("run", 2L);
        parameters.put("act", null);
        parameters.put("executionId", 2L);
        parameters.put("approvedExecution", 1L);
        parameters.put("collate", false);
        parameters.put("lastSweep", 1L);
        parameters.put("lastSweepOn", D.minusDays(1));
        parameters.put("businessDate", D);
        parameters.put("on", D);
        parameters.put("now", OffsetDateTime.parse("2026-11-20T12:00:00Z"));
        parameters.put("policyVersion", 1);
        parameters.put("verdict", "PROTECT");
        parameters.put("state", "PROTECTED");
        parameters.put("fromState", "PROTECTED");
        parameters.put("toState", "RECYCLED");
        parameters.put("event", "RECYCLED");
        parameters.put("pace", 10L);
        parameters.put("parts", 2);
        parameters.put("after", null);
        parameters.put("upTo", null);
        parameters.put("limit", CHUNK);
        parameters.put("first", wholePlatform ? "1" : Integer.toString(chunk[0]));
        parameters.put("last", Integer.toString(wholePlatform ? ROWS : 100_000 + 10 * CHUNK));
        parameters.put("ids", texts(chunk, Integer::toString));
        parameters.put("busy", new String[0]);
        parameters.put("states", texts(chunk, i -> i % 10 == 3 ? "DORMANT" : "PROTECTED"));
        parameters.put("lastActiveOns", texts(chunk, i -> "2022-01-01"));
        parameters.put("dueOns", texts(chunk, i -> "2027-01-01"));
        parameters.put("reasons", texts(chunk, i -> "PROPERTY_FREE"));
        parameters.put("noticesIssued", texts(chunk, i -> "0"));
        parameters.put("excludedFor", texts(chunk, i -> ""));
        for (String empty : List.of("recycleOns", "clearSinces", "lastNoticeOns")) {
            parameters.put(empty, new String[CHUNK]);
        }
        parameters.put("cohort", "standard");
        parameters.put("cohorts", wholePlatform ? new String[] {"standard"} : texts(chunk, i -> "standard"));
        parameters.put("cutoffs", new String[] {"2026-06-01T00:00:00Z"});
        parameters.put("from", statement.contains("activity") ? OffsetDateTime.parse("2021-01-01T00:00:00Z") : null);
        parameters.put("before", OffsetDateTime.parse("2023-01-01T00:00:00Z"));
        return parameters;
    }

    private static String[] texts(int[] chunk, IntFunction<String> each) {
        return IntStream.of(chunk).mapToObj(each).toArray(String[]::new);
    }
}
