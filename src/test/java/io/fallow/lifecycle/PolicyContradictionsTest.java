package io.fallow.lifecycle;

import static io.fallow.lifecycle.Policies.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that can be read, and still are refused: out of their range, or against each other. */
class PolicyContradictionsTest {

    @ParameterizedTest
    @CsvSource({
        "max: 100000, max: -1, limits.protected.max: -1 is negative",
        "max-percent: 100, max-percent: -0.1, limits.protected.max-percent: -0.1 is not between 0 and 100",
        "max-percent: 100, max-percent: 100.1, limits.protected.max-percent: 100.1 is not between 0 and 100",
        "max-times-median: 5, max-times-median: 0, limits.protected.max-times-median: 0.0 is not a number above 0",
        "max-times-median: 5, max-times-median: -5, limits.protected.max-times-median: -5.0 is not a number above 0",
        "max-times-median: 5, max-times-median: 1e999, limits.protected.max-times-median: Infinity is not a number",
        "'max-percent: 1,', 'max-percent: 101,', limits.recycled.max-percent: 101.0 is not between 0 and 100",
        "set-aside: 100, set-aside: -1, limits.set-aside: -1 is negative",
        "protected: 0, protected: -1, pace.protected: -1 is negative",
        "recycled: 0, recycled: -1, pace.recycled: -1 is negative",
        "max-staleness: P2D, max-staleness: P-1D, inputs.max-staleness: P-1D is negative",
        "max-staleness: P2D, max-staleness: P1M-29D, inputs.max-staleness: P1M-29D is negative",
        "max-shrink-percent: 10, max-shrink-percent: -1, inputs.max-shrink-percent: -1.0 is not between 0 and 100",
        "late-grace: P30D, late-grace: P-1D, inputs.late-grace: P-1D is negative",
        "max-late-percent: 0.1, max-late-percent: 101, inputs.max-late-percent: 101.0 is not between 0 and 100",
        "max-orphans: 0, max-orphans: -1, inputs.max-orphans: -1 is negative",
        "unguarded: refuse, unguarded: yes, inputs.unguarded: yes is neither refuse nor accept",
        "max-shrink-percent: 10, max-shrink-percent: 101, inputs.max-shrink-percent: 101.0 is not between 0 and 100",
        "open-for: PT48H, open-for: PT59S, blocks.window.open-for: PT59S is not between PT1M and PT720H",
        "open-for: PT48H, open-for: PT720H0.001S, blocks.window.open-for: PT720H0.001S is not between PT1M and PT720H",
        "cooldown: P30D, cooldown: PT59M, blocks.window.cooldown: PT59M is not between PT1H and PT87600H",
        "cooldown: P30D, cooldown: P3651D, blocks.window.cooldown: PT87624H is not between PT1H and PT87600H",
    })
    void refusesANumberOutOfItsRange(String text, String by, String message) {
        assertRefused(text, by, message);
    }

