package io.fallow.lifecycle;

import static io.fallow.lifecycle.Account.day;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Notices that did not reach the owner warned nobody: they go out anew, before a longer term. */
class UnreachableOwnerTest {

    private static final String FIRST = "2025-12-31";
    private static final String SECOND = "2026-01-30";
    private static final String THIRD = "2026-02-22";

    /** Protected on 1 March 2024, to be recycled on 1 March 2026, or on 1 March 2028 if no notice reaches the owner. */
    private final Account account = Account.lastActiveOn("2023-03-01").nights("2023-08-28", "2024-03-01");

    private final Account warned = account.nights(FIRST, SECOND, THIRD);

    private final Account onDelivery =
            warned.policy(Policies.changed("notices-required: issued", "notices-required: delivered"));

    @ParameterizedTest
    @CsvSource({FIRST, SECOND, THIRD})
    void aBouncedNoticeMakesAllOfThemVoidAndRecyclingWaitForTheLongerTerm(String issuedOn) {
        Account bounced = warned.bounced(issuedOn);

        Decision decision = bounced.on("2026-03-01");

        assertThat(decision.verdict()).isEqualTo(Verdict.WAIT);
        assertThat(decision.reasons()).containsExactly(Reason.UNREACHABLE);
        assertThat(decision.next())
                .isEqualTo(account.row().clear(day("2026-03-01"), day("2028-03-01"), 0, null, day("2028-01-01")));
    }

    @Test
    void aBounceIsSeenWhenTheNextNoticeIsDue() {
        Account bounced = account.nights(FIRST).bounced(FIRST);

        assertThat(bounced.nights(SECOND).row())
                .isEqualTo(account.row().clear(day(SECOND), day("2028-03-01"), 0, null, day("2028-01-01")));
    }

    @Test
    void theLongerTermIsKeptUntilItsNoticesAreDue() {
        Account bounced = warned.bounced(SECOND).nights("2026-03-01");

        assertThat(bounced.on("2026-03-02").next()).isEqualTo(bounced.row());
        assertThat(bounced.on("2027-12-31").next()).isEqualTo(bounced.row());
        assertThat(bounced.on("2027-12-31").reasons()).isEmpty();
        assertThat(bounced.on("2028-01-01").verdict()).isEqualTo(Verdict.WARN);
    }

    @ParameterizedTest
    @CsvSource({"2028-02-29, WAIT", "2028-03-01, RECYCLE", "2028-03-02, RECYCLE"})
    void isRecycledOnTheLongerTermAlthoughNoticesBounceAgain(String date, Verdict verdict) {
        Account again = warned.bounced(SECOND)
                .nights("2026-03-01", "2028-01-01", "2028-01-31", "2028-02-23")
                .bounced("2028-01-01")
                .bounced("2028-02-23");
        assertThat(again.row().noticesIssued()).isEqualTo(3);

        assertThat(again.on(date).verdict()).isEqualTo(verdict);
    }

    @Test
    void aBounceCountsAlsoWhereTheLongerTermIsLongOver() {
        Account old = Account.lastActiveOn("2001-01-01").nights("2026-01-10", "2026-02-09", "2026-03-11", "2026-04-03");
        assertThat(old.on("2026-04-10").verdict()).isEqualTo(Verdict.RECYCLE);

        Account bounced = old.bounced("2026-03-11");

        assertThat(bounced.on("2026-04-10").verdict()).isEqualTo(Verdict.WARN);
        Account anew = bounced.nights("2026-04-10", "2026-05-10", "2026-06-02").bounced("2026-06-02");
        assertThat(anew.row().clearSince()).isEqualTo(day("2026-04-10"));
        assertThat(anew.row().recycleOn()).isEqualTo(day("2026-06-09"));
        assertThat(anew.on("2026-06-08").verdict()).isEqualTo(Verdict.WAIT);
        assertThat(anew.on("2026-06-09").verdict()).isEqualTo(Verdict.RECYCLE);
    }

    @Test
    void propertyThatComesAndGoesDoesNotMakeTheOwnerReachable() {
        Account emptied = warned.bounced(SECOND)
                .holding("CHANGE")
                .nights("2026-03-01")
                .holding()
                .nights("2026-03-31");

        assertThat(emptied.row().recycleOn()).isEqualTo(day("2028-03-01"));
    }

    @Test
    void anOwnerWhoWasSeenSinceIsWarnedAsAnyOther() {
        Account seen = warned.bounced(SECOND).active("2026-02-25").nights("2026-03-01", "2026-04-01");
        assertThat(seen.row().recycleOn()).isEqualTo(day("2029-02-25"));

        Account unsealed = warned.bounced(SECOND).unsealed("2026-02-25").nights("2026-08-24", "2027-02-25");
        assertThat(unsealed.row().recycleOn()).isEqualTo(day("2029-02-25"));
    }

