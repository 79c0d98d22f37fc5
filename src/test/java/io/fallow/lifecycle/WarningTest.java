package io.fallow.lifecycle;

import static io.fallow.lifecycle.Account.day;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarningTest {

    /** Protected on 1 March 2024, to be recycled on 1 March 2026: notices 60, 30 and 7 days before. */
    private final Account account = Account.lastActiveOn("2023-03-01").nights("2023-08-28", "2024-03-01");

    @ParameterizedTest
    @CsvSource({
        "2025-12-30, WAIT, 0, , 2025-12-31, 2026-03-01",
        "2025-12-31, WARN, 1, 2025-12-31, 2026-01-30, 2026-03-01",
        "2026-01-01, WARN, 1, 2026-01-01, 2026-01-31, 2026-03-02",
    })
    void issuesTheFirstNoticeWhenItIsDue(
            String date, Verdict verdict, int issued, String lastOn, String dueOn, String recycleOn) {
        assertNotice(account.on(date), verdict, issued, lastOn, dueOn, recycleOn);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-29, WAIT, 1, 2025-12-31, 2026-01-30, 2026-03-01",
        "2026-01-30, WARN, 2, 2026-01-30, 2026-02-22, 2026-03-01",
        "2026-01-31, WARN, 2, 2026-01-31, 2026-02-23, 2026-03-02",
    })
    void issuesTheSecondNoticeWhenItIsDue(
            String date, Verdict verdict, int issued, String lastOn, String dueOn, String recycleOn) {
        assertNotice(account.nights("2025-12-31").on(date), verdict, issued, lastOn, dueOn, recycleOn);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-21, WAIT, 2, 2026-01-30, 2026-02-22, 2026-03-01",
        "2026-02-22, WARN, 3, 2026-02-22, 2026-03-01, 2026-03-01",
        "2026-02-23, WARN, 3, 2026-02-23, 2026-03-02, 2026-03-02",
        "2026-03-01, WARN, 3, 2026-03-01, 2026-03-08, 2026-03-08",
    })
    void issuesTheLastNoticeWhenItIsDue(
            String date, Verdict verdict, int issued, String lastOn, String dueOn, String recycleOn) {
        assertNotice(account.nights("2025-12-31", "2026-01-30").on(date), verdict, issued, lastOn, dueOn, recycleOn);
    }

    @Test
    void saysThatANoticeIsDue() {
        assertThat(account.on("2025-12-31").reasons()).containsExactly(Reason.of("NOTICE_DUE"));
    }

    @Test
    void keepsEveryIntervalAfterALateStart() {
        Account late = account.nights("2026-06-01");
        assertThat(late.row()).isEqualTo(warnedOn("2026-06-01", 1, "2026-07-31", "2026-07-01"));

        Account later = late.nights("2026-07-05");
        assertThat(later.row()).isEqualTo(warnedOn("2026-07-05", 2, "2026-08-04", "2026-07-28"));

        Account last = later.nights("2026-07-30");
        assertThat(last.row()).isEqualTo(warnedOn("2026-07-30", 3, "2026-08-06", "2026-08-06"));

        assertThat(last.on("2026-08-05").verdict()).isEqualTo(Verdict.WAIT);
        assertThat(last.on("2026-08-06").verdict()).isEqualTo(Verdict.RECYCLE);
    }

    @Test
    void issuesOneNoticeANightHoweverManyAreLate() {
        assertThat(account.allOn("2030-01-01")).extracting(Decision::verdict).containsExactly(Verdict.WARN);
        assertThat(account.nights("2030-01-01").on("2030-01-01").verdict()).isEqualTo(Verdict.WAIT);
        assertThat(account.nights("2030-01-01").on("2030-01-02").verdict()).isEqualTo(Verdict.WAIT);
    }

    @Test
    void keepsADayBetweenNoticesThatTheEndOfAMonthBringsTogether() {
        Policy policy = Policies.changed("notices: [P60D, P30D, P7D]", "notices: [P1M3D, P1M]");
        Account account = Account.lastActiveOn("2024-03-31").policy(policy).nights("2024-09-27", "2025-03-31");
        assertThat(account.row().recycleOn()).isEqualTo("2027-03-31");
        assertThat(account.row().dueOn()).isEqualTo("2027-02-25");

        Account warned = account.nights("2027-02-28");
        assertThat(warned.row().dueOn()).isEqualTo("2027-03-01");
        assertThat(warned.on("2027-02-28").verdict()).isEqualTo(Verdict.WAIT);
        assertThat(warned.on("2027-03-01").verdict()).isEqualTo(Verdict.WARN);
        assertThat(warned.nights("2027-03-01").row().recycleOn()).isEqualTo("2027-04-01");
    }

    @Test
    void issuesANoticeThatIsDueOnTheNightOfProtectionThatNight() {
        Policy short60 = Policies.changed("min-protected: P90D", "min-protected: P60D");
        Account old = Account.lastActiveOn("2001-01-01").policy(short60);

        assertThat(old.allOn("2026-01-10"))
                .extracting(Decision::verdict)
                .containsExactly(Verdict.ENTER, Verdict.PROTECT, Verdict.WARN);
        assertThat(old.nights("2026-01-10").row().recycleOn()).isEqualTo("2026-03-11");
    }

    @Test
    void neverMakesTheFirstNoticeDueBeforeTheProtection() {
        Policy month = PolicyReader.read(
                Policies.TEXT.replace("P90D\n    notices: [P60D, P30D, P7D]", "P1M\n    notices: [P1M]"));
        Decision decision = Account.lastActiveOn("2001-01-01")
                .policy(month)
                .row(Lifecycle.dormant(day("2026-01-31"), day("2001-01-01"), null, day("2026-01-31"), "standard"))
                .on("2026-01-31");

        assertThat(decision.verdict()).isEqualTo(Verdict.PROTECT);
        assertNotice(decision, Verdict.PROTECT, 0, null, "2026-01-31", "2026-02-28");
    }

    @Test
    void startsAnewWhenLaterActivityMovesRecyclingLater() {
        Account warned = account.nights("2025-12-31").active("2023-03-02");

        assertNotice(warned.on("2026-01-30"), Verdict.WARN, 1, "2026-01-30", "2026-03-01", "2026-03-31");
        assertThat(warned.nights("2026-01-30").row().clearSince()).isEqualTo("2026-01-30");
    }

    @Test
    void startsAnewEvenBeforeTheFirstNotice() {
        Lifecycle row = account.active("2023-03-02").nights("2024-04-01").row();

        assertThat(row.clearSince()).isEqualTo("2024-04-01");
        assertThat(row.recycleOn()).isEqualTo("2026-03-02");
    }

    @Test
    void goesOnWhenLaterActivityMovesNothing() {
        Account old = Account.lastActiveOn("2001-01-01").nights("2026-01-10", "2026-02-09");

        Decision decision = old.active("2023-04-10").on("2026-03-11");
        assertNotice(decision, Verdict.WARN, 2, "2026-03-11", "2026-04-03", "2026-04-10");
        assertThat(decision.next()).extracting(Lifecycle::clearSince).isEqualTo(day("2026-01-10"));
    }

    @Test
    void startsAnewWhenALongerPolicyMovesRecyclingLater() {
        Policy longer = Policies.changed("recycle-after: P3Y", "recycle-after: P4Y");

        Decision decision = account.nights("2025-12-31").policy(longer).on("2026-01-30");
        assertNotice(decision, Verdict.WAIT, 0, null, "2026-12-31", "2027-03-01");
        assertThat(decision.next()).extracting(Lifecycle::clearSince).isEqualTo(day("2026-01-30"));
    }

    @Test
    void keepsThePromisedDateWhenThePolicyBecomesShorter() {
        Policy shorter = Policies.changed("recycle-after: P3Y", "recycle-after: P2Y");

        assertNotice(
                account.nights("2025-12-31").policy(shorter).on("2026-01-29"),
                Verdict.WAIT,
                1,
                "2025-12-31",
                "2026-01-30",
                "2026-03-01");
    }

    @Test
    void followsAShorterPolicyAsLongAsNothingWasPromised() {
        Policy shorter = Policies.changed("recycle-after: P3Y", "recycle-after: P2Y");

        assertNotice(
                account.policy(shorter).on("2024-12-31"), Verdict.WARN, 1, "2024-12-31", "2025-01-30", "2025-03-01");
    }

    @Test
    void isContentWithTheNoticesOfAPolicyThatHasFewerByNow() {
        Policy fewer = Policies.changed("notices: [P60D, P30D, P7D]", "notices: [P7D]");

        assertNotice(
                account.nights("2025-12-31", "2026-01-30").policy(fewer).on("2026-02-28"),
                Verdict.WAIT,
                2,
                "2026-01-30",
                "2026-03-01",
                "2026-03-01");
    }

    @Test
    void startsAnewWhenThePolicyGivesMoreTimeAfterTheLastNotice() {
        Policy longer = Policies.changed("notices: [P60D, P30D, P7D]", "notices: [P60D]");

        assertNotice(
                account.nights("2025-12-31", "2026-01-30").policy(longer).on("2026-02-22"),
                Verdict.WARN,
                1,
                "2026-02-22",
                "2026-04-23",
                "2026-04-23");
    }

    @Test
    void issuesTheNoticesThatAPolicyHasAddedByNow() {
        Policy one = Policies.changed("notices: [P60D, P30D, P7D]", "notices: [P60D]");
        Account warned = account.policy(one).nights("2025-12-31").policy(Policies.DESIGN);

        assertNotice(warned.on("2026-03-01"), Verdict.WARN, 2, "2026-03-01", "2026-03-24", "2026-03-31");
    }

    private Lifecycle warnedOn(String date, int issued, String recycleOn, String dueOn) {
        return account.row().clear(day("2024-03-01"), day(recycleOn), issued, day(date), day(dueOn));
    }

    private static void assertNotice(
            Decision decision, Verdict verdict, int issued, @Nullable String lastOn, String dueOn, String recycleOn) {
        assertThat(decision.verdict()).isEqualTo(verdict);
        assertThat(decision.next())
                .extracting(Lifecycle::noticesIssued, Lifecycle::lastNoticeOn, Lifecycle::dueOn, Lifecycle::recycleOn)
                .containsExactly(issued, lastOn == null ? null : day(lastOn), day(dueOn), day(recycleOn));
        assertThat(decision.reasons())
                .isEqualTo(
                        switch (verdict) {
                            case WARN -> List.of(Reason.of("NOTICE_DUE"));
                            case PROTECT -> List.of(Reason.of("LONG_UNUSED"));
                            default -> List.of();
                        });
    }
}
