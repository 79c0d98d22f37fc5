package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.evidence.Verify;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.Runs;
import io.fallow.owner.AccountException;
import io.fallow.owner.Holds;
import io.fallow.owner.OwnerDesk;
import io.fallow.owner.RestoreRun;
import io.fallow.owner.RestoreRun.Restored;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A night that recycled whom it should not have is taken back, to the row. */
class RestoreRunTest {

    private static final LocalDate RECYCLED_ON = TODAY.plusDays(45);
    private static final String ACCOUNTS = "SELECT * FROM platform.account ORDER BY account_id";
    private static final String EVIDENCE = "incident 12, decided by the board";

    private final SmallPlatform platform = new SmallPlatform("--fallow.chunk-size=4");

    @AfterEach
    void close() {
        platform.close();
    }

    /** @return the platform's accounts on the eve of recycling */
    private List<String> recycle(int accounts) {
        for (int id = 1; id <= accounts; id++) {
            platform.account(id, "standard", TODAY.minusYears(4));
        }
        platform.account(1_000, "standard", TODAY);
        for (int day : new int[] {0, 15, 31, 38}) {
            platform.night(TODAY.plusDays(day));
        }
        List<String> before = platform.rows(ACCOUNTS);
        assertThat(platform.night(RECYCLED_ON).counts().recycled()).isEqualTo(accounts);
        assertThat(platform.rows(ACCOUNTS)).isNotEqualTo(before);
        return before;
    }

    private Restored restore(LocalDate date) {
        Run run = platform.raw().bean(Runs.class).of(date).orElseThrow();
        return platform.raw().bean(RestoreRun.class).of(run, EVIDENCE, "Li Na", SmallPlatform.policy());
    }

    private void assertIntact() {
        assertThat(platform.raw().bean(Verify.class).of(null).problem()).isNull();
    }

    @Test
    void bringsEveryAccountBackExactlyAsItWasInOneSealedAct() {
        List<String> before = recycle(10);

        Restored restored = restore(RECYCLED_ON);

        assertThat(restored.restored()).isEqualTo(10);
        assertThat(restored.left()).isEmpty();
        assertThat(platform.rows(ACCOUNTS)).isEqualTo(before);
        assertThat(platform.rows(
                        "SELECT DISTINCT state, since, last_active_on, owner_acted_on, protected_on, clear_since, recycle_on,"
                                + " last_notice_on, due_on, notices_issued, cohort FROM fallow.account_lifecycle"))
                .containsExactly("(PROTECTED,2027-01-04,2027-01-04,2027-01-04,2027-01-04,,,,2027-01-04,0,standard)");
        assertThat(
                        platform.rows(
                                "SELECT DISTINCT act_id, run_id, evidence FROM fallow.decision WHERE 'RESTORED' = ANY (reasons)"))
                .containsExactly("(" + restored.act() + ",,\"" + EVIDENCE + " (by Li Na)\")");
        assertThat(platform.rows("SELECT decisions FROM fallow.seal WHERE act_id IS NOT NULL"))
                .containsExactly("(10)");
        assertThat(platform.count("fallow.event WHERE kind = 'RESTORED'")).isEqualTo(10);
        assertIntact();
        assertThat(platform.night(RECYCLED_ON.plusDays(1)).counts().recycled()).isZero();
    }

    @Test
    void listsWhatIsInUseOrNoLongerRecycledAndBringsTheOthersBack() throws Exception {
        recycle(6);
        platform.raw().bean(OwnerDesk.class).restore("2", "passport", "desk", SmallPlatform.policy());
        Restored restored;
        try (Connection other = platform.raw().database().dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM fallow.account_lifecycle WHERE account_id = 5 FOR SHARE");
            restored = restore(RECYCLED_ON);
        }

        assertThat(restored.restored()).isEqualTo(4);
        assertThat(restored.left()).containsOnlyKeys("2", "5");
        assertThat(restored.left().get("2")).contains("is PROTECTED since 2027-01-04");
        assertThat(restored.left().get("5")).contains("in use");
        assertThat(platform.state(5)).isEqualTo("RECYCLED");
        assertThat(platform.status(5)).isEqualTo("recycled");
        assertIntact();
    }

    @Test
    void listsWhatWasReleased() {
        recycle(2);
        platform.raw().bean(Holds.class).place("1", new Holds.Order(Holds.Kind.LEGAL_HOLD, "order 18", "legal", null));
        platform.night(RECYCLED_ON.plusDays(60));

        Restored restored = restore(RECYCLED_ON);

        assertThat(restored.restored()).isEqualTo(1);
        assertThat(restored.left()).containsOnlyKeys("2");
        assertThat(restored.left().get("2")).contains("is RELEASED");
        assertThat(platform.status(2)).isEqualTo("released");
    }

    @Test
    void leavesAnAccountToTheLaterRunThatRecycledItAgain() {
        recycle(1);
        platform.raw().bean(OwnerDesk.class).restore("1", "passport", "desk", SmallPlatform.policy());
        LocalDate again = RECYCLED_ON.plusYears(3);
        for (int daysBefore : new int[] {1_000, 30, 14, 7, 0}) {
            platform.night(again.minusDays(daysBefore));
        }
        assertThat(platform.state(1)).isEqualTo("RECYCLED");

        Restored restored = restore(RECYCLED_ON);

        assertThat(restored.restored()).isZero();
        assertThat(restored.left().get("1")).contains("RECYCLED since " + again);
        assertThat(restored.seal()).isNull();
        assertThat(restore(again).restored()).isEqualTo(1);
    }

    @Test
    void leavesOnlyTheAccountThatThePlatformRefusesToTakeBack() {
        recycle(6);
        platform.sql(
                "ALTER TABLE platform.account ADD CONSTRAINT not_him CHECK (account_id <> 3 OR handle IS NULL) NOT VALID");

        Restored restored = restore(RECYCLED_ON);

        assertThat(restored.restored()).isEqualTo(5);
        assertThat(restored.left()).containsOnlyKeys("3");
        assertThat(restored.left().get("3")).contains("the platform refuses it", "not_him");
        assertThat(platform.state(3)).isEqualTo("RECYCLED");
        assertIntact();
    }

    @Test
    void doesNothingWithoutEvidence() {
        recycle(1);
        Run run = platform.raw().bean(Runs.class).of(RECYCLED_ON).orElseThrow();

        assertThatThrownBy(() -> platform.raw().bean(RestoreRun.class).of(run, " ", "Li Na", SmallPlatform.policy()))
                .isInstanceOf(AccountException.class)
                .hasMessageContaining("without evidence");
        assertThat(platform.state(1)).isEqualTo("RECYCLED");
    }
}