    @Test
    void learnsOfABounceOfNoticesThatWereVoidAlready() {
        Account emptied =
                account.nights(FIRST).holding("CHANGE").nights(SECOND).holding().nights("2026-03-01");
        assertThat(emptied.row().recycleOn()).isEqualTo(day("2026-04-30"));

        assertThat(emptied.bounced(FIRST).nights("2026-03-31").row().recycleOn())
                .isEqualTo(day("2028-03-01"));
    }

    @Test
    void datesUnderABlockDoNotCountTowardsTheLongerTermEither() {
        Account blocked = warned.blocked("2023-05-01", "2023-05-10").bounced(FIRST);

        assertThat(blocked.nights("2026-03-11").row().recycleOn()).isEqualTo(day("2028-03-11"));
    }

    @Test
    void noticesOfWhichNothingWasReportedAreEnoughWhereTheyMustBeIssued() {
        assertThat(warned.on("2026-03-01").verdict()).isEqualTo(Verdict.RECYCLE);
        assertThat(warned.delivered(FIRST, FIRST).on("2026-03-01").verdict()).isEqualTo(Verdict.RECYCLE);
        assertThat(warned.delivered(THIRD, "2026-02-28").on("2026-03-01").verdict())
                .isEqualTo(Verdict.RECYCLE);
    }

    @ParameterizedTest
    @CsvSource({"2026-02-28, WAIT", "2026-03-01, RECYCLE", "2026-03-02, RECYCLE"})
    void isRecycledOnceAllNoticesWereDeliveredWhereTheyMustBe(String date, Verdict verdict) {
        Account delivered = onDelivery
                .delivered(FIRST, FIRST)
                .delivered(SECOND, "2026-02-03")
                .delivered(THIRD, THIRD);

        assertThat(delivered.on(date).verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"2026-03-01, WAIT", "2026-03-02, WAIT", "2026-03-03, RECYCLE", "2026-03-04, RECYCLE"})
    void theLastNoticeMustHaveBeenDeliveredLongEnoughAgo(String date, Verdict verdict) {
        Account delivered =
                onDelivery.delivered(FIRST, FIRST).delivered(SECOND, SECOND).delivered(THIRD, "2026-02-24");

        assertThat(delivered.on(date).verdict()).isEqualTo(verdict);
        assertThat(delivered.nights("2026-03-01").row())
                .isEqualTo(account.row().clear(day("2024-03-01"), day("2026-03-03"), 3, day(THIRD), day("2026-03-03")));
    }

    @Test
    void oneNoticeThatWasNotDeliveredMakesRecyclingWaitForTheLongerTerm() {
        Account silent = onDelivery.delivered(FIRST, FIRST).delivered(THIRD, THIRD);

        assertThat(silent.on("2026-02-28").reasons()).isEmpty();
        assertThat(silent.on("2026-02-28").next()).isEqualTo(warned.row());
        Decision decision = silent.on("2026-03-01");
        assertThat(decision.verdict()).isEqualTo(Verdict.WAIT);
        assertThat(decision.reasons()).containsExactly(Reason.UNREACHABLE);
        assertThat(decision.next())
                .isEqualTo(account.row().clear(day("2026-03-01"), day("2028-03-01"), 0, null, day("2028-01-01")));
    }

    @ParameterizedTest
    @CsvSource({"2028-02-29, WAIT", "2028-03-01, RECYCLE", "2028-03-02, RECYCLE"})
    void isRecycledOnTheLongerTermAlthoughNothingWasDelivered(String date, Verdict verdict) {
        Account silent = onDelivery.nights("2026-03-01", "2026-09-01", "2028-01-01", "2028-01-31", "2028-02-23");
        assertThat(silent.row().noticesIssued()).isEqualTo(3);

        assertThat(silent.on(date).verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"2028-02-28, 2026-03-01, RECYCLE", "2028-03-01, 2026-03-01, RECYCLE"})
    void deliveriesOfVoidNoticesDoNotCount(String late, String anew, Verdict verdict) {
        Account silent = onDelivery
                .nights(anew)
                .delivered(FIRST, late)
                .delivered(SECOND, late)
                .delivered(THIRD, late);

        assertThat(silent.facts().reach()).extracting(Reach::delivered).isEqualTo(0);
        assertThat(silent.nights("2028-01-01", "2028-01-31", "2028-02-23")
                        .on("2028-03-01")
                        .verdict())
                .isEqualTo(verdict);
    }

    @Test
    void whereTheTermsAreTheSameSilenceIsNoReasonToWait() {
        Policy same = PolicyReader.read(Policies.textWith("notices-required: issued", "notices-required: delivered")
                .replace("unreachable-after: P5Y", "unreachable-after: P3Y"));

        assertThat(warned.policy(same).on("2026-03-01").verdict()).isEqualTo(Verdict.RECYCLE);
        assertThat(warned.policy(same).bounced(SECOND).on("2026-03-01").verdict())
                .isEqualTo(Verdict.WARN);
    }
}
