package io.fallow.lifecycle;

import static io.fallow.lifecycle.Account.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private static final LocalDate DAY = day("2024-03-01");

    @Test
    void hasARecyclingDateExactlyWhileItIsClear() {
        assertThatThrownBy(() -> row(State.PROTECTED, DAY, DAY, null, 0, null, DAY))
                .hasMessage("clearSince and recycleOn come and go together");
        assertThatThrownBy(() -> row(State.PROTECTED, DAY, null, DAY, 0, null, DAY))
                .hasMessage("clearSince and recycleOn come and go together");
    }

    @Test
    void saysWhenTheLatestNoticeWentOut() {
        assertThatThrownBy(() -> row(State.PROTECTED, DAY, DAY, DAY, 1, null, DAY))
                .hasMessage("noticesIssued and lastNoticeOn come and go together");
        assertThatThrownBy(() -> row(State.PROTECTED, DAY, DAY, DAY, 0, DAY, DAY))
                .hasMessage("noticesIssued and lastNoticeOn come and go together");
    }

    @Test
    void hasNoNoticesWhileItIsNotClear() {
        assertThatThrownBy(() -> row(State.PROTECTED, DAY, null, null, 1, DAY, DAY))
                .hasMessage("notices are void while the account is not clear");
    }

    @Test
    void isDueUntilItIsReleased() {
        assertThatThrownBy(() -> row(State.PROTECTED, DAY, null, null, 0, null, null))
                .hasMessage("an account is due until it is released");
        assertThatThrownBy(() -> row(State.RELEASED, DAY, null, null, 0, null, DAY))
                .hasMessage("an account is due until it is released");
    }

    @Test
    void saysSinceWhenItIsProtected() {
        String message = "an account has protectedOn from its protection on, and not before";
        for (State unprotected : List.of(State.ACTIVE, State.DORMANT)) {
            assertThatThrownBy(() -> row(unprotected, DAY, null, null, 0, null, DAY))
                    .hasMessage(message);
            assertThat(row(unprotected, null, null, null, 0, null, DAY).protectedOn())
                    .isNull();
        }
        assertThatThrownBy(() -> row(State.PROTECTED, null, null, null, 0, null, DAY))
                .hasMessage(message);
        assertThat(row(State.RECYCLED, DAY, null, null, 0, null, DAY).protectedOn())
                .isEqualTo(DAY);
    }

    @Test
    void doesNotChangeWithTheListsItWasMadeFrom() {
        List<String> names = new ArrayList<>(List.of("CHANGE"));
        Lifecycle row = row(State.PROTECTED, DAY, null, null, 0, null, DAY).waiting(DAY, DAY, "standard", names);
        List<Reason> reasons = new ArrayList<>(List.of(Reason.of("CHANGE")));
        AccountFacts facts = new AccountFacts(row, true, "standard", DAY, reasons);
        Decision decision = new Decision(Verdict.WAIT, State.PROTECTED, row, reasons);
        names.clear();
        reasons.clear();

        assertThat(row.excludedFor()).containsExactly("CHANGE");
        assertThat(facts.exclusions()).containsExactly(Reason.of("CHANGE"));
        assertThat(decision.reasons()).containsExactly(Reason.of("CHANGE"));
    }

    @Test
    void aReasonHasAName() {
        assertThatThrownBy(() -> Reason.of(" ")).hasMessage("a reason has no name");
        assertThat(new Reason("CHANGE", "balance 12.50").detail()).isEqualTo("balance 12.50");
    }

    private static Lifecycle row(
            State state,
            @Nullable LocalDate protectedOn,
            @Nullable LocalDate clearSince,
            @Nullable LocalDate recycleOn,
            int notices,
            @Nullable LocalDate lastNoticeOn,
            @Nullable LocalDate dueOn) {
        return new Lifecycle(
                state,
                DAY,
                DAY,
                null,
                protectedOn,
                clearSince,
                recycleOn,
                lastNoticeOn,
                notices,
                dueOn,
                "standard",
                List.of());
    }
}
