package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A platform transaction that deposited before its account had a row of Fallow's: the guard found nothing to lock, so recycling
 * meets no lock, and what was deposited cannot be seen until it is committed.
 */
class BarrierTest {

    private final EveOfRecycling eve = new EveOfRecycling(1);
    private final SmallPlatform platform = eve.platform();
    private Connection payment;

    BarrierTest() throws SQLException {
        payment = platform.raw().database().dataSource().getConnection();
    }

    @BeforeEach
    void depositBeforeTheProtection() throws SQLException {
        platform.sql("DELETE FROM fallow.account_lifecycle WHERE account_id = 1");
        payment.setAutoCommit(false);
        try (Statement statement = payment.createStatement()) {
            statement.execute(
                    "INSERT INTO platform.wallet_balance (account_id, balance, changed_at) VALUES (1, 5, now())");
        }
        // what the night left, brought back: as if it had protected the account beside that transaction
        platform.sql(
                "INSERT INTO fallow.account_lifecycle SELECT 1 AS account_id, 'DORMANT' AS state, since, last_active_on,"
                        + " owner_acted_on, NULL AS protected_on, clear_since, recycle_on, last_notice_on, due_on, policy_version,"
                        + " notices_issued, run_id, cohort, excluded_for FROM fallow.account_lifecycle WHERE account_id = 0");
        platform.sql(
                "UPDATE fallow.account_lifecycle SET state = 'PROTECTED', protected_on = since WHERE account_id = 1");
    }

    @AfterEach
    void close() throws SQLException {
        payment.close();
        eve.close();
    }

    @Test
    void recyclesNothingUntilThatTransactionHasEnded() throws SQLException {
        NightResult night = platform.attempt(EveOfRecycling.DATE, EveOfRecycling.POLICY);

        assertThat(night.problem())
                .contains("recyclePropertyFree")
                .contains("nothing is recycled while older transactions are open");
        assertThat(platform.count("fallow.account_status WHERE state = 'RECYCLED'"))
                .isZero();

        payment.commit();
        SmallPlatform.completed(platform.attempt(EveOfRecycling.DATE, EveOfRecycling.POLICY));
        assertThat(platform.state(1)).isEqualTo("PROTECTED CHANGE");
        assertThat(platform.state(0)).isEqualTo("RECYCLED");
    }

    @Test
    void namesThePreparedTransactionThatItWaitsFor() throws SQLException {
        try (Statement statement = payment.createStatement()) {
            statement.execute("PREPARE TRANSACTION 'deposit 1'");
        }

        NightResult night = platform.attempt(EveOfRecycling.DATE, EveOfRecycling.POLICY);

        try (Statement statement = payment.createStatement()) {
            payment.setAutoCommit(true);
            statement.execute("COMMIT PREPARED 'deposit 1'");
        }
        assertThat(night.problem())
                .contains("nothing is recycled while older transactions are open")
                .contains("prepared transaction 'deposit 1' of database " + databaseName());
        assertThat(platform.count("fallow.account_status WHERE state = 'RECYCLED'"))
                .isZero();
    }

    private String databaseName() {
        return platform.raw().database().jdbcUrl().replaceAll(".*/", "");
    }

    /** The server counts the transactions of all its databases together; those write nothing here. */
    @Test
    void transactionsOfAnotherDatabaseAreNotWaitedForBesideOneOfThisDatabase() throws SQLException {
        try (TestDatabase neighbour = TestDatabase.fresh();
                Connection open = neighbour.dataSource().getConnection();
                Connection prepared = neighbour.dataSource().getConnection();
                Statement statement = open.createStatement();
                Statement preparing = prepared.createStatement()) {
            open.setAutoCommit(false);
            prepared.setAutoCommit(false);
            statement.execute("SET application_name = 'neighbour'");
            statement.execute("SELECT pg_current_xact_id()");
            preparing.execute("SELECT pg_current_xact_id()");
            preparing.execute("PREPARE TRANSACTION 'next door'");
            try {
                NightResult night = platform.attempt(EveOfRecycling.DATE, EveOfRecycling.POLICY);
                assertThat(night.problem())
                        .contains("nothing is recycled while older transactions are open")
                        .doesNotContain("neighbour")
                        .doesNotContain("next door");
                assertThat(platform.count("fallow.account_status WHERE state = 'RECYCLED'"))
                        .isZero();

                payment.commit();
                SmallPlatform.completed(platform.attempt(EveOfRecycling.DATE, EveOfRecycling.POLICY));
                assertThat(platform.state(1)).isEqualTo("PROTECTED CHANGE");
                assertThat(platform.state(0)).isEqualTo("RECYCLED");
            } finally {
                prepared.setAutoCommit(true);
                preparing.execute("ROLLBACK PREPARED 'next door'");
            }
        }
    }

    @Test
    void losesThatDepositWithoutTheBarrier() throws SQLException {
        DataSource dataSource = eve.watched(sql -> {});

        EveOfRecycling.recycle(dataSource, eve.real(dataSource), eve.night(), List.of(1L), null);
        payment.commit();

        assertThat(platform.state(1)).isEqualTo("RECYCLED");
        assertThat(platform.count("platform.wallet_balance WHERE account_id = 1 AND balance = 5"))
                .isEqualTo(1);
        assertThat(TODAY).isBefore(EveOfRecycling.DATE);
    }
}