    @Test
    void acceptsTheEndsOfEachRange() {
        Policy policy = PolicyReader.read(Policies.TEXT
                .replace(
                        "{max: 100000, max-percent: 100, max-times-median: 5}",
                        "{max: 0, max-percent: 0, max-times-median: 1e-9}")
                .replace("set-aside: 100", "set-aside: 0")
                .replace(
                        "open-for: PT48H, reopen: after-cooldown, cooldown: P30D",
                        "open-for: PT1M, reopen: never, cooldown: P3650D")
                .replace("max-staleness: P2D, max-shrink-percent: 10", "max-staleness: P0D, max-shrink-percent: 100"));

        assertThat(policy.limits().protectedAccounts()).isEqualTo(new Limits.Limit(0, 0, 1e-9));
        assertThat(policy.limits().setAside()).isZero();
        assertThat(policy.inputs()).isEqualTo(new InputLimits(Period.ZERO, 100, Period.ofDays(30), 0.1, 0, false));
        assertThat(PolicyReader.read(Policies.textWith("max-shrink-percent: 10", "max-shrink-percent: 0"))
                        .inputs()
                        .maxShrinkPercent())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "dormant-after: P180D, dormant-after: P0D, dormant-after: P0D is not always at least one day (P1D)",
        "dormant-after: P180D, dormant-after: P-180D, dormant-after: P-180D is not always at least one day",
        "dormant-after: P180D, dormant-after: P1M-28D, dormant-after: P1M-28D is not always at least one day",
        "protect-after: P1Y, protect-after: P180D, "
                + "protect-after: P180D is not longer than dormant-after P180D from every possible date",
        "protect-after: P1Y, protect-after: P5M30D, "
                + "protect-after: P5M30D is not longer than dormant-after P180D from every possible date",
        "protect-after: P1Y, protect-after: P3Y, recycle-after: P3Y is not longer than protect-after P3Y",
        "recycle-after: P3Y, recycle-after: P365D, recycle-after: P365D is not longer than protect-after P1Y",
        "recycle-after: P3Y, recycle-after: P366D, recycle-after: P366D is not longer than protect-after P1Y",
        "min-protected: P90D, min-protected: P0D, min-protected: P0D is not always at least one day",
        "min-protected: P90D, min-protected: P59D, " + "min-protected: P59D can be shorter than the longest notice",
        "min-protected: P90D, min-protected: P2M, min-protected: P2M can be shorter than the longest notice",
        "'notices: [P60D, P30D, P7D]', notices: [], notices: is empty: an owner is warned at least once",
        "'notices: [P60D, P30D, P7D]', 'notices: [P7D, P30D]', notices: P7D goes out before P30D but is not longer",
        "'notices: [P60D, P30D, P7D]', 'notices: [P30D, P30D]', notices: P30D goes out before P30D but is not longer",
        "'notices: [P60D, P30D, P7D]', 'notices: [P60D, P1M, P30D]', notices: P1M goes out before P30D but is not longer",
        "'notices: [P60D, P30D, P7D]', 'notices: [P60D, P0D]', notices: P0D is not always at least one day",
        "unreachable-after: P5Y, unreachable-after: P1095D, "
                + "unreachable-after: P1095D can be shorter than recycle-after P3Y",
        "recycle-after: P3Y, recycle-after: P6Y, unreachable-after: P5Y can be shorter than recycle-after P6Y",
        "review-every: P30D, review-every: P0D, review-every: P0D is not always at least one day",
        "quarantine: P180D, quarantine: P0D, quarantine: P0D is not always at least one day",
    })
    void refusesACohortThatContradictsItself(String text, String by, String message) {
        assertRefused(text, by, "cohorts.standard." + message);
    }

    @ParameterizedTest
    @CsvSource({
        "protect-after: P1Y, protect-after: P181D",
        "protect-after: P1Y, protect-after: P7M",
        "recycle-after: P3Y, recycle-after: P367D",
        "min-protected: P90D, min-protected: P60D",
        "min-protected: P90D, min-protected: P62D",
        "'notices: [P60D, P30D, P7D]', notices: [P1D]",
        "'notices: [P60D, P30D, P7D]', 'notices: [P60D, P1M, P27D]'",
        "dormant-after: P180D, dormant-after: P1D",
        "unreachable-after: P5Y, unreachable-after: P3Y",
        "unreachable-after: P5Y, unreachable-after: P1096D",
        "review-every: P30D, review-every: P1D",
        "quarantine: P180D, quarantine: P1D",
    })
    void acceptsACohortThatJustDoesNotContradictItself(String text, String by) {
        assertThat(Policies.changed(text, by).digest()).isNotEqualTo(Policies.DESIGN.digest());
    }

    @Test
    void namesTheCohortThatIsWrong() {
        assertThatThrownBy(() -> PolicyReader.read(Policies.TEXT.replace("[P14D, P7D]", "[P31D, P7D]")))
                .hasMessageStartingWith("cohorts.never-used.min-protected: P30D can be shorter");
    }

    @Test
    void refusesAPolicyWithoutCohorts() {
        String text = Policies.TEXT;
        String none =
                text.substring(0, text.indexOf("cohorts:")) + "cohorts: {}\n" + text.substring(text.indexOf("limits:"));

        assertThatThrownBy(() -> PolicyReader.read(none)).hasMessage("cohorts: is empty");
    }
}
