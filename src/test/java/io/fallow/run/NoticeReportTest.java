package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.Reach;
import io.fallow.lifecycle.Verdict;
import io.fallow.owner.AccountException;
import io.fallow.owner.CancellationDesk;
import io.fallow.owner.Evidence;
import io.fallow.owner.Explain;
import io.fallow.owner.Explain.Explanation;
import io.fallow.owner.Explain.Turn;
import io.fallow.owner.Notices;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What the platform reports of notices, and what nights make of it. Two notices: 14 and 7 days before recycling. */
class NoticeReportTest {

    private static final LocalDate USED = TODAY.minusDays(150);
    private static final LocalDate FIRST = TODAY.plusDays(16);
    private static final LocalDate SECOND = TODAY.plusDays(23);
    private static final LocalDate RECYCLING = TODAY.plusDays(30);
    private static final Policy ISSUED = SmallPlatform.policy();
    private static final Policy DELIVERED =
            SmallPlatform.policy("notices-required: issued", "notices-required: delivered");

    private final SmallPlatform platform =
            new SmallPlatform().account(1, "never-used", USED).account(2, "never-used", USED);

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void aBouncedNoticeKeepsTheAccountToTheLongerTerm() {
        nights(ISSUED, TODAY, FIRST, SECOND);
        report(1, 1, "BOUNCED", FIRST);

        platform.night(RECYCLING, ISSUED);

        assertThat(platform.rows(
                        "SELECT account_id, state, clear_since, recycle_on, due_on, notices_issued, last_notice_on"
                                + " FROM fallow.account_lifecycle ORDER BY account_id"))
                .containsExactly(
                        "(1,PROTECTED," + RECYCLING + "," + USED.plusYears(1) + ","
                                + USED.plusYears(1).minusDays(14) + ",0,)",
                        "(2,RECYCLED," + TODAY + "," + RECYCLING + "," + RECYCLING.plusDays(60) + ",2," + SECOND + ")");
        assertThat(platform.count("fallow.decision_log WHERE account_id = 1 AND to_state = 'RECYCLED'"))
                .isZero();
        assertThat(platform.status(1)).isEqualTo("protected");
    }

    @Test
    void onTheLongerTermItIsWarnedAnewAndRecycled() {
        nights(ISSUED, TODAY, FIRST, SECOND);
        report(1, 2, "BOUNCED", SECOND);
        LocalDate last = USED.plusYears(1);

        nights(ISSUED, RECYCLING, last.minusDays(14), last.minusDays(7));
        report(1, 2, "BOUNCED", last.minusDays(6));
        platform.night(last.minusDays(1), ISSUED);
        assertThat(platform.state(1)).startsWith("PROTECTED");
        platform.night(last, ISSUED);

        assertThat(platform.state(1)).startsWith("RECYCLED");
        assertThat(platform.rows("SELECT number, issued_on, recycle_on, delivery FROM fallow.notice_issued"
                        + " WHERE account_id = 1 AND kind = 'RECYCLING' ORDER BY issued_on"))
                .containsExactly(
                        "(1," + FIRST + "," + RECYCLING + ",UNREPORTED)",
                        "(2," + SECOND + "," + RECYCLING + ",BOUNCED)",
                        "(1," + last.minusDays(14) + "," + last + ",UNREPORTED)",
                        "(2," + last.minusDays(7) + "," + last + ",BOUNCED)");
    }

    @Test
    void recyclesOnlyWhomTheNoticesReachedWhereTheyMustBeDelivered() {
        nights(DELIVERED, TODAY, FIRST, SECOND);
        report(1, 1, "DELIVERED", FIRST);
        report(1, 2, "OPENED", SECOND);
        report(2, 1, "DELIVERED", FIRST);

        platform.night(RECYCLING, DELIVERED);

        assertThat(platform.state(1)).startsWith("RECYCLED");
        assertThat(platform.state(2)).startsWith("PROTECTED");
        assertThat(platform.count(
                        "fallow.account_status WHERE account_id = 2 AND recycle_on = DATE '" + USED.plusYears(1) + "'"))
                .isEqualTo(1);
    }

    @Test
    void previewAndComparisonKnowIt() {
        nights(ISSUED, TODAY, FIRST, SECOND);
        report(1, 2, "BOUNCED", SECOND);
        platform.loaded(RECYCLING).raw().clock(RECYCLING);
        Preview preview = platform.raw().bean(Preview.class);

        assertThat(preview.of(RECYCLING, ISSUED).counts().recycled()).isEqualTo(1);
        assertThat(preview.compare(RECYCLING, ISSUED, DELIVERED).differing())
                .containsOnlyKeys(Verdict.RECYCLE + " → " + Verdict.WAIT)
                .containsEntry(Verdict.RECYCLE + " → " + Verdict.WAIT, 1L);
    }

