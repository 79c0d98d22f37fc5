package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.ledger.facts.Precondition;
import io.fallow.ledger.facts.Preconditions;
import io.fallow.ledger.facts.Unmet;
import io.fallow.ledger.runs.Run;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard on whatever a platform's table is: it works, or it is refused, or the night says that it cannot, and never is anything lost. */
class AnyTableGuardTest {

    private static final long RECYCLED = 1;
    private static final long BYSTANDER = 2;

    private final SmallPlatform platform = new SmallPlatform();

    @BeforeEach
    void recycleOne() {
        platform.account(RECYCLED, "standard", TODAY.minusYears(4)).account(BYSTANDER, "standard", TODAY);
        for (int day : new int[] {0, 15, 31, 38, 45}) {
            platform.night(TODAY.plusDays(day));
        }
        assertThat(platform.state(RECYCLED)).isEqualTo("RECYCLED");
        platform.sql("CREATE SCHEMA shop");
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void seesAKeyThatIsGeneratedFromTheRow() {
        platform.sql("CREATE TABLE shop.ledger (doc jsonb NOT NULL, acct bigint GENERATED ALWAYS AS"
                        + " ((doc ->> 'account')::bigint) STORED)")
                .sql("SELECT fallow.attach_guard('shop.ledger', 'acct')");

        refused("INSERT INTO shop.ledger (doc) VALUES ('{\"account\": 1}')");
        platform.sql("INSERT INTO shop.ledger (doc) VALUES ('{\"account\": 2}')");
        refused("UPDATE shop.ledger SET doc = '{\"account\": 1}'");
        assertThat(platform.count("shop.ledger")).isEqualTo(1);
    }

    @Test
    void seesAKeyThatALaterTriggerFillsIn() {
        platform.sql("CREATE TABLE shop.charge (card text, acct bigint)")
                .sql("CREATE FUNCTION shop.set_acct() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN NEW.acct := NEW.card::bigint; RETURN NEW; END'")
                .sql(
                        "CREATE TRIGGER zzz BEFORE INSERT OR UPDATE ON shop.charge FOR EACH ROW EXECUTE FUNCTION shop.set_acct()")
                .sql("SELECT fallow.attach_guard('shop.charge', 'acct')");

        refused("INSERT INTO shop.charge (card) VALUES ('1')");
        platform.sql("INSERT INTO shop.charge (card) VALUES ('2')");
        refused("UPDATE shop.charge SET card = '1'");
    }

    @Test
    void seesEveryColumnOfATableThatHasSeveral() {
        platform.sql("CREATE TABLE shop.transfer (sender bigint, receiver bigint)")
                .sql("SELECT fallow.attach_guard('shop.transfer', 'sender')")
                .sql("SELECT fallow.attach_guard('shop.transfer', 'receiver')");

        refused("INSERT INTO shop.transfer VALUES (1, 2)");
        refused("INSERT INTO shop.transfer VALUES (2, 1)");
        platform.sql("INSERT INTO shop.transfer VALUES (2, 2)");
        night(46, "COMPLETED", "");

        platform.sql("SELECT fallow.detach_guard('shop.transfer', 'sender')")
                .sql("INSERT INTO shop.transfer VALUES (1, 2)");
        refused("INSERT INTO shop.transfer VALUES (2, 1)");
    }

    @Test
    void isOnTheChildrenThatInheritAndFindsOneThatCameSince() {
        platform.sql("CREATE TABLE shop.wallet (acct bigint)")
                .sql("CREATE TABLE shop.wallet_2026 () INHERITS (shop.wallet)")
                .sql("SELECT fallow.attach_guard('shop.wallet', 'acct')");

        refused("INSERT INTO shop.wallet_2026 VALUES (1)");
        platform.sql("INSERT INTO shop.wallet_2026 VALUES (2)")
                .sql("CREATE TABLE shop.wallet_2027 () INHERITS (shop.wallet)");
        night(46, "UNSAFE_INPUTS", "the guard on table shop.wallet_2027 is missing");

        platform.sql("SELECT fallow.reattach_guards()");
        refused("INSERT INTO shop.wallet_2027 VALUES (1)");
        night(46, "COMPLETED", "");
    }

    @Test
    void isOnEveryPartitionAlsoOnOneThatComesLater() {
        partitioned();
        platform.sql("CREATE TABLE shop.wallet_2 PARTITION OF shop.wallet FOR VALUES IN (2)");

        refused("INSERT INTO shop.wallet VALUES (1, 1)");
        refused("INSERT INTO shop.wallet_2 VALUES (1, 2)");
        platform.sql("INSERT INTO shop.wallet VALUES (2, 2)");
        night(46, "COMPLETED", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER TABLE shop.wallet_1 DISABLE TRIGGER {guard} | table shop.wallet_1 is switched off; ALTER TABLE shop.wallet_1 ENABLE ALWAYS",
                "ALTER TABLE shop.wallet_1 ENABLE TRIGGER ALL | table shop.wallet_1 is not ENABLE ALWAYS",
                "ALTER TABLE shop.wallet DISABLE TRIGGER USER | table shop.wallet_1 is switched off",
                "DROP TRIGGER {guard} ON shop.wallet | table shop.wallet is missing",
                "DROP TRIGGER fallow_truncate ON shop.wallet | table shop.wallet does not see TRUNCATE",
                "CREATE OR REPLACE TRIGGER {guard} AFTER INSERT ON shop.wallet FOR EACH ROW EXECUTE FUNCTION fallow.{function}()"
                        + " | does not fire for every row",
                "CREATE OR REPLACE TRIGGER {guard} AFTER INSERT OR DELETE OR UPDATE OF place ON shop.wallet FOR EACH ROW"
                        + " EXECUTE FUNCTION fallow.{function}() | does not fire for every row",
                "CREATE OR REPLACE FUNCTION fallow.{function}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
                        + " | calls a function that was changed",
                "CREATE FUNCTION shop.nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
                        + " CREATE OR REPLACE TRIGGER {guard} AFTER INSERT OR UPDATE OR DELETE ON shop.wallet FOR EACH ROW"
                        + " EXECUTE FUNCTION shop.nothing() | calls another function than the guard's",
                "ALTER TABLE shop.wallet RENAME COLUMN acct TO owner | it has no column acct",
                "ALTER TABLE shop.wallet RENAME TO purse | table shop.wallet is missing: there is no such table"
            })
    void aGuardThatWasTamperedWithStopsTheNightUntilItIsAttachedAnew(String tampering, String found) {
        partitioned();
        String guard = platform.guardOf("shop.wallet");
        platform.sql(tampering.replace("{guard}", guard).replace("{function}", guard.substring("fallow_".length())));

        night(46, "UNSAFE_INPUTS", found);
        assertThat(platform.problems()).anyMatch(problem -> problem.contains(found));
    }

    @Test
    void aConditionOnTheTriggerStopsTheNight() {
        partitioned();
        String guard = platform.guardOf("shop.wallet");
        platform.sql(
                "CREATE OR REPLACE TRIGGER " + guard + " AFTER INSERT OR UPDATE OR DELETE ON shop.wallet FOR EACH ROW"
                        + " WHEN (pg_trigger_depth() > 7) EXECUTE FUNCTION fallow."
                        + guard.substring("fallow_".length()) + "()");

        night(46, "UNSAFE_INPUTS", "does not fire for every row");
    }

    @Test
    void rowsOfReplicationMeetItToo() {
        partitioned();

        refused("SET session_replication_role = replica; INSERT INTO shop.wallet VALUES (1, 1)");
    }

    /** A guard that refuses would halt a subscriber: there the row comes in, and somebody is told. */
    @Test
    void whatAGuardLetsThroughToARecycledAccountIsSaid() {
        Preconditions preconditions = platform.raw().bean(Preconditions.class);
        platform.sql("CREATE TABLE shop.purse (acct bigint, coins int)")
                .sql("SELECT fallow.attach_guard('shop.purse', 'acct', refuses => false)")
                .sql("GRANT SELECT ON shop.purse TO fallow_contract")
                .sql(
                        "CREATE OR REPLACE VIEW fallow.account_exclusion AS SELECT acct::fallow.account_id AS account_id, 'COINS' AS reason,"
                                + " coins::text AS detail FROM shop.purse");
        assertThat(preconditions.unmet(Precondition.RECYCLED_HOLD_NOTHING)).isEmpty();

        platform.sql("SET session_replication_role = replica; INSERT INTO shop.purse VALUES (1, 5), (2, 5)");

        assertThat(preconditions.unmet(Precondition.RECYCLED_HOLD_NOTHING))
                .singleElement()
                .extracting(Unmet::sentence)
                .asString()
                .startsWith("account '1' is RECYCLED and holds COINS; fallow restore 1 --evidence TEXT");
    }

    /** A guard that cannot work would otherwise fail every write of the platform's, for ever. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE shop.purse RENAME COLUMN acct TO owner",
                "ALTER TABLE shop.purse DROP COLUMN acct; ALTER TABLE shop.purse ADD COLUMN owner bigint",
                "ALTER TABLE shop.purse ALTER COLUMN acct TYPE text"
            })
    void aColumnThatChangesStopsTheNightAndNotThePlatform(String change) throws SQLException {
        platform.sql("CREATE TABLE shop.purse (acct bigint, coins int)")
                .sql("SELECT fallow.attach_guard('shop.purse', 'acct')");
        try (Connection open = platform.raw().database().dataSource().getConnection();
                Statement app = open.createStatement()) {
            app.execute("INSERT INTO shop.purse VALUES (2, 5)"); // the session has the guard's plans

            platform.sql(change);

            app.execute("INSERT INTO shop.purse (coins) VALUES (6)");
            app.execute("UPDATE shop.purse SET coins = coins + 1");
            app.execute("DELETE FROM shop.purse WHERE coins = 7");
        }
        assertThat(platform.count("shop.purse")).isEqualTo(1);
        platform.account(3, "standard", TODAY.minusYears(4));
        night(46, "UNSAFE_INPUTS", "the guard on table shop.purse");

        platform.sql("SELECT fallow.detach_guard('shop.purse', 'acct')");
        night(46, "COMPLETED", "");
    }

    @Test
    void truncateIsAWriteToEveryRow() throws SQLException {
        platform.sql("CREATE TABLE shop.purse (acct bigint)")
                .sql("CREATE TABLE shop.freeze (acct bigint)")
                .sql("SELECT fallow.attach_guard('shop.purse', 'acct')")
                .sql("SELECT fallow.attach_guard('shop.freeze', 'acct', refuses => false)")
                .sql("INSERT INTO shop.purse VALUES (2)");

        assertThatThrownBy(() -> platform.sql("TRUNCATE shop.purse")).hasMessageContaining("TRUNCATE refused");
        platform.sql("TRUNCATE shop.freeze").sql("DELETE FROM shop.purse");
        try (Connection open = platform.raw().database().dataSource().getConnection();
                Statement app = open.createStatement()) {
            open.setAutoCommit(false);
            app.execute("TRUNCATE shop.freeze");
            assertThatThrownBy(() -> platform.sql(
                            "SET lock_timeout = '100ms'; UPDATE fallow.account_lifecycle SET cohort = cohort"))
                    .as("recycling waits for it, and gives way")
                    .hasMessageContaining("lock timeout");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE TABLE shop.t (k numeric) | is of type numeric, and accounts' keys are of type bigint (fallow.account-id-type)",
                "CREATE TABLE shop.t (k text) | is of type text, and accounts' keys are of type bigint",
                "CREATE TABLE shop.t (k uuid) | is of type uuid",
                "CREATE TABLE shop.t (n bigint) | it has no column k",
                "CREATE VIEW shop.t AS SELECT 1::bigint AS k | it is no ordinary or partitioned table",
                "CREATE MATERIALIZED VIEW shop.t AS SELECT 1::bigint AS k | it is no ordinary or partitioned table",
                "CREATE FOREIGN DATA WRAPPER far; CREATE SERVER far FOREIGN DATA WRAPPER far;"
                        + " CREATE FOREIGN TABLE shop.t (k bigint) SERVER far | it is no ordinary or partitioned table"
            })
    void whatCannotBeGuardedIsRefusedAndThePlatformGoesOn(String table, String why) {
        platform.sql(table);

        assertThatThrownBy(() -> platform.sql("SELECT fallow.attach_guard('shop.t', 'k')"))
                .rootCause()
                .hasMessageContaining("cannot be guarded")
                .hasMessageContaining(why);

        assertThat(platform.count("pg_trigger WHERE tgrelid = 'shop.t'::regclass"))
                .isZero();
        assertThat(platform.count("fallow.guard WHERE guarded_table = 'shop.t'"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"integer", "smallint", "bigint"})
    void aNarrowerNumberIsAKeyThatTheIndexServes(String type) {
        platform.sql("CREATE TABLE shop.t (k " + type + ")").sql("SELECT fallow.attach_guard('shop.t', 'k')");

        refused("INSERT INTO shop.t VALUES (1)");
        platform.sql("INSERT INTO shop.t VALUES (2)");
        night(46, "COMPLETED", "");
    }

    /** In mid-night, after the inputs were checked: what was written past it may not be seen yet. */
    @Test
    void aGuardThatIsChangedInMidNightKeepsEverybodyFromBeingRecycled() {
        platform.account(3, "standard", TODAY.minusYears(4));
        platform.sql("CREATE TABLE shop.purse (acct bigint)").sql("SELECT fallow.attach_guard('shop.purse', 'acct')");
        for (int day : new int[] {60, 75, 91, 98}) {
            platform.night(TODAY.plusDays(day));
        }
        platform.sql("CREATE FUNCTION public.rename() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS"
                        + " $$ BEGIN ALTER TABLE shop.purse RENAME COLUMN acct TO owner; RETURN NULL; END $$")
                .sql("CREATE TRIGGER rename AFTER INSERT ON fallow.batch_step_execution FOR EACH ROW"
                        + " WHEN (NEW.step_name = 'recyclePropertyFree') EXECUTE FUNCTION public.rename()");

        night(105, "UNSAFE_INPUTS", "step recyclePropertyFree");

        assertThat(platform.state(3)).isEqualTo("PROTECTED");
        assertThat(platform.status(3)).isEqualTo("protected");
    }

    private void partitioned() {
        platform.sql("CREATE TABLE shop.wallet (acct bigint, place int) PARTITION BY LIST (place)")
                .sql("CREATE TABLE shop.wallet_1 PARTITION OF shop.wallet FOR VALUES IN (1)")
                .sql("SELECT fallow.attach_guard('shop.wallet', 'acct')");
    }

    private void refused(String write) {
        assertThatThrownBy(() -> platform.sql(write)).hasMessageContaining("account 1 is recycled");
    }

    private void night(int day, String status, String problem) {
        NightResult night = platform.attempt(TODAY.plusDays(day), SmallPlatform.policy());
        assertThat(night.report().status()).as(night.problem()).isEqualTo(Run.Status.valueOf(status));
        assertThat(String.valueOf(night.problem())).contains(problem);
    }
}
