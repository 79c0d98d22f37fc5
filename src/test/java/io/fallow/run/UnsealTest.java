package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.evidence.Finding;
import io.fallow.evidence.Verification;
import io.fallow.evidence.Verify;
import io.fallow.ledger.seals.Seals;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.State;
import io.fallow.owner.AccountException;
import io.fallow.owner.Evidence;
import io.fallow.owner.OwnerDesk;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Protection is lifted by verified acts only, by command or in SQL, each recorded, and not by trying often (R3, R10). */
class UnsealTest {

    private static final Evidence PASSPORT = new Evidence("passport", "case 9001", "desk");
    private static final Evidence NOTHING = new Evidence("PASSPORT", " ", "a channel");
    private static final Policy POLICY = SmallPlatform.policy();

    /** The platform's acts are of the real date, whatever a test's clock says. */
    private final LocalDate now = LocalDate.now(TestPlatform.ZONE);

    private final SmallPlatform platform = new SmallPlatform();
    private final OwnerDesk desk = platform.raw().bean(OwnerDesk.class);

    @AfterEach
    void close() {
        platform.close();
    }

    private void protectedOn(LocalDate date) {
        platform.account(1, "standard", date.minusYears(2))
                .account(2, "standard", date.minusYears(2))
                .change(1, 100);
        platform.night(date);
        assertThat(platform.state(1)).isEqualTo("PROTECTED CHANGE");
    }

    private String attempts() {
        return String.join(
                " ",
                platform.raw()
                        .admin()
                        .queryForList("SELECT outcome FROM fallow.unseal_attempt ORDER BY attempt_id", String.class));
    }

    private String unsealInSql(String arguments) {
        return String.join("", platform.rows("SELECT u.unsealed, u.reason FROM fallow.unseal(" + arguments + ") AS u"));
    }

    private Verification verify() {
        return platform.raw().bean(Verify.class).of(null);
    }

    @Test
    void recordsWhoVerifiedTheOwnerByWhichMethodUnderWhichCase() {
        protectedOn(TODAY);

        assertThat(desk.unseal("1", PASSPORT, POLICY).to()).isEqualTo(State.ACTIVE);

        assertThat(platform.rows("SELECT evidence FROM fallow.decision WHERE act_id IS NOT NULL"))
                .containsExactly("(\"PASSPORT case 9001 (by desk)\")");
        assertThat(
                        platform.rows(
                                "SELECT outcome, method, reference, attempted_by, act_id IS NOT NULL FROM fallow.unseal_attempt"))
                .containsExactly("(UNSEALED,PASSPORT,\"case 9001\",desk,t)");
        assertThat(platform.status(1)).isEqualTo("active");
        assertThat(platform.status(2)).isEqualTo("protected");
        assertThatThrownBy(() -> platform.sql("DELETE FROM fallow.unseal_attempt"))
                .rootCause()
                .hasMessageContaining("append-only");
    }

    @Test
    void recordsAnAttemptAlthoughTheActIsRefused() {
        protectedOn(TODAY);
        platform.account(77, "standard", TODAY);

        assertThatThrownBy(() -> desk.unseal("1", NOTHING, POLICY)).isInstanceOf(AccountException.class);
        assertThatThrownBy(() -> desk.unseal("77", PASSPORT, POLICY)).hasMessageContaining("account 77: it is ACTIVE");

        assertThat(attempts()).isEqualTo("REFUSED REFUSED");
        assertThat(platform.state(1)).isEqualTo("PROTECTED CHANGE");
        assertThat(platform.count("fallow.decision WHERE act_id IS NOT NULL")).isZero();
    }

