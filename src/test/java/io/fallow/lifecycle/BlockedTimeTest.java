package io.fallow.lifecycle;

import static io.fallow.lifecycle.Account.day;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dates on which the owner was locked out do not count towards recycling, unless the policy says so. */
class BlockedTimeTest {

    /** Protected on 1 March 2024; by idleness alone it could be recycled on 1 March 2026. */
    private final Account account = Account.lastActiveOn("2023-03-01").nights("2023-08-28");

    @ParameterizedTest
    @CsvSource({
        // nothing, or nothing that matters
        ", , 2026-03-01",
        "2023-01-01, 2023-03-01, 2026-03-01",
        "2022-01-01, 2022-12-31, 2026-03-01",
        // a date counts however little of it was blocked
        "2023-03-02, 2023-03-02, 2026-03-02",
        "2023-05-01, 2023-05-10, 2026-03-11",
        // only the part after the last activity
        "2023-02-20, 2023-03-02, 2026-03-02",
        // up to the night, and no further
        "2024-02-29, 2024-02-29, 2026-03-02",
        "2024-03-01, 2024-03-01, 2026-03-02",
        "2024-03-01, 2024-03-02, 2026-03-02",
        "2024-03-02, 2024-03-09, 2026-03-01",
        "2024-03-01, , 2026-03-02",
    })
    void recyclingComesLaterByTheDatesUnderABlock(@Nullable String first, @Nullable String last, String recycleOn) {
        Account blocked = first == null ? account : account.blocked(first, last);

        assertThat(blocked.nights("2024-03-01").row().recycleOn()).isEqualTo(day(recycleOn));
    }

    @Test
    void countsADateOnceHoweverManyBlocksItWasUnder() {
        Account blocked = account.blocked("2023-05-05", "2023-05-06")
                .blocked("2023-05-01", "2023-05-10")
                .blocked("2023-05-10", "2023-05-11")
                .blocked("2023-05-13", "2023-05-13");

        assertThat(blocked.nights("2024-03-01").row().recycleOn()).isEqualTo(day("2026-03-13"));
    }

    @Test
    void countsWhereThePolicySaysSo() {
        Account blocked = account.blocked("2023-05-01", "2023-12-31")
                .policy(Policies.changed("idle-time-counts: false", "idle-time-counts: true"));

        assertThat(blocked.nights("2024-03-01").row().recycleOn()).isEqualTo(day("2026-03-01"));
    }

    @Test
    void countsTowardsDormancyAndProtectionAllTheSame() {
        Account never = Account.lastActiveOn("2023-03-01").blocked("2023-03-02", "2023-06-30");

        assertThat(never.on("2023-08-27").verdict()).isEqualTo(Verdict.LEAVE);
        assertThat(never.on("2023-08-28").verdict()).isEqualTo(Verdict.ENTER);
        Account dormant = never.nights("2023-08-28");
        assertThat(dormant.on("2024-02-29").verdict()).isEqualTo(Verdict.WAIT);
        assertThat(dormant.on("2024-03-01").verdict()).isEqualTo(Verdict.PROTECT);
    }

    @ParameterizedTest
    @CsvSource({"2026-03-01, WAIT", "2026-03-10, WAIT", "2026-03-11, RECYCLE", "2026-03-12, RECYCLE"})
    void recyclesNoSoonerThanThat(String date, Verdict verdict) {
        Account warned = account.blocked("2023-05-01", "2023-05-10")
                .nights("2024-03-01", "2026-01-10", "2026-02-09", "2026-03-04");
        assertThat(warned.row().noticesIssued()).isEqualTo(3);

        assertThat(warned.on(date).verdict()).isEqualTo(verdict);
    }

    @Test
    void aBlockThatCameAndWentBetweenTwoNightsMakesNoticesVoid() {
        Account warned = account.nights("2024-03-01", "2025-12-31");
        assertThat(warned.row().noticesIssued()).isEqualTo(1);

        Account after = warned.blocked("2026-01-10", "2026-01-11").nights("2026-01-30");

        assertThat(after.row().clearSince()).isEqualTo(day("2026-01-30"));
        assertThat(after.row().recycleOn()).isEqualTo(day("2026-03-31"));
        assertThat(after.row().noticesIssued()).isEqualTo(1);
        assertThat(after.row().lastNoticeOn()).isEqualTo(day("2026-01-30"));
    }

    @Test
    void timeBeforeAnUnsealDoesNotMatterAnyMore() {
        Account unsealed = account.blocked("2023-05-01", "2023-12-31")
                .nights("2024-03-01")
                .unsealed("2024-04-01")
                .nights("2024-09-28", "2025-04-01");

        assertThat(unsealed.row().state()).isEqualTo(State.PROTECTED);
        assertThat(unsealed.row().recycleOn()).isEqualTo(day("2027-04-01"));
    }

    @Test
    void anOpenWindowVetoesRecyclingLikeAHold() {
        Account warned = account.nights("2024-03-01", "2025-12-31", "2026-01-30", "2026-02-22");
        assertThat(warned.on("2026-03-01").verdict()).isEqualTo(Verdict.RECYCLE);

        Account open = warned.holding(Reason.PROPERTY_WINDOW);

        assertThat(open.on("2026-03-01").verdict()).isEqualTo(Verdict.WAIT);
        assertThat(open.nights("2026-03-01").row().excludedFor()).containsExactly("PROPERTY_WINDOW");
        assertThat(open.nights("2026-03-01").row().clearSince()).isNull();
    }
}
