package io.fallow.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** All that one night does, in order. */
class TonightTest {

    private final Account account = Account.lastActiveOn("2001-01-01");

    @Test
    void entersAndProtectsTheLongUnusedInOneNight() {
        assertThat(account.allOn("2026-01-10"))
                .extracting(Decision::verdict)
                .containsExactly(Verdict.ENTER, Verdict.PROTECT);
    }

    @Test
    void protectsInTheSameNightFromTheDayOfProtectionOn() {
        assertThat(account.allOn("2001-12-31")).extracting(Decision::verdict).containsExactly(Verdict.ENTER);
        assertThat(account.allOn("2002-01-01"))
                .extracting(Decision::verdict)
                .containsExactly(Verdict.ENTER, Verdict.PROTECT);
    }

    @Test
    void entersWithPropertyAndSaysWhatIsHeldWhenProtected() {
        assertThat(account.holding("CHANGE").nights("2026-01-10").row().excludedFor())
                .containsExactly("CHANGE");
    }

    @Test
    void entersButDoesNotProtectABlockedAccount() {
        assertThat(account.holding("BLOCKED").allOn("2026-01-10"))
                .extracting(Decision::verdict)
                .containsExactly(Verdict.ENTER, Verdict.WAIT);
        Lifecycle row = account.holding("BLOCKED").nights("2026-01-10").row();
        assertThat(row.dueOn()).isEqualTo("2026-02-09");
        assertThat(row.excludedFor()).containsExactly("BLOCKED");
    }

    @Test
    void recyclesAnAccountOnlyOnALaterNightThanItsProtection() {
        assertThat(account.nights("2026-01-10").row().recycleOn()).isEqualTo("2026-04-10");
    }

    @Test
    void decidesOnceWhenNothingMoreCanHappen() {
        assertThat(account.allOn("2001-02-01")).extracting(Decision::verdict).containsExactly(Verdict.LEAVE);
        assertThat(account.nights("2026-01-10").allOn("2026-01-11"))
                .extracting(Decision::verdict)
                .containsExactly(Verdict.WAIT);
    }
}
