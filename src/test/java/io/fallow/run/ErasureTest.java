package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.ledger.acts.Erasures.Erasure;
import io.fallow.owner.AccountException;
import io.fallow.owner.CancellationDesk;
import io.fallow.owner.ErasureDesk;
import io.fallow.owner.Evidence;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is to be erased of a released account is said, with the legal basis, and chased until the platform confirms. */
class ErasureTest {

    private static final LocalDate RELEASED = TODAY.plusDays(60);

    private final SmallPlatform platform = new SmallPlatform();
    private final ErasureDesk desk = platform.raw().bean(ErasureDesk.class);

    @AfterEach
    void close() {
        platform.close();
    }

    @BeforeEach
    void anAccountIsRecycled() {
        platform.account(1, "standard", TODAY).account(2, "standard", TODAY.plusDays(50));
        platform.raw().clock(TODAY);
        platform.raw()
                .bean(CancellationDesk.class)
                .request("1", new Evidence("PASSPORT", "case 9", "desk"), SmallPlatform.policy());
    }

    private long reminders() {
        return platform.count("fallow.event WHERE account_id = 1 AND kind = 'ERASURE_OVERDUE'");
    }

    @Test
    void saysWhatToEraseAndOnWhatLegalBasisOnceTheAccountIsReleased() {
        platform.night(RELEASED.minusDays(1));
        assertThat(platform.count("fallow.erasure")).isZero();

        platform.night(RELEASED);

        assertThat(
                        platform.rows(
                                "SELECT account_id, business_date, effective_on, detail FROM fallow.event WHERE kind LIKE 'ERASURE%'"))
                .singleElement()
                .asString()
                .startsWith("(1," + RELEASED + "," + RELEASED.plusDays(7))
                .contains("display name", "phone", "handle", "GDPR Art. 17");
        assertThat(desk.list(null, false)).singleElement().satisfies(erasure -> {
            assertThat(erasure.account()).isEqualTo("1");
            assertThat(erasure.fields()).containsExactly("display name", "phone", "handle");
            assertThat(erasure.remindOn()).isEqualTo(RELEASED.plusDays(7));
        });
    }

    @Test
    void chasesItEachPeriodUntilItIsConfirmed() {
        platform.night(RELEASED);
        platform.night(RELEASED.plusDays(6));
        assertThat(reminders()).isZero();
        platform.night(RELEASED.plusDays(7));
        assertThat(reminders()).isEqualTo(1);
        platform.night(RELEASED.plusDays(8));
        assertThat(reminders()).isEqualTo(1);
        platform.night(RELEASED.plusDays(14));
        assertThat(reminders()).isEqualTo(2);

        desk.confirm("1", "deletion job 88", "privacy desk");
        platform.night(RELEASED.plusDays(21));

        assertThat(reminders()).isEqualTo(2);
        assertThat(desk.list(null, false)).isEmpty();
        assertThat(desk.list("1", true)).singleElement().satisfies(erasure -> {
            assertThat(erasure.confirmedBy()).isEqualTo("privacy desk");
            assertThat(erasure.reference()).isEqualTo("deletion job 88");
            assertThat(erasure.reminders()).isEqualTo(2);
        });
    }

    @Test
    void isConfirmedInSqlOnceAndOnlyWhereItWasAsked() {
        platform.night(RELEASED);

        assertThatThrownBy(() -> desk.confirm("2", "job", "desk"))
                .isInstanceOf(AccountException.class)
                .hasMessage("account 2: no erasure of it waits to be confirmed");
        assertThatThrownBy(() -> desk.confirm("1", " ", "desk")).isInstanceOf(AccountException.class);
        platform.sql("SELECT fallow.confirm_erasure(1, 'deletion job 88', 'app')");
        assertThatThrownBy(() -> desk.confirm("1", "job", "desk")).isInstanceOf(AccountException.class);

        assertThat(desk.list(null, true)).extracting(Erasure::confirmedBy).containsExactly("app");
    }
}
