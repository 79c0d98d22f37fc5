package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.lifecycle.Reason;
import io.fallow.owner.AccountException;
import io.fallow.owner.Explain;
import io.fallow.owner.Holds;
import io.fallow.owner.Holds.Hold;
import io.fallow.owner.Holds.Kind;
import io.fallow.owner.Holds.Order;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds of authorities, owners and heirs keep an account, each exactly as long as it says (R5). */
class HoldsTest {

    private final SmallPlatform platform = new SmallPlatform();
    private final Holds holds = platform.raw().bean(Holds.class);

    @AfterEach
    void close() {
        platform.close();
    }

    private void twoLongUnused() {
        platform.account(1, "standard", TODAY.minusYears(4)).account(2, "standard", TODAY.minusYears(4));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void keepsAnAccountThatWouldElseBeRecycled(Kind kind) {
        twoLongUnused();
        platform.night(TODAY);
        holds.place("1", new Order(kind, "case 18", "legal", null));

        for (int night : new int[] {15, 31, 38, 45, 60}) {
            platform.night(TODAY.plusDays(night));
        }

        assertThat(platform.state(1)).isEqualTo("PROTECTED " + kind);
        assertThat(platform.state(2)).isEqualTo("RECYCLED");
    }

    @ParameterizedTest
    @CsvSource({"14, PROTECTED", "15, PROTECTED KEEP", "16, PROTECTED KEEP"})
    void isInForceOnItsLastDateAndNotAfterIt(int last, String state) {
        twoLongUnused();
        holds.place("1", new Order(Kind.KEEP, "abroad", "her son", TODAY.plusDays(last)));
        platform.night(TODAY);
        assertThat(platform.state(1)).isEqualTo("PROTECTED KEEP");

        platform.night(TODAY.plusDays(15));

        assertThat(platform.state(1)).isEqualTo(state);
        assertThat(platform.state(2)).isEqualTo("PROTECTED");
    }

    @Test
    void vetoesReleaseUntilTheDayAfterItsLast() {
        twoLongUnused();
        for (int night : new int[] {0, 15, 31, 38, 45}) {
            platform.night(TODAY.plusDays(night));
        }
        assertThat(platform.state(1)).isEqualTo("RECYCLED");
        holds.place("1", new Order(Kind.LEGAL_HOLD, "order 18", "legal", TODAY.plusDays(105)));

        platform.night(TODAY.plusDays(105));
        assertThat(platform.state(1)).isEqualTo("RECYCLED LEGAL_HOLD");
        assertThat(platform.state(2)).isEqualTo("RELEASED");
        platform.night(TODAY.plusDays(120));
        assertThat(platform.state(1)).isEqualTo("RELEASED");
    }

    @Test
    void listsThoseInForceAndAllWithWhoEndedThemAndWhy() {
        twoLongUnused();
        long memorial = holds.place("1", new Order(Kind.MEMORIAL, "certificate 88", "her daughter", null));
        long over = holds.place("1", new Order(Kind.KEEP, "abroad", "herself", TODAY));
        long ended = holds.place("2", new Order(Kind.LEGAL_HOLD, "order 18", "legal", null));
        assertThat(holds.release(ended, "order lifted", "legal")).isTrue();
        assertThat(holds.release(ended, "order lifted", "legal")).isFalse();

        LocalDate tomorrow = TODAY.plusDays(1);
        assertThat(holds.list(null, false, TODAY)).extracting(Hold::hold).containsExactly(over, memorial);
        assertThat(holds.list(null, false, tomorrow)).extracting(Hold::hold).containsExactly(memorial);
        assertThat(holds.list(null, true, tomorrow)).extracting(Hold::hold).containsExactly(memorial, ended, over);
        assertThat(holds.list("2", true, tomorrow)).singleElement().satisfies(hold -> {
            assertThat(hold.inForce()).isFalse();
            assertThat(hold.kind()).isEqualTo(Kind.LEGAL_HOLD);
            assertThat(hold.releasedBy()).isEqualTo("legal");
            assertThat(hold.releasedFor()).isEqualTo("order lifted");
        });
        assertThatThrownBy(() -> holds.release(memorial, " ", "legal")).isInstanceOf(AccountException.class);
        assertThatThrownBy(() -> holds.place("1", new Order(Kind.KEEP, " ", "legal", null)))
                .isInstanceOf(AccountException.class);
    }

    @Test
    void explainNamesEachVetoWithWhoPlacedItAndUntilWhen() {
        twoLongUnused();
        platform.freeze(1).sql("UPDATE platform.judicial_freeze SET asset = 'CHANGE'");
        holds.place("1", new Order(Kind.MEMORIAL, "certificate 88", "her daughter", null));
        holds.place("1", new Order(Kind.KEEP, "abroad", "herself", LocalDate.of(2027, 1, 31)));
        platform.night(TODAY);

        assertThat(platform.raw()
                        .bean(Explain.class)
                        .of("1", SmallPlatform.policy())
                        .held())
                .containsExactlyInAnyOrder(
                        new Reason("JUDICIAL_FREEZE", "CHANGE frozen by district court"),
                        new Reason("MEMORIAL", "certificate 88 (by her daughter)"),
                        new Reason("KEEP", "abroad (by herself, until 2027-01-31)"));
        assertThat(platform.state(1)).isEqualTo("PROTECTED JUDICIAL_FREEZE KEEP MEMORIAL");
    }
}
