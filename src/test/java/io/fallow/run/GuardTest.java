package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.ledger.runs.Run;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the guard lets through and what it refuses once an account is recycled. */
class GuardTest {

    private final SmallPlatform platform = new SmallPlatform();

    @AfterEach
    void close() {
        platform.close();
    }

    private void recycle(long id) {
        platform.account(id, "standard", TODAY.minusYears(4));
        grow(id);
    }

    private void grow(long id) {
        for (int day : new int[] {0, 15, 31, 38, 45}) {
            platform.night(TODAY.plusDays(day));
        }
        assertThat(platform.state(id)).isEqualTo("RECYCLED");
    }

    @Test
    void anAuthoritysFreezeReachesAnAccountInQuarantineAndKeepsItFromBeingReleased() {
        recycle(1);

        assertThatThrownBy(() -> platform.change(1, 5)).hasMessageContaining("account 1 is recycled");
        platform.freeze(1).block(1);
        platform.night(TODAY.plusDays(105));
        assertThat(platform.state(1)).isEqualTo("RECYCLED JUDICIAL_FREEZE");

        platform.sql("UPDATE platform.judicial_freeze SET lifted_at = now()");
        platform.night(TODAY.plusDays(120));
        assertThat(platform.state(1)).isEqualTo("RELEASED");
    }

    @Test
    void aTransactionWhoseSnapshotIsOlderThanTheRecyclingIsSentBackToTryAgain() throws SQLException {
        platform.account(1, "standard", TODAY.minusYears(4)).account(2, "standard", TODAY.minusDays(1));
        try (Connection old = platform.raw().database().dataSource().getConnection();
                Statement statement = old.createStatement()) {
            old.setAutoCommit(false);
            old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("SELECT count(*) FROM platform.account");
            grow(1);

            assertThatThrownBy(() -> statement.execute(deposit(1)))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
            old.rollback();

            statement.execute(deposit(2));
            old.commit();
            assertThatThrownBy(() -> statement.execute(deposit(1))).hasMessageContaining("account 1 is recycled");
        }
        assertThat(platform.count("platform.wallet_balance WHERE account_id = 1"))
                .isZero();
        assertThat(platform.count("platform.wallet_balance WHERE account_id = 2"))
                .isEqualTo(1);
    }

    @Test
    void aTableThatIsGoneStopsTheNightUntilItsGuardIsGivenUp() {
        platform.sql("CREATE TABLE platform.extra (account_id bigint)")
                .sql("SELECT fallow.attach_guard('platform.extra', 'account_id')")
                .sql("DROP TABLE platform.extra");

        NightResult refused = platform.attempt(TODAY, SmallPlatform.policy());
        assertThat(refused.report().status()).isEqualTo(Run.Status.UNSAFE_INPUTS);
        assertThat(refused.problem()).contains("SELECT fallow.detach_guard('platform.extra')");

        platform.sql("SELECT fallow.detach_guard('platform.extra')");
        platform.night(TODAY);
        assertThatThrownBy(() -> platform.sql("SELECT fallow.detach_guard('platform.extra')"))
                .rootCause()
                .hasMessageContaining("no guard was ever attached");
    }

    @Test
    void anAccountThatTheContractOverlooksForANightKeepsItsProtection() {
        platform.account(1, "standard", TODAY.minusYears(4))
                .account(2, "standard", TODAY.minusYears(4))
                .change(1, 5);
        for (long id = 11; id < 40; id++) {
            platform.account(id, "standard", TODAY);
        }
        platform.night(TODAY);
        String view =
                "CREATE OR REPLACE VIEW fallow.account_activity AS SELECT account_id::fallow.account_id AS account_id,"
                        + " cohort, registered_at, last_active_at FROM platform.account WHERE account_id > ";
        platform.sql(view + 2);
        platform.night(TODAY.plusDays(15));
        assertThat(platform.state(1)).isEqualTo("PROTECTED CHANGE UNKNOWN_ACCOUNT");
        assertThat(platform.state(2)).isEqualTo("PROTECTED UNKNOWN_ACCOUNT");

        platform.night(TODAY.plusDays(30));
        assertThat(platform.state(1)).isEqualTo("PROTECTED CHANGE UNKNOWN_ACCOUNT");
        assertThat(platform.state(2)).isEqualTo("ACTIVE");
        assertThat(platform.history(2)).last().asString().contains("GONE");

        platform.sql(view + 0);
        platform.night(TODAY.plusDays(45));
        assertThat(platform.state(1)).isEqualTo("PROTECTED CHANGE");
    }

    @Test
    void accountsMissingByTheScoreStopTheNightBeforeAnyoneLeaves() {
        for (long id = 1; id <= 20; id++) {
            platform.account(id, "standard", TODAY.minusYears(4));
        }
        platform.night(TODAY);
        platform.sql(
                "CREATE OR REPLACE VIEW fallow.account_activity AS SELECT account_id::fallow.account_id AS account_id,"
                        + " cohort, registered_at, last_active_at FROM platform.account WHERE account_id > 3");

        NightResult refused = platform.attempt(TODAY.plusDays(15), SmallPlatform.policy());

        assertThat(refused.report().status()).isEqualTo(Run.Status.UNSAFE_INPUTS);
        assertThat(refused.problem()).contains("account_activity has shrunk from 20 to 17 accounts");
        assertThat(platform.count("fallow.account_status WHERE state = 'PROTECTED'"))
                .isEqualTo(20);
    }

    private static String deposit(long id) {
        return "INSERT INTO platform.wallet_balance (account_id, balance, changed_at) VALUES (" + id + ", 1, now())";
    }
}
