package io.fallow.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.database.Installer;
import io.fallow.database.TestDatabase;
import io.fallow.platform.ReferencePlatform;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class PrivilegesTest {

    private final TestDatabase database = TestDatabase.from("empty-platform", PrivilegesTest::prepare);
    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private static void prepare(DataSource empty) {
        new ReferencePlatform(empty).create();
        new Installer(empty).installReference();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theRuntimeRoleCanWriteNoTableOfThePlatform() {
        List<String> writable = jdbc.queryForList("""
                SELECT c.oid::regclass::text
                FROM pg_class AS c
                JOIN pg_namespace AS n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
                    AND n.nspname NOT IN ('fallow', 'pg_catalog', 'information_schema', 'pg_toast')
                    AND (has_table_privilege('fallow_runtime', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
                        OR has_any_column_privilege('fallow_runtime', c.oid, 'INSERT, UPDATE'))
                """, String.class);
        assertThat(writable).isEmpty();
        assertThat(jdbc.queryForObject(
                        "SELECT count(*) FROM pg_class WHERE relnamespace = 'platform'::regnamespace AND relkind = 'r'",
                        Long.class))
                .isGreaterThan(8);
    }

    @Test
    void noRoleOfFallowsCanWriteAPropertyTable() {
        List<String> writable = jdbc.queryForList("""
                SELECT r.role || ' ' || c.relname
                FROM pg_class AS c
                CROSS JOIN unnest(ARRAY['fallow_owner', 'fallow_runtime', 'fallow_auditor']) AS r (role)
                WHERE c.relnamespace = 'platform'::regnamespace
                    AND c.relname IN ('wallet_balance', 'wealth_position', 'bank_saving', 'payment_transaction', 'auto_deduction', 'micro_loan',
                        'judicial_freeze', 'block')
                    AND (has_table_privilege(r.role, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
                        OR has_any_column_privilege(r.role, c.oid, 'INSERT, UPDATE'))
                """, String.class);
        assertThat(writable).isEmpty();
    }

    @Test
    void evidenceIsOnlyEverAdded() {
        List<String> changeable = jdbc.queryForList("""
                SELECT t.name
                FROM unnest(ARRAY['fallow.decision', 'fallow.seal', 'fallow.seal_block', 'fallow.event', 'fallow.notice']) AS t (name)
                WHERE has_table_privilege('fallow_runtime', t.name, 'UPDATE, DELETE, TRUNCATE')
                    OR has_table_privilege('fallow_auditor', t.name, 'INSERT, UPDATE, DELETE, TRUNCATE')
                """, String.class);
        assertThat(changeable).isEmpty();
        assertThat(jdbc.queryForList("""
                SELECT t.name
                FROM unnest(ARRAY['fallow.run', 'fallow.policy_version', 'fallow.set_aside', 'fallow.hold', 'fallow.stop_wish']) AS t (name)
                WHERE has_table_privilege('fallow_runtime', t.name, 'DELETE, TRUNCATE')
                """, String.class)).isEmpty();
        jdbc.execute("SELECT fallow.make_decision_partition(DATE '2026-11-20')");
        jdbc.execute(
                "INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, run_id, reasons)"
                        + " VALUES (1, DATE '2026-11-20', 'ACTIVE', 'DORMANT', 1, 1, '{IDLE}')");
        assertThatThrownBy(() -> jdbc.execute("UPDATE fallow.decision SET reasons = '{X}'"))
                .rootCause()
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> jdbc.execute("DELETE FROM fallow.decision"))
                .rootCause()
                .hasMessageContaining("append-only");
    }

    @Test
    void theRuntimeRoleMayOnlyReadAndAddDecisionsAndSeals() {
        assertThat(jdbc.queryForList("""
                SELECT t.name || ' ' || string_agg(p.privilege, ' ' ORDER BY p.privilege)
                FROM unnest(ARRAY['decision', 'seal', 'seal_block']) AS t (name)
                CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS p (privilege)
                WHERE has_table_privilege('fallow_runtime', 'fallow.' || t.name, p.privilege)
                GROUP BY t.name
                ORDER BY t.name
                """, String.class))
                .containsExactly("decision INSERT SELECT", "seal INSERT SELECT", "seal_block INSERT SELECT");
    }

    @Test
    void windowsAreOpenedAndUsedOnlyThroughTheirFunctions() {
        assertThat(jdbc.queryForList("""
                SELECT t.name || ' ' || r.role || ' ' || p.privilege
                FROM unnest(ARRAY['property_window', 'window_use']) AS t (name)
                CROSS JOIN unnest(ARRAY['fallow_runtime', 'fallow_auditor', 'fallow_platform']) AS r (role)
                CROSS JOIN unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS p (privilege)
                WHERE has_table_privilege(r.role, 'fallow.' || t.name, p.privilege)
                """, String.class)).isEmpty();
        assertThat(jdbc.queryForList("""
                SELECT r.role || ' ' || c.table_name || '.' || c.column_name
                FROM information_schema.columns AS c
                CROSS JOIN unnest(ARRAY['fallow_runtime', 'fallow_auditor', 'fallow_platform']) AS r (role)
                WHERE c.table_schema = 'fallow'
                    AND c.table_name IN ('property_window', 'window_use')
                    AND has_column_privilege(r.role, 'fallow.' || c.table_name, c.column_name, 'UPDATE')
                """, String.class)).containsExactly("fallow_runtime property_window.expired_at");
    }

    @Test
    void whatBecameOfNoticesIsReportedOnlyThroughTheFunction() {
        assertThat(jdbc.queryForList("""
                SELECT t.name || ' ' || r.role || ' ' || p.privilege
                FROM unnest(ARRAY['notice_report', 'borrower_notice']) AS t (name)
                CROSS JOIN unnest(ARRAY['fallow_runtime', 'fallow_auditor', 'fallow_platform']) AS r (role)
                CROSS JOIN unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS p (privilege)
                WHERE has_table_privilege(r.role, 'fallow.' || t.name, p.privilege)
                """, String.class)).containsExactly("borrower_notice fallow_runtime INSERT");
    }

    @Test
    void thePlatformsRoleMayAskOpenAndRecordAndNothingElse() {
        assertThat(jdbc.queryForList("""
                SELECT p.proname
                FROM pg_proc AS p
                WHERE p.pronamespace = 'fallow'::regnamespace
                    AND has_function_privilege('fallow_platform', p.oid, 'EXECUTE')
                ORDER BY p.proname
                """, String.class))
                .containsExactly(
                        "confirm_erasure",
                        "open_window",
                        "permits",
                        "report_notice",
                        "request_cancellation",
                        "revoke_cancellation",
                        "unseal",
                        "use_window");
        assertThat(jdbc.queryForList("""
                SELECT c.oid::regclass::text
                FROM pg_class AS c
                WHERE c.relnamespace IN ('fallow'::regnamespace, 'platform'::regnamespace)
                    AND c.relkind IN ('r', 'p', 'v')
                    AND has_table_privilege('fallow_platform', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
                ORDER BY 1
                """, String.class)).containsExactly("fallow.notice_due", "fallow.notice_issued");
        SingleConnectionDataSource one =
                new SingleConnectionDataSource(database.jdbcUrl(), database.username(), database.password(), true);
        JdbcTemplate platform = new JdbcTemplate(one);
        platform.execute("SET ROLE fallow_platform");
        assertThat(platform.queryForObject("SELECT reason FROM fallow.permits(7, 'PAYMENT')", String.class))
                .isEqualTo("ACTIVE");
        assertThatThrownBy(() -> platform.execute("SELECT fallow.open_window(7, 'phone 88', NULL, 'app')"))
                .rootCause()
                .hasMessageContaining("account 7: no property window can be opened: NOT_BLOCKED");
        assertThatThrownBy(
                        () -> platform.execute("SELECT fallow.use_window(7, 'CHANGE_WITHDRAWAL', 'transfer 1', 'app')"))
                .rootCause()
                .hasMessageContaining("account 7: CHANGE_WITHDRAWAL is not done through a property window: ACTIVE");
        assertThat(platform.queryForObject(
                        "SELECT reason FROM fallow.unseal(7, 'FACE', 'session 1', 'app')", String.class))
                .isEqualTo("NO_POLICY");
        assertThatThrownBy(() -> platform.execute("SELECT fallow.request_cancellation(7, 'FACE', 'session 1', 'app')"))
                .rootCause()
                .hasMessageContaining("account 7: no request to cancel can be taken: NO_POLICY");
        assertThatThrownBy(() -> platform.execute("SELECT fallow.revoke_cancellation(7, 'app')"))
                .rootCause()
                .hasMessageContaining("account 7: no request to cancel is pending");
        assertThatThrownBy(() -> platform.execute("SELECT fallow.confirm_erasure(7, 'job 1', 'app')"))
                .rootCause()
                .hasMessageContaining("account 7: no erasure of it waits to be confirmed");
        one.destroy();
    }

    @Test
    void thePublishersRoleReadsEventsKeepsTheirDeliveryAndDoesNothingElse() {
        assertThat(jdbc.queryForList("""
                SELECT c.relname || ' ' || string_agg(p.privilege, ' ' ORDER BY p.privilege)
                FROM pg_class AS c
                CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS p (privilege)
                WHERE c.relnamespace IN ('fallow'::regnamespace, 'platform'::regnamespace)
                    AND c.relkind IN ('r', 'p', 'v')
                    AND has_table_privilege('fallow_publisher', c.oid, p.privilege)
                GROUP BY c.relname
                ORDER BY c.relname
                """, String.class))
                .containsExactly(
                        "consumer INSERT SELECT UPDATE",
                        "delivery_act INSERT SELECT",
                        "event SELECT",
                        "undelivered_event DELETE INSERT SELECT UPDATE");
        assertThat(jdbc.queryForList("""
                SELECT p.proname
                FROM pg_proc AS p
                WHERE p.pronamespace = 'fallow'::regnamespace
                    AND has_function_privilege('fallow_publisher', p.oid, 'EXECUTE')
                """, String.class)).isEmpty();
        assertThat(jdbc.queryForList("""
                SELECT t.name || ' ' || r.role
                FROM unnest(ARRAY['consumer', 'undelivered_event', 'delivery_act']) AS t (name)
                CROSS JOIN unnest(ARRAY['fallow_runtime', 'fallow_auditor', 'fallow_platform']) AS r (role)
                WHERE has_table_privilege(r.role, 'fallow.' || t.name, 'INSERT, UPDATE, DELETE, TRUNCATE')
                """, String.class)).isEmpty();
    }

    @Test
    void theRecordOfActsIsOnlyAddedToOrEnded() {
        assertThat(jdbc.queryForList("""
                SELECT r.role || ' ' || t.name || ' ' || p.privilege
                FROM unnest(ARRAY['cancellation', 'unseal_attempt', 'platform_act', 'erasure']) AS t (name)
                CROSS JOIN unnest(ARRAY['fallow_runtime', 'fallow_auditor', 'fallow_platform']) AS r (role)
                CROSS JOIN unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS p (privilege)
                WHERE has_table_privilege(r.role, 'fallow.' || t.name, p.privilege)
                ORDER BY 1
                """, String.class))
                .containsExactly("fallow_runtime erasure INSERT", "fallow_runtime unseal_attempt INSERT");
        assertThat(jdbc.queryForList("""
                SELECT c.table_name || '.' || c.column_name
                FROM information_schema.columns AS c
                WHERE c.table_schema = 'fallow'
                    AND c.table_name IN ('cancellation', 'unseal_attempt', 'platform_act', 'erasure')
                    AND has_column_privilege('fallow_runtime', 'fallow.' || c.table_name, c.column_name, 'UPDATE')
                ORDER BY 1
                """, String.class))
                .containsExactly(
                        "cancellation.ended_as",
                        "cancellation.ended_by",
                        "cancellation.ended_on",
                        "cancellation.settled_in",
                        "erasure.remind_on",
                        "erasure.reminders");
    }

    @Test
    void theRuntimeRoleMakesPartitionsOnlyThroughTheDefiner() {
        SingleConnectionDataSource one =
                new SingleConnectionDataSource(database.jdbcUrl(), database.username(), database.password(), true);
        JdbcTemplate runtime = new JdbcTemplate(one);
        runtime.execute("SET ROLE fallow_runtime");
        runtime.execute("SELECT fallow.make_decision_partition(DATE '2030-01-31')");
        assertThat(runtime.queryForObject("SELECT to_regclass('fallow.decision_2030_01') IS NOT NULL", Boolean.class))
                .isTrue();
        assertThatThrownBy(() -> runtime.execute("CREATE TABLE fallow.mine (n integer)"))
                .rootCause()
                .hasMessageContaining("permission denied");
        one.destroy();
    }

    @Test
    void theRuntimeRoleCanSwitchOffNoTrigger() {
        SingleConnectionDataSource one =
                new SingleConnectionDataSource(database.jdbcUrl(), database.username(), database.password(), true);
        JdbcTemplate runtime = new JdbcTemplate(one);
        runtime.execute("SET ROLE fallow_runtime");
        for (String bypass : List.of(
                "SET session_replication_role = replica",
                "ALTER TABLE fallow.decision DISABLE TRIGGER ALL",
                "ALTER TABLE fallow.account_lifecycle DISABLE TRIGGER ALL",
                "TRUNCATE fallow.decision",
                "DROP TRIGGER decision_is_append_only ON fallow.decision",
                "ALTER TABLE platform.wallet_balance DISABLE TRIGGER fallow_truncate")) {
            assertThatThrownBy(() -> runtime.execute(bypass))
                    .as(bypass)
                    .rootCause()
                    .hasMessageMatching("(?s)ERROR: (permission denied|must be owner).*");
        }
        one.destroy();
    }

    @Test
    void refusesTransitionsThatTheStateDiagramDoesNotHave() {
        assertThatThrownBy(() -> jdbc.execute(row("PROTECTED")))
                .hasMessageContaining("cannot enter the lifecycle as PROTECTED");
        jdbc.execute(row("DORMANT"));
        assertThatThrownBy(() -> jdbc.execute("UPDATE fallow.account_lifecycle SET state = 'RECYCLED'"))
                .hasMessageContaining("cannot go from DORMANT to RECYCLED");
        jdbc.execute("UPDATE fallow.account_lifecycle SET state = 'PROTECTED', protected_on = DATE '2026-11-20'");
        assertThatThrownBy(() -> jdbc.execute(
                        "UPDATE fallow.account_lifecycle SET state = 'RECYCLED', since = DATE '2030-01-01'"))
                .hasMessageContaining("was not protected, warned and free of property for long enough");
    }

    /** Whichever of them the trigger's condition tells by itself: the function behind it is not asked about each. */
    @Test
    void knowsEveryEdgeOfTheStateDiagramAndNoOther() {
        Set<String> allowed = Set.of(
                "ACTIVE DORMANT",
                "DORMANT ACTIVE",
                "DORMANT PROTECTED",
                "PROTECTED ACTIVE",
                "RECYCLED PROTECTED",
                "RECYCLED RELEASED");
        Set<String> taken = new HashSet<>();
        SingleConnectionDataSource one =
                new SingleConnectionDataSource(database.jdbcUrl(), database.username(), database.password(), true);
        JdbcTemplate owner = new JdbcTemplate(one);
        owner.execute(row("DORMANT"));
        List<String> states = List.of("ACTIVE", "DORMANT", "PROTECTED", "RECYCLED", "RELEASED");
        for (String from : states) {
            for (String to : states) {
                owner.execute("SET session_replication_role = replica"); // no trigger: whatever the test needs
                owner.execute(inState(from));
                owner.execute("SET session_replication_role = origin");
                try {
                    owner.execute(inState(to));
                    taken.add(from + " " + to);
                } catch (DataAccessException e) {
                    assertThat(e)
                            .rootCause()
                            .hasMessageMatching("(?s)ERROR: account 7 (cannot go|was not protected).*");
                }
            }
        }
        one.destroy();
        states.stream().filter(state -> !state.equals("RELEASED")).forEach(state -> taken.remove(state + " " + state));
        assertThat(taken).isEqualTo(allowed);
    }

    private static String inState(String state) {
        return "UPDATE fallow.account_lifecycle SET state = '" + state + "', protected_on = "
                + (state.equals("ACTIVE") || state.equals("DORMANT") ? "NULL" : "DATE '2026-11-20'") + ", due_on = "
                + (state.equals("RELEASED") ? "NULL" : "DATE '2026-11-20'");
    }

    private static String row(String state) {
        return "INSERT INTO fallow.account_lifecycle (account_id, state, since, last_active_on, protected_on, due_on, policy_version, cohort)"
                + " VALUES (7, '" + state + "', DATE '2026-11-20', DATE '2025-01-01', CASE '" + state
                + "' WHEN 'PROTECTED' THEN DATE '2026-11-20' END, DATE '2026-11-20', 1, 'standard')";
    }
}
