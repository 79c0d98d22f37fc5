package io.fallow.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

@TestInstance(Lifecycle.PER_CLASS)
class ReferencePlatformTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final int ACCOUNTS = 30_000;
    private static final List<String> TABLES = List.of(
            "account",
            "wallet_balance",
            "wealth_position",
            "bank_saving",
            "payment_transaction",
            "auto_deduction",
            "micro_loan",
            "judicial_freeze",
            "block");

    private final EmbeddedPostgres server;
    private final DataSource dataSource;
    private final JdbcTemplate jdbc;
    private final ReferencePlatform platform;

    ReferencePlatformTest() throws IOException {
        server = EmbeddedPostgres.start();
        dataSource = server.getPostgresDatabase();
        jdbc = new JdbcTemplate(dataSource);
        platform = new ReferencePlatform(dataSource);
    }

    @BeforeAll
    void installTheLedger() throws IOException {
        jdbc.execute(Files.readString(Path.of("sql/role/create-roles.sql")));
        jdbc.execute("CREATE SCHEMA fallow AUTHORIZATION fallow_owner");
        Flyway.configure()
                .dataSource(dataSource)
                .schemas("fallow")
                .initSql("SET ROLE fallow_owner")
                .locations("classpath:sql/migration")
                .placeholders(Map.of("accountIdType", "bigint"))
                .load()
                .migrate();
    }

    @AfterAll
    void stopTheServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void beginAnew() {
        platform.discard();
        // the only way back from RECYCLED and RELEASED, and only for a test
        jdbc.execute("TRUNCATE fallow.account_lifecycle");
    }

    @Test
    void makesTheSameRowsWhateverTheNumberOfWorkers() {
        generate(ACCOUNTS, 1);
        List<String> madeByOne = digests();
        platform.discard();

        generate(ACCOUNTS, 3);

        assertThat(digests()).isEqualTo(madeByOne);
    }

    @Test
    void makesThePromisedShares() throws IOException {
        generate(ACCOUNTS, 2);
        installTheContract();

        assertThat(share("greatest(last_active_at, registered_at) < '2025-11-20 00:00+08'"))
                .isCloseTo(0.30, within(0.02));
        assertThat(share("greatest(last_active_at, registered_at) < '2023-11-20 00:00+08'"))
                .isGreaterThan(0.10);
        assertThat(share("cohort = 'never-used'")).isCloseTo(0.06, within(0.01));
        assertThat(share("cohort = 'never-used' AND last_active_at IS NULL")).isCloseTo(0.042, within(0.01));
        assertThat(share("registered_at IS NULL AND last_active_at IS NULL")).isBetween(0.0001, 0.0005);
        assertThat(share("greatest(registered_at, last_active_at) >= '2026-11-20 00:00+08'"))
                .isZero();
        assertThat(shareHolding("CHANGE")).isCloseTo(0.25, within(0.01));
        assertThat(shareHolding("AUTO_DEDUCTION")).isCloseTo(0.08, within(0.005));
        assertThat(shareHolding("WEALTH")).isCloseTo(0.05, within(0.005));
        assertThat(shareHolding("BANK_SAVINGS")).isCloseTo(0.04, within(0.004));
        assertThat(shareHolding("MICRO_LOAN")).isCloseTo(0.03, within(0.004));
        assertThat(shareHolding("UNFINISHED_TRANSACTION")).isCloseTo(0.01, within(0.002));
        assertThat(shareOf("fallow.account_block WHERE until IS NULL")).isCloseTo(0.005, within(0.001));
        assertThat(shareOf("fallow.account_freeze WHERE asset = 'ALL'")).isCloseTo(0.001, within(0.0005));
    }

    @Test
    void refusesToGenerateOverAPlatformThatIsComplete() {
        generate(1_000, 1);

        assertThatThrownBy(() -> generate(1_000, 1)).hasMessageContaining("already, with 1000 accounts");
    }

    @Test
    void beginsAnewWhereAGenerationWasInterrupted() {
        generate(1_000, 1);
        jdbc.execute("DELETE FROM platform.feed");
        assertThat(platform.generatedAccounts()).isEmpty();

        generate(2_000, 1);

        assertThat(platform.generatedAccounts()).hasValue(2_000);
    }

    @Test
    void playsADayOnceAndKeepsTheFeedsTrue() throws IOException {
        generate(ACCOUNTS, 2);
        installTheContract();
        PlatformWorld world = new PlatformWorld(dataSource, ZONE);

        PlatformDay first = world.playDay(TODAY);
        List<String> afterwards = digests();
        PlatformDay again = world.playDay(TODAY);

        assertThat(first.cameBack()).isPositive();
        assertThat(first.deposits()).isPositive();
        assertThat(first.settled()).isPositive();
        assertThat(again.cameBack() + again.deposits() + again.settled()).isZero();
        assertThat(digests()).isEqualTo(afterwards);
        world.playDay(TODAY.plusDays(1));
        for (String table : TABLES) {
            assertThat(number("SELECT rows FROM fallow.source_health WHERE source = '" + table + "'"))
                    .as(table)
                    .isEqualTo(number("SELECT count(*) FROM platform." + table));
        }
        assertThat(number("SELECT count(*) FROM fallow.source_health WHERE newest < '2026-11-21 23:59+08'"))
                .isZero();
    }

    @Test
    void leavesRecycledAccountsAloneAndSaysWhoWantsTheirsBack() throws IOException {
        generate(ACCOUNTS, 2);
        installTheContract();
        enterAsProtected("account_id % 2 = 0");
        recycle("account_id % 4 = 0 AND account_id NOT IN (SELECT account_id FROM fallow.account_exclusion)");
        List<String> recycled = accountsThatAre("RECYCLED");
        List<String> isProtected = accountsThatAre("PROTECTED");
        String rows = "SELECT md5(string_agg(a::text, '' ORDER BY account_id)) FROM platform.account a"
                + " WHERE status = 'recycled'";
        String before = jdbc.queryForObject(rows, String.class);
        PlatformWorld world = new PlatformWorld(dataSource, ZONE);

        List<PlatformDay> days =
                TODAY.datesUntil(TODAY.plusDays(5)).map(world::playDay).toList();

        assertThat(jdbc.queryForObject(rows, String.class)).isEqualTo(before);
        assertThat(recycled).hasSizeGreaterThan(1_000);
        assertThat(days.stream().flatMap(day -> day.wantUnseal().stream()))
                .isNotEmpty()
                .isSubsetOf(isProtected);
        assertThat(days.stream().flatMap(day -> day.wantRestore().stream()))
                .isNotEmpty()
                .isSubsetOf(recycled);
    }

    @Test
    void refusesEveryWriteForARecycledAccountAndNoneForAnother() throws IOException {
        generate(100, 1);
        installTheContract();
        enterAsProtected("account_id IN (7, 8)");
        recycle("account_id = 7");

        jdbc.execute("""
                DO $$
                DECLARE one record;
                BEGIN
                    FOR one IN SELECT table_name, column_name FROM information_schema.columns
                        WHERE table_schema = 'platform' AND is_nullable = 'NO' AND is_identity = 'NO' AND column_name NOT LIKE '%\\_id'
                            AND table_name = ANY (ARRAY['wallet_balance', 'wealth_position', 'bank_saving', 'payment_transaction',
                                'auto_deduction', 'micro_loan'])
                    LOOP
                        EXECUTE format('ALTER TABLE platform.%I ALTER COLUMN %I DROP NOT NULL', one.table_name, one.column_name);
                    END LOOP;
                    FOR one IN SELECT conrelid::regclass AS table_name, conname FROM pg_constraint
                        WHERE confrelid = 'platform.account'::regclass AND contype = 'f'
                    LOOP
                        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.table_name, one.conname);
                    END LOOP;
                END $$""");
        for (String table : TABLES) {
            if (table.equals("account")) {
                continue; // it is there
            }
            if (table.equals("judicial_freeze") || table.equals("block")) {
                continue; // what an authority or the staff decides reaches an account in its quarantine
            }
            assertThatThrownBy(() -> jdbc.update("INSERT INTO platform." + table + " (account_id) VALUES (7)"))
                    .as(table)
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("account 7 is recycled");
        }
        assertThatThrownBy(() -> jdbc.update("UPDATE platform.account SET phone = 'x' WHERE account_id = 7"))
                .hasMessageContaining("account 7 is recycled");
        assertThatThrownBy(() -> jdbc.update("DELETE FROM platform.account WHERE account_id = 7"))
                .hasMessageContaining("account 7 is recycled");
        assertThat(jdbc.update("UPDATE platform.account SET phone = 'x' WHERE account_id IN (8, 9)"))
                .isEqualTo(2);
    }

    @Test
    void restoresTheVeryHandleAndNeverGivesAReleasedOneAway() throws IOException {
        generate(100, 1);
        installTheContract();
        enterAsProtected("account_id IN (7, 8)");
        String handle = handleOf(7);
        String handleOfTheOther = handleOf(8);
        recycle("account_id IN (7, 8)");
        assertThatThrownBy(() -> register(handle)).hasMessageContaining("account_handle_is_unique");

        jdbc.execute("UPDATE fallow.account_lifecycle SET state = 'PROTECTED' WHERE account_id = 8");
        jdbc.execute("SELECT fallow.apply_restore('{8}')");
        jdbc.execute("UPDATE fallow.account_lifecycle SET state = 'RELEASED', due_on = NULL WHERE account_id = 7");
        jdbc.execute("SELECT fallow.apply_release('{7}')");
        jdbc.execute("SELECT fallow.apply_release('{7}')");

        assertThat(handleOf(8)).isEqualTo(handleOfTheOther);
        assertThat(number("SELECT count(*) FROM platform.account WHERE account_id = 7 AND status = 'released'"
                        + " AND num_nonnulls(handle, former_handle, display_name, phone) = 0"))
                .isEqualTo(1);
        assertThatThrownBy(() -> register(handle)).hasMessageContaining("belonged to a released account");
    }

    @Test
    void givesFallowNoRightToWriteProperty() throws IOException {
        generate(100, 1);
        installTheContract();
        installTheContract();

        for (String table : TABLES) {
            for (String role : List.of("fallow_owner", "fallow_runtime", "fallow_auditor")) {
                assertThat(jdbc.queryForObject(
                                "SELECT has_table_privilege(?, ?, 'INSERT, UPDATE, DELETE, TRUNCATE')",
                                Boolean.class,
                                role,
                                "platform." + table))
                        .as(role + " on " + table)
                        .isFalse();
            }
        }
    }

    private void generate(int accounts, int workers) {
        new PlatformGenerator(dataSource, workers).generate(accounts, TODAY, ZONE, (made, of) -> {});
    }

    private void installTheContract() throws IOException {
        jdbc.execute(Files.readString(Path.of("sql/contract/reference.sql")));
    }

    private void enterAsProtected(String accounts) {
        jdbc.execute("INSERT INTO fallow.account_lifecycle"
                + " (account_id, state, since, last_active_on, due_on, policy_version, cohort)"
                + " SELECT account_id, 'DORMANT', '2026-01-01', '2020-01-01', '2026-11-20', 1, 'standard'"
                + " FROM platform.account WHERE " + accounts);
        jdbc.execute("UPDATE fallow.account_lifecycle SET state = 'PROTECTED', protected_on = '2026-01-01',"
                + " clear_since = '2026-01-01', recycle_on = '2026-04-01', notices_issued = 1,"
                + " last_notice_on = '2026-02-01'");
        jdbc.execute("SELECT fallow.apply_protect(array_agg(account_id)) FROM fallow.account_lifecycle");
    }

    private void recycle(String accounts) {
        jdbc.execute(
                "SELECT fallow.apply_recycle(array_agg(account_id)) FROM fallow.account_lifecycle WHERE " + accounts);
        jdbc.execute("UPDATE fallow.account_lifecycle SET state = 'RECYCLED', since = '2026-04-01' WHERE " + accounts);
    }

    private List<String> accountsThatAre(String state) {
        return jdbc.queryForList("SELECT account_id FROM fallow.account_status WHERE state = ?", String.class, state);
    }

    private String handleOf(long account) {
        return jdbc.queryForList("SELECT handle FROM platform.account WHERE account_id = " + account, String.class)
                .get(0);
    }

    private void register(String handle) {
        jdbc.update("INSERT INTO platform.account (account_id, cohort, handle) VALUES (1000, 'standard', ?)", handle);
    }

    private List<String> digests() {
        return TABLES.stream()
                .map(table -> jdbc.queryForObject(
                        "SELECT md5(string_agg(t::text, '' ORDER BY t::text COLLATE \"C\")) FROM platform." + table
                                + " t",
                        String.class))
                .toList();
    }

    private double share(String condition) {
        return number("SELECT count(*) FROM fallow.account_activity WHERE " + condition) / (double) ACCOUNTS;
    }

    private double shareHolding(String reason) {
        return shareOf("fallow.account_exclusion WHERE reason = '" + reason + "'");
    }

    private double shareOf(String rows) {
        return number("SELECT count(DISTINCT account_id) FROM " + rows) / (double) ACCOUNTS;
    }

    private long number(String sql) {
        Long number = jdbc.queryForObject(sql, Long.class);
        return number == null ? 0 : number;
    }
}
