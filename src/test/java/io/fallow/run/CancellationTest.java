package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.evidence.Verify;
import io.fallow.ledger.runs.RunReport;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.Reason;
import io.fallow.lifecycle.State;
import io.fallow.owner.AccountException;
import io.fallow.owner.CancellationDesk;
import io.fallow.owner.CancellationDesk.Standing;
import io.fallow.owner.Evidence;
import io.fallow.owner.Explain;
import io.fallow.owner.Holds;
import io.fallow.owner.OwnerDesk;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An owner cancels their account (R8): once nothing is held, within the term, and never against a payment. */
class CancellationTest {

    private static final Evidence PASSPORT = new Evidence("PASSPORT", "case 9002", "desk");
    private static final Policy POLICY = SmallPlatform.policy();
    private static final String DEPOSIT =
            "INSERT INTO platform.wallet_balance (account_id, balance, changed_at) VALUES (1, 5, now())";

    private final SmallPlatform platform = new SmallPlatform("--fallow.chunk-size=1");
    private final CancellationDesk desk = platform.raw().bean(CancellationDesk.class);

    CancellationTest() {
        platform.account(1, "standard", TODAY.minusDays(3)).account(2, "standard", TODAY.minusDays(3));
        platform.raw().clock(TODAY);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private Standing request() {
        return desk.request("1", PASSPORT, POLICY);
    }

    private long cancellations(String ending) {
        return platform.count("fallow.cancellation WHERE account_id = 1 AND ended_as = '" + ending + "'");
    }

    private long events(String kind) {
        return platform.count("fallow.event WHERE account_id = 1 AND kind = '" + kind + "'");
    }

    private void assertUntouched() {
        assertThat(platform.state(1)).isEqualTo("ACTIVE");
        assertThat(platform.status(1)).isEqualTo("active");
        assertThat(platform.history(1)).isEmpty();
    }

    @Test
    void recyclesAtOnceWhatHoldsNothingAndSealsTheAct() {
        Standing standing = request();

        assertThat(standing.completed()).isTrue();
        assertThat(standing.unsettled()).isEmpty();
        assertThat(platform.state(1)).isEqualTo("RECYCLED");
        assertThat(platform.status(1)).isEqualTo("recycled");
        assertThat(platform.history(1)).containsExactly("(" + TODAY + ",ACTIVE,RECYCLED,CANCELLED)");
        assertThat(platform.rows("SELECT evidence FROM fallow.decision WHERE account_id = 1"))
                .containsExactly("(\"PASSPORT case 9002 (by desk)\")");
        assertThat(cancellations("COMPLETED")).isEqualTo(1);
        assertThat(events("CANCELLATION_REQUESTED")).isEqualTo(1);
        assertThat(events("CANCELLED")).isEqualTo(1);
        assertThat(platform.raw().bean(Verify.class).of(null).problem()).isNull();
        assertThat(platform.state(2)).isEqualTo("ACTIVE");
        assertThat(platform.status(2)).isEqualTo("active");
    }

    @Test
    void quarantinesItAsAnyOther() {
        request();

        platform.night(TODAY.plusDays(59));
        assertThat(platform.state(1)).isEqualTo("RECYCLED");
        platform.night(TODAY.plusDays(60));
        assertThat(platform.state(1)).isEqualTo("RELEASED");
    }

    @Test
    void bringsItBackWithinTheQuarantine() {
        request();

        assertThatThrownBy(() -> desk.revoke("1", "desk")).hasMessage("account 1: no request to cancel is pending");
        platform.raw().bean(OwnerDesk.class).restore("1", "passport, case 9003", "desk", POLICY);

        assertThat(platform.state(1)).isEqualTo("PROTECTED");
        assertThat(platform.status(1)).isEqualTo("protected");
    }

    @Test
    void saysWhatMustStillBeSettledAndWaitsForIt() {
        platform.change(1, 100)
                .sql("INSERT INTO platform.payment_transaction (account_id, amount, started_at, status)"
                        + " VALUES (1, 1, '2026-11-19', 'awaiting delivery')");

        Standing standing = request();

        assertThat(standing.completed()).isFalse();
        assertThat(standing.unsettled())
                .extracting(Reason::name)
                .containsExactlyInAnyOrder("CHANGE", "UNFINISHED_TRANSACTION");
        assertThat(desk.list(POLICY)).singleElement().isEqualTo(standing);
        assertThat(platform.night(TODAY).outcomes()).isEmpty();
        assertUntouched();

        platform.sql("UPDATE platform.wallet_balance SET balance = 0");
        platform.night(TODAY.plusDays(1));
        assertUntouched();

        platform.sql("UPDATE platform.payment_transaction SET finished_at = '2026-11-22', status = 'completed'");
        RunReport report = platform.night(TODAY.plusDays(2));
        assertThat(platform.state(1)).isEqualTo("RECYCLED");
        assertThat(platform.history(1)).containsExactly("(" + TODAY.plusDays(2) + ",ACTIVE,RECYCLED,CANCELLED)");
        assertThat(report.outcomes()).containsOnlyKeys("RECYCLED").containsValue(1L);
        assertThat(report.counts().scanned()).isEqualTo(1);
        assertThat(report.counts().recycled())
                .as("no measure of what nights recycle")
                .isZero();
        assertThat(platform.state(2)).isEqualTo("ACTIVE");
        assertThat(desk.list(POLICY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"29, COMPLETED, RECYCLED", "30, COMPLETED, RECYCLED", "31, LAPSED, ACTIVE", "32, LAPSED, ACTIVE"})
    void isCompletedOnTheLastDayOfItsTermAndLapsesTheDayAfter(int day, String ending, String state) {
        platform.change(1, 100);
        request();
        platform.night(TODAY.plusDays(28));
        assertThat(cancellations(ending)).isZero();

        platform.sql("UPDATE platform.wallet_balance SET balance = 0");
        platform.night(TODAY.plusDays(day));

        assertThat(cancellations(ending)).isEqualTo(1);
        assertThat(platform.state(1)).isEqualTo(state);
        assertThat(events("CANCELLATION_LAPSED")).isEqualTo(ending.equals("LAPSED") ? 1 : 0);
        assertThat(platform.count("fallow.account_lifecycle WHERE account_id = 1"))
                .isEqualTo(ending.equals("LAPSED") ? 0 : 1);
        assertThat(events("RETURNED")).isZero();
    }

    @ParameterizedTest
    @EnumSource(Holds.Kind.class)
    void aHoldVetoesIt(Holds.Kind kind) {
        platform.raw().bean(Holds.class).place("1", new Holds.Order(kind, "order 18", "legal", null));

        assertThat(request().unsettled()).extracting(Reason::name).containsExactly(kind.name());
        platform.night(TODAY);
        assertUntouched();
    }

    @Test
    void aBlockAndAFreezeVetoIt() {
        platform.block(1).freeze(1);

        assertThat(request().unsettled())
                .extracting(Reason::name)
                .containsExactlyInAnyOrder("BLOCKED", "JUDICIAL_FREEZE");
        platform.night(TODAY);
        assertUntouched();
    }

    @ParameterizedTest
    @CsvSource({"200, DORMANT", "500, PROTECTED"})
    void cancelsDormantAndProtectedAccountsToo(int idleDays, State state) {
        platform.account(3, "standard", TODAY.minusDays(idleDays)).account(4, "standard", TODAY.minusDays(idleDays));
        platform.night(TODAY);
        assertThat(platform.state(3)).isEqualTo(state.name());
        platform.change(4, 1);

        assertThat(desk.request("3", PASSPORT, POLICY))
                .satisfies(standing -> assertThat(standing.waitsFor()).isNull())
                .satisfies(standing -> assertThat(standing.completed()).isTrue());
        desk.request("4", PASSPORT, POLICY);
        platform.change(4, 0).night(TODAY.plusDays(1));

        assertThat(platform.history(3)).endsWith("(" + TODAY + "," + state + ",RECYCLED,CANCELLED)");
        assertThat(platform.history(4)).endsWith("(" + TODAY.plusDays(1) + "," + state + ",RECYCLED,CANCELLED)");
    }

    @Test
    void isRevokedWithTheRowThatWasMadeForIt() {
        platform.change(1, 100);
        request();
        desk.revoke("1", "her daughter");

        assertThat(platform.count("fallow.account_lifecycle")).isZero();
        assertThat(cancellations("REVOKED")).isEqualTo(1);
        assertThat(events("CANCELLATION_REVOKED")).isEqualTo(1);
        assertThatThrownBy(() -> desk.revoke("1", "desk")).isInstanceOf(AccountException.class);
        platform.change(1, 0).night(TODAY);
        assertUntouched();

        assertThat(request().completed()).as("asked for anew").isTrue();
    }

    @Test
    void keepsTheRowThatRemembersAnActOfTheOwner() {
        platform.account(3, "standard", TODAY.minusYears(2)).change(3, 1);
        platform.night(TODAY);
        platform.raw().bean(OwnerDesk.class).unseal("3", PASSPORT, POLICY);
        desk.request("3", PASSPORT, POLICY);

        desk.revoke("3", "desk");

        assertThat(platform.count("fallow.account_lifecycle WHERE account_id = 3 AND owner_acted_on = '" + TODAY + "'"))
                .isEqualTo(1);
    }

    @Test
    void refusesWhatCannotBeCancelled() {
        assertThatThrownBy(() -> desk.request("99", PASSPORT, POLICY))
                .isInstanceOf(AccountException.class)
                .hasMessage("the platform does not know account 99");
        assertThatThrownBy(() -> desk.request("1", new Evidence("PASSPORT", " ", "desk"), POLICY))
                .isInstanceOf(AccountException.class)
                .hasMessageContaining("must say by which method");
        platform.change(1, 1);
        request();
        assertThatThrownBy(this::request).hasMessage("account 1: a request to cancel is pending already");
        desk.request("2", PASSPORT, POLICY);
        assertThatThrownBy(() -> desk.request("2", PASSPORT, POLICY))
                .hasMessage("account 2: it is RECYCLED already, and cannot be cancelled");
        assertThat(platform.count("fallow.cancellation")).isEqualTo(2);
    }

    @Test
    void losesNoDepositThatWasBegunBeforeTheRequestAndCommittedAfter() throws SQLException {
        try (SmallPlatform impatient = new SmallPlatform("--fallow.barrier-timeout=PT1S");
                Connection payment = impatient.raw().database().dataSource().getConnection();
                Statement deposit = payment.createStatement()) {
            impatient.account(1, "standard", TODAY.minusDays(3)).raw().clock(TODAY);
            payment.setAutoCommit(false);
            deposit.execute(DEPOSIT);

            Standing standing = impatient.raw().bean(CancellationDesk.class).request("1", PASSPORT, POLICY);

            assertThat(standing.completed()).isFalse();
            assertThat(standing.waitsFor()).isEqualTo("transactions that are open on the platform");
            assertThat(impatient.attempt(TODAY, POLICY).problem())
                    .contains("completeCancellations")
                    .contains("nothing is recycled while older transactions are open");
            assertThat(impatient.status(1)).isEqualTo("active");

            payment.commit();
            assertThat(SmallPlatform.completed(impatient.attempt(TODAY, POLICY)).outcomes())
                    .isEmpty();
            assertThat(impatient.state(1)).isEqualTo("ACTIVE");
            assertThat(impatient.status(1)).isEqualTo("active");
            assertThat(impatient.count("platform.wallet_balance WHERE account_id = 1 AND balance = 5"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aPaymentAfterwardsIsRefused() {
        request();

        assertThatThrownBy(() -> platform.sql(DEPOSIT)).rootCause().hasMessageContaining("account 1 is recycled");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "after step/completeCancellations/mark-settled",
                "after ledger/movements/apply-recycle #2",
                "before the commit of ledger/acts/complete-cancellations #2",
                "after the commit of ledger/acts/complete-cancellations #2",
            })
    void isCompletedOnceHoweverTheNightDies(String point) throws Exception {
        for (int id = 1; id <= 4; id++) {
            platform.account(10 + id, "standard", TODAY.minusDays(3)).change(10 + id, 1);
            desk.request(String.valueOf(10 + id), PASSPORT, POLICY);
        }
        platform.sql("UPDATE platform.wallet_balance SET balance = 0").loaded(TODAY);
        try (KilledNight killed = KilledNight.killedAt(
                point, platform.raw(), TODAY, "--fallow.chunk-size=1", "--fallow.barrier-timeout=PT5S")) {
            killed.awaitDeath();

            RunReport report = platform.night(TODAY);

            assertThat(report.outcomes()).containsOnlyKeys("RECYCLED").containsValue(4L);
            assertThat(platform.count("fallow.decision WHERE to_state = 'RECYCLED'"))
                    .isEqualTo(4);
            assertThat(platform.count("fallow.cancellation WHERE ended_as = 'COMPLETED'"))
                    .isEqualTo(4);
            assertThat(platform.raw().bean(Verify.class).of(null).problem()).isNull();
        }
    }

    @Test
    void countsNowhereTowardsTheLimits() {
        platform.change(1, 1).change(2, 1);
        request();
        desk.request("2", PASSPORT, POLICY);
        platform.change(1, 0).change(2, 0);

        platform.night(TODAY, SmallPlatform.policy("recycled:  {max: 1000000000", "recycled:  {max: 1"));

        assertThat(platform.state(1)).isEqualTo("RECYCLED");
        assertThat(platform.state(2)).isEqualTo("RECYCLED");
        assertThat(platform.count("fallow.run WHERE recycled_count = 0")).isEqualTo(1);
    }

    @Test
    void closesTheRequestOfAnAccountThatWasRecycledAnyhow() {
        platform.change(1, 1);
        request();
        platform.sql("UPDATE fallow.cancellation SET expires_on = requested_on + 400")
                .sql("UPDATE fallow.account_lifecycle SET state = 'DORMANT'")
                .sql("UPDATE fallow.account_lifecycle SET state = 'PROTECTED', protected_on = '2026-11-01'")
                .sql("UPDATE fallow.account_lifecycle SET state = 'RECYCLED'");

        platform.night(TODAY);

        assertThat(cancellations("COMPLETED")).isEqualTo(1);
        assertThat(platform.count("fallow.decision")).isZero();
    }

    @Test
    void isExplainedWithWhatItWaitsFor() {
        platform.change(1, 100);
        request();

        Explain.Explanation explained = platform.raw().bean(Explain.class).of("1", POLICY);

        assertThat(explained.cancellation()).satisfies(request -> {
            assertThat(request).isNotNull();
            assertThat(request.expiresOn()).isEqualTo(TODAY.plusDays(30));
            assertThat(request.reference()).isEqualTo("case 9002");
        });
        assertThat(explained.ahead())
                .containsExactly(new Explain.Turn(
                        TODAY.plusDays(31), "the request to cancel lapses, if CHANGE is not settled by then"));
        platform.change(1, 0);
        assertThat(platform.raw()
                        .bean(Explain.class)
                        .of("1", POLICY)
                        .ahead()
                        .get(0)
                        .what())
                .startsWith("is RECYCLED as its owner asked");
    }

    @Test
    void isRequestedAndRevokedInSqlAndCompletedByTheNight() {
        LocalDate today = LocalDate.now(TestPlatform.ZONE);
        platform.night(today).outcomes();
        platform.change(1, 7);

        assertThat(
                        platform.rows(
                                "SELECT c.unsettled, c.expires_on FROM fallow.request_cancellation(1, 'FACE', 'session 3', 'app') AS c"))
                .containsExactly("({CHANGE}," + today.plusDays(30) + ")");
        platform.sql("SELECT fallow.revoke_cancellation(1, 'app')");
        assertThat(platform.count("fallow.account_lifecycle WHERE account_id = 1"))
                .isZero();
        platform.sql("SELECT fallow.request_cancellation(1, 'FACE', 'session 4', 'app')")
                .change(1, 0);
        platform.night(today.plusDays(1));

        assertThat(platform.state(1)).isEqualTo("RECYCLED");
        assertThat(platform.history(1)).hasSize(1);
    }

    @Test
    void aRequestAfterMidnightIsNotTheOldDatesNights() {
        platform.change(1, 1);
        platform.raw().clock(TODAY.plusDays(1));
        request();
        platform.change(1, 0);

        assertThat(platform.night(TODAY).outcomes()).isEmpty();
        assertUntouched();
        platform.night(TODAY.plusDays(1));
        assertThat(platform.state(1)).isEqualTo("RECYCLED");
    }
}
