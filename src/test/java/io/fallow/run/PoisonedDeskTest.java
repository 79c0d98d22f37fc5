package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.ledger.base.UnsafeInputsException;
import io.fallow.lifecycle.Policy;
import io.fallow.owner.CancellationDesk;
import io.fallow.owner.CancellationDesk.Standing;
import io.fallow.owner.Evidence;
import io.fallow.owner.Explain;
import io.fallow.owner.Holds;
import io.fallow.owner.OwnerDesk;
import io.fallow.owner.PropertyWindows;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people ask and do about an account that the contract's views cannot compute: told which view and account, and nobody else's matter. */
class PoisonedDeskTest {

    private static final LocalDate LONG_AGO = TODAY.minusYears(2);
    private static final Policy POLICY = SmallPlatform.policy();
    private static final Evidence PASSPORT = new Evidence("PASSPORT", "case 9", "desk");

    /** The demo's contract, but for account 7. */
    private static final String ACTIVITY_DIVIDES = "CREATE OR REPLACE VIEW fallow.account_activity AS"
            + " SELECT account_id::fallow.account_id AS account_id, cohort, registered_at,"
            + " last_active_at + (1 / (account_id - 7)) * interval '0 seconds' AS last_active_at FROM platform.account";

    private static final String EXCLUSION_DIVIDES = "CREATE OR REPLACE VIEW fallow.account_exclusion AS"
            + " SELECT account_id::fallow.account_id AS account_id, 'CHANGE' AS reason, CAST(NULL AS text) AS detail"
            + " FROM platform.account WHERE 1 / (account_id - 7) > 5";

    private static final String REASON_IS_BLANK = "CREATE OR REPLACE VIEW fallow.account_exclusion AS"
            + " SELECT account_id::fallow.account_id AS account_id, '' AS reason, CAST(NULL AS text) AS detail"
            + " FROM platform.account WHERE account_id = 7";

    private static final String ACTIVE_FOR_EVER =
            "UPDATE platform.account SET last_active_at = 'infinity' WHERE account_id = 7";

    private final SmallPlatform platform = new SmallPlatform();

    @BeforeEach
    void protectThem() {
        platform.account(7, "standard", LONG_AGO).account(8, "standard", LONG_AGO);
        platform.night(TODAY);
        assertThat(platform.state(7)).isEqualTo("PROTECTED");
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {ACTIVITY_DIVIDES, ACTIVE_FOR_EVER})
    void explainNamesTheActivityViewAndTheAccount(String poison) {
        platform.sql(poison);
        Explain explain = platform.raw().bean(Explain.class);

        assertThatThrownBy(() -> explain.of("7", POLICY))
                .isInstanceOf(UnsafeInputsException.class)
                .hasMessageContaining("view fallow.account_activity tells of account 7 what cannot be used");
        assertThat(explain.of("8", POLICY).held()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {EXCLUSION_DIVIDES, REASON_IS_BLANK})
    void explainNamesTheExclusionViewAndTheAccount(String poison) {
        platform.sql(poison);
        Explain explain = platform.raw().bean(Explain.class);

        assertThatThrownBy(() -> explain.of("7", POLICY))
                .isInstanceOf(UnsafeInputsException.class)
                .hasMessageContaining("fallow.account_exclusion")
                .hasMessageContaining("account 7");
        assertThat(explain.of("8", POLICY).held()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {ACTIVITY_DIVIDES, EXCLUSION_DIVIDES, REASON_IS_BLANK, ACTIVE_FOR_EVER})
    void unsealIsNotRefusedToAnOwnerForWhatAViewCannotCompute(String poison) {
        platform.sql(poison);

        platform.raw().bean(OwnerDesk.class).unseal("7", PASSPORT, POLICY);

        assertThat(platform.state(7)).isEqualTo("ACTIVE");
        assertThat(platform.state(8)).isEqualTo("PROTECTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {ACTIVITY_DIVIDES, EXCLUSION_DIVIDES, REASON_IS_BLANK, ACTIVE_FOR_EVER})
    void aRequestToCancelThatIsTakenSaysWhatItWaitsFor(String poison) {
        platform.sql(poison);
        CancellationDesk desk = platform.raw().bean(CancellationDesk.class);

        Standing standing = desk.request("8", PASSPORT, POLICY);
        assertThat(standing.completed()).isTrue();
        platform.night(TODAY.plusDays(1));

        if (poison.equals(ACTIVITY_DIVIDES)) {
            // its activity is asked for when the request is taken: nothing is committed
            assertThatThrownBy(() -> desk.request("7", PASSPORT, POLICY))
                    .isInstanceOf(UnsafeInputsException.class)
                    .hasMessageContaining("fallow.account_activity tells of account 7");
            assertThat(platform.count("fallow.cancellation WHERE account_id = 7"))
                    .isZero();
            return;
        }
        standing = desk.request("7", PASSPORT, POLICY);
        assertThat(standing.completed()).isFalse();
        assertThat(standing.waitsFor()).contains("account 7");
        assertThat(desk.list(POLICY)).hasSize(1);
        platform.night(TODAY.plusDays(2));
        assertThat(platform.state(7)).startsWith("PROTECTED");
        assertThat(platform.rows("SELECT account_id FROM fallow.set_aside WHERE step = 'completeCancellations'"))
                .containsExactly("(7)");

        platform.repairContract();
        platform.active(7, LONG_AGO);
        platform.night(TODAY.plusDays(3));
        assertThat(platform.state(7)).isEqualTo("RECYCLED");
    }

    @Test
    void aWindowNamesTheViewAndTheAccount() {
        platform.account(9, "standard", TODAY).block(9).sql(EXCLUSION_DIVIDES.replace("- 7)", "- 9)"));
        PropertyWindows windows = platform.raw().bean(PropertyWindows.class);

        assertThatThrownBy(() -> windows.open("9", "phone", null, "desk"))
                .isInstanceOf(UnsafeInputsException.class)
                .hasMessageContaining("view fallow.account_exclusion tells of account 9")
                .hasMessageContaining("division by zero");
    }

    @Test
    void aHoldIsPlacedWhateverTheViewsCannotCompute() {
        platform.sql(ACTIVITY_DIVIDES).sql(EXCLUSION_DIVIDES);

        long hold = platform.raw()
                .bean(Holds.class)
                .place("7", new Holds.Order(Holds.Kind.LEGAL_HOLD, "order 18", "legal", null));

        assertThat(platform.count("fallow.hold WHERE account_id = 7 AND hold_id = " + hold))
                .isEqualTo(1);
    }
}
