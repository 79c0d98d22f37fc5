package io.fallow.lifecycle;

import static io.fallow.lifecycle.Account.day;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachTest {

    private static final NoticeReport DELIVERED = new NoticeReport(day("2026-01-10"), day("2026-01-12"));
    private static final NoticeReport DELIVERED_LATER = new NoticeReport(day("2026-01-20"), day("2026-01-20"));
    private static final NoticeReport BOUNCED = new NoticeReport(day("2026-01-15"), null);

    @Test
    void countsWhatWasReportedOfThePresentCountdown() {
        assertThat(Reach.of(List.of(DELIVERED_LATER, BOUNCED, DELIVERED), day("2026-01-01"), day("2020-01-01")))
                .isEqualTo(new Reach(2, day("2026-01-20"), 1, true, false));
    }

    @ParameterizedTest
    @CsvSource({"2026-01-15, 1, 1, false", "2026-01-16, 1, 0, true", "2026-01-20, 1, 0, true", "2026-01-21, 0, 0, true"
    })
    void doesNotCountWhatIsVoid(String clearSince, int delivered, int bounced, boolean lost) {
        Reach reach = Reach.of(List.of(DELIVERED_LATER, BOUNCED, DELIVERED), day(clearSince), day("2020-01-01"));

        assertThat(reach.delivered()).isEqualTo(delivered);
        assertThat(reach.bounced()).isEqualTo(bounced);
        assertThat(reach.lost()).isEqualTo(lost);
    }

    @ParameterizedTest
    @CsvSource({"2026-01-14, true", "2026-01-15, false", "2026-01-16, false"})
    void forgivesABounceOnceTheOwnerWasSeen(String activeOn, boolean lost) {
        assertThat(Reach.of(List.of(BOUNCED), null, day(activeOn))).isEqualTo(new Reach(0, null, 0, lost, lost));
    }

    @ParameterizedTest
    @CsvSource({"2026-01-14, true", "2026-01-15, false", "2026-01-16, false"})
    void countsABounceOfThePresentCountdownWhetherOrNotTheOwnerWasSeen(String activeOn, boolean unseen) {
        assertThat(Reach.of(List.of(BOUNCED), day("2026-01-15"), day(activeOn)))
                .isEqualTo(new Reach(0, null, 1, unseen, false));
    }

    @Test
    void isNotAskedWhereNobodyKnowsWhenTheOwnerWasSeen() {
        assertThat(Account.neverSeen().facts().reach()).isNull();
        assertThat(Account.lastActiveOn("2026-01-14")
                        .bounced("2026-01-15")
                        .facts()
                        .reach())
                .isEqualTo(new Reach(0, null, 0, true, true));
    }
}
