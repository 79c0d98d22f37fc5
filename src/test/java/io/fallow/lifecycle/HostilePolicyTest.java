package io.fallow.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every key with every value that nobody should write there: one short line that names the key. */
class HostilePolicyTest {

    private static final int LONGEST_LINE = 400;

    private static final Map<String, String> KEYS = new TreeMap<>(Map.ofEntries(
            Map.entry("zone", "Asia/Shanghai"),
            Map.entry("cohorts.standard.dormant-after", "P180D"),
            Map.entry("cohorts.standard.protect-after", "P1Y"),
            Map.entry("cohorts.standard.recycle-after", "P3Y"),
            Map.entry("cohorts.standard.min-protected", "P90D"),
            Map.entry("cohorts.standard.notices", "[P60D, P30D, P7D]"),
            Map.entry("cohorts.standard.notices-required", "notices-required: issued"),
            Map.entry("cohorts.standard.unreachable-after", "unreachable-after: P5Y"),
            Map.entry("cohorts.standard.review-every", "review-every: P30D"),
            Map.entry("cohorts.standard.quarantine", "quarantine: P180D"),
            Map.entry("cohorts.standard.reuse-handle", "reuse-handle: false"),
            Map.entry("limits.protected.max", "max: 100000"),
            Map.entry("limits.protected.max-percent", "max-percent: 100"),
            Map.entry("limits.protected.max-times-median", "max-times-median: 5"),
            Map.entry("limits.set-aside", "set-aside: 100"),
            Map.entry("pace.protected", "{protected: 0"),
            Map.entry("inputs.max-staleness", "max-staleness: P2D"),
            Map.entry("inputs.max-shrink-percent", "max-shrink-percent: 10")));

    private static final List<String> VALUES = List.of(
            "~",
            "''",
            "NaN",
            ".nan",
            "-.inf",
            "Infinity",
            "-999999999999999999999999",
            "P-9999Y",
            "P1DT1H",
            "\"P1D\\nP2D\"",
            "\"P1D\\tP2D\"",
            "'; DROP TABLE fallow.run; --'",
            "\"'\"",
            "🦊",
            "{a: b}",
            "[[[]]]",
            "*nowhere",
            "!!java.io.File [/]",
            "!!binary aGk=",
            "0000-00-00",
            "\\u202e",
            "x".repeat(100_000));

    static Stream<Arguments> everyKeyWithEveryValue() {
        return KEYS.entrySet().stream().flatMap(key -> VALUES.stream().map(value -> Arguments.of(key.getKey(), value)));
    }

    @ParameterizedTest(name = "{0} [{index}]")
    @MethodSource("everyKeyWithEveryValue")
    void namesTheKeyInOneShortLine(String key, String value) {
        String text = String.valueOf(KEYS.get(key));
        String hostile = text.contains(": ") ? text.substring(0, text.indexOf(": ") + 2) + value : value;

        assertThatThrownBy(() -> Policies.changed(text, hostile))
                .isInstanceOf(PolicyException.class)
                .message()
                .hasSizeLessThan(LONGEST_LINE)
                .matches(line -> line.chars().noneMatch(Character::isISOControl), "is one line")
                .matches(line -> line.startsWith(key) || line.startsWith("policy: "), "names " + key);
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "\"a\\nb\"",
                "'; DROP SCHEMA fallow CASCADE; --'",
                "🦊",
                "<<",
                "? [zone]",
                "\"\\u0000\"",
                "!!set {zone}",
                "&zone zone",
                "'zone '",
                "ZONE",
            })
    void refusesAKeyThatNobodyAskedFor(String key) {
        assertThatThrownBy(() -> PolicyReader.read(Policies.TEXT + key + ": 1\n"))
                .isInstanceOf(PolicyException.class)
                .message()
                .hasSizeLessThan(LONGEST_LINE)
                .matches(line -> line.chars().noneMatch(Character::isISOControl), "is one line");
    }

    @Test
    void shortensAKeyWithoutEnd() {
        assertThatThrownBy(() -> PolicyReader.read(Policies.TEXT + "k".repeat(1_000) + ": 1\n"))
                .isInstanceOf(PolicyException.class)
                .message()
                .hasSizeLessThan(LONGEST_LINE);
    }

    /** What Windows editors write before the first character, and at the end of each line. */
    @Test
    void readsPastAByteOrderMarkAndCarriageReturns() {
        assertThat(PolicyReader.read("\ufeff" + Policies.TEXT.replace("\n", "\r\n"))
                        .digest())
                .isEqualTo(Policies.DESIGN.digest());
    }
}