    @Test
    void explainSaysHowFarNoticesReachedAndWhatTheAccountWaitsFor() {
        nights(ISSUED, TODAY, FIRST, SECOND);
        report(1, 1, "DELIVERED", FIRST.plusDays(1));
        report(1, 2, "BOUNCED", SECOND);

        Explanation explanation = platform.raw().bean(Explain.class).of("1", ISSUED, SECOND.plusDays(1));

        assertThat(explanation.notices()).extracting(Explain.Notice::delivery).containsExactly("DELIVERED", "BOUNCED");
        assertThat(explanation.reach()).isEqualTo(new Reach(1, FIRST.plusDays(1), 1, true, false));
        LocalDate last = USED.plusYears(1);
        assertThat(explanation.ahead())
                .startsWith(
                        new Turn(RECYCLING, "its notices did not reach the owner: all go out anew, before " + last),
                        new Turn(last.minusDays(14), "notice 1 goes out"),
                        new Turn(last.minusDays(7), "notice 2 goes out"),
                        new Turn(last, "is RECYCLED, and can be restored until the quarantine is over"));
    }

    @Test
    void theSameReportTwiceIsOne() {
        nights(ISSUED, TODAY, FIRST);

        assertThat(report(1, 1, "DELIVERED", FIRST)).isTrue();
        assertThat(report(1, 1, "DELIVERED", FIRST)).isFalse();
        assertThat(report(1, 1, "DELIVERED", FIRST.plusDays(1))).isTrue();
        assertThat(report(1, 1, "BOUNCED", FIRST)).isTrue();
        assertThat(platform.count("fallow.notice_report")).isEqualTo(3);
        assertThat(platform.rows("SELECT delivery FROM fallow.notice_issued WHERE account_id = 1 AND number = 1"))
                .containsExactly("(BOUNCED)");
    }

    @ParameterizedTest
    @CsvSource({
        "3, 1, DELIVERED, message, the platform does not know account 3",
        "1, 2, DELIVERED, message, account 1: no notice 2 was issued by 2026-12-06T04:00:00Z",
        "1, 0, DELIVERED, message, account 1: no notice 0 was issued by",
        "1, 1, read, message, 'account 1: outcome READ of a notice is none of DELIVERED, BOUNCED, OPENED'",
        "1, 1, DELIVERED, ' ', 'account 1: the report of a notice must say when, which message it was'",
    })
    void refusesAReportThatSaysNothingOfAnyNotice(
            String account, int number, String outcome, String reference, String why) {
        nights(ISSUED, TODAY, FIRST);
        Notices notices = platform.raw().bean(Notices.class);

        assertThatThrownBy(() -> notices.report(account, number, outcome, noonOf(FIRST), reference, "mail"))
                .isInstanceOf(AccountException.class)
                .hasMessageStartingWith(why);
        assertThat(platform.count("fallow.notice_report")).isZero();
    }

    @Test
    void aReportIsOfTheNoticeThatWasOutByThen() {
        nights(ISSUED, TODAY, FIRST, SECOND);
        platform.change(1, 5);
        nights(ISSUED, RECYCLING);
        platform.change(1, 0);
        nights(ISSUED, RECYCLING.plusDays(15));
        assertThat(platform.count("fallow.notice WHERE account_id = 1 AND number = 1"))
                .isEqualTo(2);

        report(1, 1, "DELIVERED", SECOND);
        report(1, 1, "BOUNCED", RECYCLING.plusDays(16));

        assertThat(platform.rows("SELECT issued_on, delivery FROM fallow.notice_issued"
                        + " WHERE account_id = 1 AND number = 1 ORDER BY issued_on"))
                .containsExactly("(" + FIRST + ",DELIVERED)", "(" + RECYCLING.plusDays(15) + ",BOUNCED)");
    }

