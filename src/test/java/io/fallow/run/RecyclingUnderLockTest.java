package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.job.chunk.Fence;
import io.fallow.job.step.RecyclePropertyFree;
import io.fallow.ledger.base.Keyed;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.facts.Facts;
import io.fallow.ledger.facts.Sources;
import io.fallow.ledger.movements.Barrier;
import io.fallow.ledger.movements.PlatformActs;
import io.fallow.ledger.movements.Transitions;
import io.fallow.ledger.plan.Plan;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.Runs;
import io.fallow.owner.Holds;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A chunk of accounts that the plan would recycle, and what happens to one of them between the plan and the lock, or beside it: the
 * barrier has passed long ago and is of no help here.
 */
class RecyclingUnderLockTest {

    private static final LocalDate DATE = TODAY.plusDays(30);

    private final TestPlatform platform = new TestPlatform();
    private List<String> planned = List.of();
    private String account = "";
    private String bystander = "";

    @BeforeEach
    void bringAccountsToTheEveOfRecycling() {
        for (int night : new int[] {0, 16, 23}) {
            platform.dayBefore(TODAY.plusDays(night));
            platform.night(TODAY.plusDays(night));
        }
        platform.bean(Sources.class).makeDecisionPartition(DATE);
        planned = platform.admin()
                .queryForList(
                        "SELECT CAST(s.account_id AS text) FROM fallow.account_status AS s WHERE s.state = 'PROTECTED'"
                                + " AND s.recycle_on = CAST(? AS date) AND NOT EXISTS (SELECT FROM fallow.account_exclusion AS e"
                                + " WHERE e.account_id = s.account_id) AND NOT EXISTS (SELECT FROM platform.wallet_balance AS w"
                                + " WHERE w.account_id = s.account_id) ORDER BY s.account_id LIMIT 10",
                        String.class,
                        DATE.toString());
        assertThat(planned).hasSizeGreaterThan(2);
        account = planned.get(1);
        bystander = planned.get(2);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO platform.wallet_balance (account_id, balance, changed_at) VALUES (%s, 1, now())",
                "INSERT INTO platform.judicial_freeze (account_id, authority, frozen_at) VALUES (%s, 'district court', now())",
                "UPDATE platform.account SET last_active_at = TIMESTAMPTZ '2026-12-13 01:00+08' WHERE account_id = %s"
            })
    void sparesAnAccountOnWhichSomethingWasCommittedAfterThePlan(String act) {
        platform.admin().execute(String.format(act, account));

        recycle();

        assertThat(stateOf(account)).isEqualTo("PROTECTED");
        assertThat(stateOf(bystander)).isEqualTo("RECYCLED");
        assertThat(platform.count("platform.account WHERE account_id = " + account
                        + " AND status = 'protected' AND handle IS NOT NULL"))
                .isEqualTo(1);
        assertThat(platform.count("fallow.decision_log WHERE account_id = " + account + " AND to_state = 'RECYCLED'"))
                .isZero();
    }

    @Test
    void sparesAnAccountOnWhichAHoldWasPlacedAfterThePlan() {
        platform.bean(Holds.class)
                .place(
                        account,
                        new Holds.Order(Holds.Kind.LEGAL_HOLD, "order 18 of the district court", "legal", null));

        recycle();

        assertThat(platform.count("fallow.account_status WHERE account_id = " + account
                        + " AND state = 'PROTECTED' AND excluded_for = '{LEGAL_HOLD}' AND clear_since IS NULL"))
                .isEqualTo(1);
        assertThat(stateOf(bystander)).isEqualTo("RECYCLED");
    }

    @Test
    void skipsAnAccountThatAPaymentHoldsAndLeavesItDue() throws SQLException {
        try (Connection payment = platform.database().dataSource().getConnection();
                Statement statement = payment.createStatement()) {
            payment.setAutoCommit(false);
            statement.execute(deposit());

            recycle();

            payment.commit();
        }
        assertThat(platform.count("fallow.account_status WHERE account_id = " + account
                        + " AND state = 'PROTECTED' AND due_on <= DATE '" + DATE + "'"))
                .isEqualTo(1);
        assertThat(stateOf(bystander)).isEqualTo("RECYCLED");
        assertThat(platform.count("platform.wallet_balance WHERE account_id = " + account + " AND balance = 1"))
                .isEqualTo(1);
    }

    @Test
    void makesAPaymentWaitForTheRecyclingAndThenRefusesIt() {
        transaction().executeWithoutResult(status -> {
            write();
            assertThatThrownBy(this::payImpatiently).hasMessageContaining("lock timeout");
        });

        assertThat(stateOf(account)).isEqualTo("RECYCLED");
        assertThatThrownBy(this::payImpatiently).hasMessageContaining("account " + account + " is recycled");
        assertThat(platform.count("platform.wallet_balance WHERE account_id = " + account))
                .isZero();
    }

    private void payImpatiently() throws SQLException {
        try (Connection payment = platform.database().dataSource().getConnection();
                Statement statement = payment.createStatement()) {
            statement.execute("SET lock_timeout = '200ms'");
            statement.execute(deposit());
        }
    }

    private String deposit() {
        return "INSERT INTO platform.wallet_balance (account_id, balance, changed_at) VALUES (" + account
                + ", 1, now())";
    }

    private void recycle() {
        transaction().executeWithoutResult(status -> write());
    }

    private void write() {
        Run run = platform.bean(Runs.class).recent(1).get(0);
        Night night = new Night(run.runId(), 0, run.token(), DATE, TestPlatform.policy(), run.policyVersion(), false);
        new RecyclePropertyFree(
                        platform.bean(Plan.class),
                        platform.bean(Facts.class),
                        platform.bean(Transitions.class),
                        platform.bean(PlatformActs.class),
                        new RecyclePropertyFree.Waiting(
                                platform.bean(Barrier.class), Duration.ofSeconds(1), platform.bean(Fence.class)))
                .write(night, planned.stream().map(Keyed.Key::new).toList());
    }

    private TransactionTemplate transaction() {
        return new TransactionTemplate(platform.bean(PlatformTransactionManager.class));
    }

    private String stateOf(String id) {
        return String.valueOf(platform.admin()
                .queryForObject("SELECT state FROM fallow.account_status WHERE account_id = " + id, String.class));
    }
}