    @Test
    void allowsThreeAttemptsADayAndCountsNotWhatIsTriedBeyond() {
        protectedOn(TODAY);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> desk.unseal("1", NOTHING, POLICY)).hasMessageContaining("without evidence");
        }

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> desk.unseal("1", PASSPORT, POLICY))
                    .isInstanceOf(AccountException.class)
                    .hasMessage("account 1: too many attempts to unseal it; the next one is possible from"
                            + " 2026-11-21T15:59:59.999Z on");
        }
        assertThat(platform.state(1)).isEqualTo("PROTECTED CHANGE");
        assertThat(desk.unseal("2", PASSPORT, POLICY).to()).as("a bystander").isEqualTo(State.ACTIVE);

        platform.raw().clock(TODAY.plusDays(1));
        assertThat(desk.unseal("1", PASSPORT, POLICY).to()).isEqualTo(State.ACTIVE);
        assertThat(attempts()).isEqualTo("REFUSED REFUSED REFUSED TOO_MANY TOO_MANY UNSEALED UNSEALED");
    }

    @ParameterizedTest
    @CsvSource({
        "3, 23:59:59.999999, false",
        "3, 24:00:00, true",
        "3, 24:00:00.000001, true",
        "4, 00:00:01, true",
        "2, 24:00:00, true",
    })
    void countsExactlyTheAttemptsOfThePeriod(int maxAttempts, String after, boolean allowed) {
        platform.sql(
                "INSERT INTO fallow.unseal_attempt (account_id, attempted_at, outcome) SELECT 1, '2026-11-20 00:00Z', o"
                        + " FROM unnest(ARRAY['REFUSED', 'TOO_MANY', 'REFUSED', 'REFUSED', 'TOO_MANY']) AS o");

        assertThat(platform.rows("SELECT m.allowed FROM fallow.may_attempt_unseal(1, " + maxAttempts
                        + ", '24:00', timestamptz '2026-11-20 00:00Z' + interval '" + after + "') AS m"))
                .containsExactly(allowed ? "(t)" : "(f)");
    }

    @Test
    void thePlatformUnsealsInSqlByTheSameRuleAndWithTheSameEvidence() {
        protectedOn(now);

        assertThat(unsealInSql("1, 'FACE', 'session 3', 'app'")).isEqualTo("(t,UNSEALED)");

        assertThat(platform.state(1)).isEqualTo("ACTIVE");
        assertThat(platform.status(1)).isEqualTo("active");
        assertThat(platform.rows(
                        "SELECT from_state, to_state, reasons, evidence FROM fallow.decision WHERE act_id IS NOT NULL"))
                .containsExactly("(PROTECTED,ACTIVE,{UNSEALED},\"FACE session 3 (by app)\")");
        assertThat(platform.count("fallow.event WHERE kind = 'UNSEALED' AND account_id = 1"))
                .isEqualTo(1);
        assertThat(platform.state(2)).isEqualTo("PROTECTED");

        platform.night(now.plusDays(1));
        assertThat(platform.rows(
                        "SELECT state, owner_acted_on, due_on FROM fallow.account_lifecycle WHERE account_id = 1"))
                .as("the next night's rule says what Java's would have")
                .containsExactly("(ACTIVE," + now + "," + now.plusDays(180) + ")");
    }

    @Test
    void anActInSqlWaitsForItsSealAndIsNoTampering() {
        protectedOn(now);
        unsealInSql("1, 'FACE', 'session 3', 'app'");

        assertThat(verify().problem()).isNull();
        assertThat(verify().waiting()).isEqualTo(1);

        platform.night(now.plusDays(1));
        assertThat(verify().problem()).isNull();
        assertThat(verify().waiting()).isZero();
        assertThat(verify().decisions()).isEqualTo(platform.count("fallow.decision"));
        assertThat(platform.count("fallow.seal WHERE act_id IS NOT NULL")).isEqualTo(1);
    }

    @Test
    void isSealedWithoutANightOnDemand() {
        protectedOn(now);
        unsealInSql("1, 'FACE', 'session 3', 'app'");
        unsealInSql("2, 'FACE', 'session 4', 'app'");

        TransactionTemplate transaction =
                new TransactionTemplate(platform.raw().bean(PlatformTransactionManager.class));
        assertThat(transaction.<Integer>execute(
                        status -> platform.raw().bean(Seals.class).sealWaitingActs()))
                .isEqualTo(2);

        assertThat(verify().problem()).isNull();
        assertThat(verify().waiting()).isZero();
        platform.sql("ALTER TABLE fallow.decision DISABLE TRIGGER ALL")
                .sql("UPDATE fallow.decision SET evidence = 'bribe' WHERE account_id = 2 AND act_id IS NOT NULL");
        assertThat(verify().problem()).satisfies(problem -> {
            assertThat(problem).isNotNull();
            assertThat(problem.kind()).isEqualTo(Finding.Kind.DECISION_CHANGED);
            assertThat(problem.account()).isEqualTo("2");
        });
    }

    @Test
    void aDecisionOfAnActThatNobodyMadeIsStillFound() {
        protectedOn(TODAY);
        platform.sql(
                "INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, act_id, reasons)"
                        + " VALUES (1, '" + TODAY + "', 'PROTECTED', 'ACTIVE', 1, 999, '{UNSEALED}')");

        assertThat(verify().problem()).satisfies(problem -> {
            assertThat(problem).isNotNull();
            assertThat(problem.kind()).isEqualTo(Finding.Kind.DECISION_ADDED);
        });
    }

    @Test
    void aRefusalInSqlIsAnAnswerThatIsRecorded() {
        assertThat(unsealInSql("1, 'FACE', 's', 'app'")).isEqualTo("(f,NO_POLICY)");
        platform.account(3, "standard", now.minusDays(200));
        protectedOn(now);

        assertThat(unsealInSql("1, 'face to face', 's', 'app'")).isEqualTo("(f,NO_EVIDENCE)");
        assertThat(unsealInSql("1, 'FACE', NULL, 'app'")).isEqualTo("(f,NO_EVIDENCE)");
        assertThat(unsealInSql("3, 'FACE', 's', 'app'")).isEqualTo("(f,DORMANT)");
        assertThat(unsealInSql("99, 'FACE', 's', 'app'")).isEqualTo("(f,ACTIVE)");
        assertThat(unsealInSql("1, 'FACE', 's', ' '")).isEqualTo("(f,NO_EVIDENCE)");
        assertThat(unsealInSql("1, 'FACE', 's', 'app'")).isEqualTo("(f,TOO_MANY_ATTEMPTS)");
        assertThat(attempts()).isEqualTo("REFUSED REFUSED REFUSED REFUSED REFUSED TOO_MANY");
        assertThat(platform.state(1)).isEqualTo("PROTECTED CHANGE");
    }

    @Test
    void waitsForNoPaymentLongerThanItsCallerAndSaysSo() throws SQLException {
        protectedOn(now);
        try (Connection payment = platform.raw().database().dataSource().getConnection();
                Statement holds = payment.createStatement();
                Connection app = platform.raw().database().dataSource().getConnection();
                Statement asks = app.createStatement()) {
            payment.setAutoCommit(false);
            holds.execute("UPDATE platform.wallet_balance SET balance = 1 WHERE account_id = 1");
            asks.execute("SET lock_timeout = '200ms'");
            try (ResultSet answer =
                    asks.executeQuery("SELECT u.reason FROM fallow.unseal(1, 'FACE', 'session 3', 'app') AS u")) {
                answer.next();
                assertThat(answer.getString(1)).isEqualTo("IN_USE");
            }
            payment.rollback();
        }
        assertThat(platform.state(1)).isEqualTo("PROTECTED CHANGE");
        assertThat(platform.status(1)).isEqualTo("protected");
    }

    @Test
    void isNotUnsealedByMereActivity() {
        protectedOn(TODAY);
        platform.active(1, TODAY.plusDays(1)).sql("UPDATE platform.wallet_balance SET balance = 50");

        for (int night : new int[] {1, 2, 15, 30}) {
            platform.night(TODAY.plusDays(night));
        }

        assertThat(platform.state(1)).isEqualTo("PROTECTED CHANGE");
        assertThat(platform.status(1)).isEqualTo("protected");
    }
}