    @Test
    void reportsAreOnlyEverAddedAndThePlatformsRoleAddsThem() {
        nights(ISSUED, TODAY, FIRST);
        SingleConnectionDataSource one = new SingleConnectionDataSource(
                platform.raw().database().jdbcUrl(),
                platform.raw().database().username(),
                platform.raw().database().password(),
                true);
        JdbcTemplate theirs = new JdbcTemplate(one);
        theirs.execute("SET ROLE fallow_platform");

        assertThat(theirs.queryForObject(
                        "SELECT fallow.report_notice(1, 1, 'BOUNCED', TIMESTAMPTZ '2026-12-07 12:00Z', 'message 1')",
                        Boolean.class))
                .isTrue();
        assertThat(theirs.queryForList("SELECT delivery FROM fallow.notice_issued WHERE account_id = 1", String.class))
                .contains("BOUNCED");
        assertThatThrownBy(() -> theirs.execute("DELETE FROM fallow.notice_report"))
                .rootCause()
                .hasMessageContaining("permission denied");
        one.destroy();
        assertThatThrownBy(() -> platform.sql("DELETE FROM fallow.notice_report"))
                .rootCause()
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> platform.sql("UPDATE fallow.notice_report SET outcome = 'OPENED'"))
                .rootCause()
                .hasMessageContaining("append-only");
    }

    @Test
    void theDatabaseItselfRefusesToRecycleOnABouncedNotice() {
        nights(ISSUED, TODAY, FIRST, SECOND);
        report(1, 1, "BOUNCED", FIRST);
        String recycle = "UPDATE fallow.account_lifecycle SET state = 'RECYCLED', since = DATE '" + RECYCLING
                + "' WHERE account_id = ";

        assertThatThrownBy(() -> platform.sql(recycle + 1))
                .rootCause()
                .hasMessageContaining("account 1: a notice bounced, and it cannot be recycled on it");
        platform.sql(recycle + 2);
        assertThat(platform.state(2)).startsWith("RECYCLED");
    }

    @Test
    void anOwnerWhoWantsItNeedNotHaveBeenReached() {
        nights(ISSUED, TODAY, FIRST);
        report(1, 1, "BOUNCED", FIRST);

        assertThat(platform.raw()
                        .bean(CancellationDesk.class)
                        .request("1", new Evidence("PASSPORT", "case 9002", "desk"), ISSUED)
                        .completed())
                .isTrue();
        assertThat(platform.state(1)).startsWith("RECYCLED");
    }

    @Test
    void aBlockedBorrowerIsToldWhenANightFirstSeesIt() {
        for (long id = 3; id <= 6; id++) {
            platform.account(id, "standard", TODAY.minusYears(4));
        }
        platform.block(3).block(4);
        lend(3);
        lend(5);
        nights(ISSUED, TODAY);
        LocalDate review = TODAY.plusDays(15);
        assertThat(borrowers()).containsExactly("(3," + TODAY + "," + review + ")");
        assertThat(platform.rows("SELECT account_id, effective_on FROM fallow.event WHERE kind = 'NOTIFIED'"))
                .containsExactly("(3," + review + ")");
        assertThat(platform.rows(
                        "SELECT kind, issued_on, recycle_on, counts FROM fallow.notice_issued WHERE account_id = 3"))
                .containsExactly("(BORROWER_BLOCKED," + TODAY + "," + review + ",t)");

        // told once, however often it is seen; and anew when it happens again; a protected one is told too
        platform.block(5);
        nights(ISSUED, review);
        assertThat(borrowers())
                .containsExactly("(3," + TODAY + "," + review + ")", "(5," + review + "," + review.plusDays(15) + ")");
        assertThat(platform.state(5)).isEqualTo("PROTECTED BLOCKED MICRO_LOAN");
        platform.sql("UPDATE platform.block SET lifted_at = now() WHERE account_id = 3 AND lifted_at IS NULL");
        nights(ISSUED, review.plusDays(15));
        platform.block(3);
        nights(ISSUED, review.plusDays(30));
        assertThat(borrowers()).contains("(3," + review.plusDays(30) + "," + review.plusDays(45) + ")");
        assertThat(borrowers()).hasSize(3);
    }

    private List<String> borrowers() {
        return platform.rows(
                "SELECT account_id, issued_on, recycle_on FROM fallow.borrower_notice ORDER BY account_id, issued_on");
    }

    private void lend(long id) {
        platform.sql("INSERT INTO platform.micro_loan (account_id, principal, outstanding, lent_at) VALUES (" + id
                + ", 9, 9, now())");
    }

    private void nights(Policy policy, LocalDate... dates) {
        for (LocalDate date : dates) {
            platform.night(date, policy);
        }
    }

    private boolean report(long account, int number, String outcome, LocalDate on) {
        return platform.raw()
                .bean(Notices.class)
                .report(String.valueOf(account), number, outcome, noonOf(on), "message", "mail");
    }

    private static OffsetDateTime noonOf(LocalDate day) {
        return OffsetDateTime.parse(day + "T12:00+08:00");
    }
}
