package io.fallow.lifecycle;

import static io.fallow.lifecycle.Policies.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTest {

    @Test
    void readsEveryValueOfThePolicy() {
        Policy policy = Policies.DESIGN;

        assertThat(policy.zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(policy.cohorts())
                .containsOnlyKeys("never-used", "standard")
                .containsEntry(
                        "standard",
                        new Cohort(
                                "standard",
                                Period.ofDays(180),
                                Period.ofYears(1),
                                Period.ofYears(3),
                                Period.ofDays(90),
                                List.of(Period.ofDays(60), Period.ofDays(30), Period.ofDays(7)),
                                NoticesRequired.ISSUED,
                                Period.ofYears(5),
                                Period.ofDays(30),
                                Period.ofDays(180),
                                false))
                .containsEntry(
                        "never-used",
                        new Cohort(
                                "never-used",
                                Period.ofDays(60),
                                Period.ofDays(90),
                                Period.ofDays(180),
                                Period.ofDays(30),
                                List.of(Period.ofDays(14), Period.ofDays(7)),
                                NoticesRequired.ISSUED,
                                Period.ofYears(1),
                                Period.ofDays(30),
                                Period.ofDays(90),
                                false));
        assertThat(policy.limits())
                .isEqualTo(new Limits(new Limits.Limit(100_000, 100, 5), new Limits.Limit(20_000, 1, 3), 100));
        assertThat(policy.pace()).isEqualTo(new Pace(0, 0));
        assertThat(policy.inputs()).isEqualTo(new InputLimits(Period.ofDays(2), 10, Period.ofDays(30), 0.1, 0, false));
        assertThat(policy.blocks())
                .isEqualTo(new BlockRules(
                        false,
                        new WindowRules(Duration.ofDays(2), WindowRules.Reopen.AFTER_COOLDOWN, Duration.ofDays(30))));
        assertThat(policy.acts())
                .isEqualTo(new ActRules(
                        Period.ofDays(30),
                        new ActRules.UnsealRules(3, Duration.ofHours(24)),
                        new ActRules.ErasureRules(
                                "no longer necessary (GDPR Art. 17, PIPL Art. 47)",
                                List.of("display name", "phone", "handle"),
                                Period.ofDays(7))));
    }

    @Test
    void comesWithThePolicyOfTheDesign() throws IOException {
        Policy shipped = PolicyReader.read(Files.readString(Path.of("config", "policy.yaml")));

        assertThat(shipped.canonical()).isEqualTo(Policies.DESIGN.canonical());
    }

    @Test
    void comesWithADemoPolicyOfTheSameCohorts() throws IOException {
        Policy demo = PolicyReader.read(Files.readString(Path.of("config", "demo-policy.yaml")));

        assertThat(demo.cohorts()).containsOnlyKeys("never-used", "standard");
    }

    @Test
    void knowsTheCohortsByTheirNames() {
        assertThat(Policies.DESIGN.cohort("standard")).extracting(Cohort::name).isEqualTo("standard");
        assertThat(Policies.DESIGN.cohort("premium")).isNull();
        assertThat(Policies.DESIGN.cohort(null)).isNull();
    }

    /** Any of them may be missing once, in whichever section: all are asked for. */
    @ParameterizedTest
    @CsvSource({
        "'zone: Asia/Shanghai', zone",
        "'dormant-after: P180D', cohorts.standard.dormant-after",
        "'protect-after: P1Y', cohorts.standard.protect-after",
        "'recycle-after: P3Y', cohorts.standard.recycle-after",
        "'min-protected: P90D', cohorts.standard.min-protected",
        "'notices: [P60D, P30D, P7D]', cohorts.standard.notices",
        "'notices-required: issued', cohorts.standard.notices-required",
        "'unreachable-after: P5Y', cohorts.standard.unreachable-after",
        "'review-every: P30D', cohorts.standard.review-every",
        "'quarantine: P180D', cohorts.standard.quarantine",
        "'reuse-handle: false', cohorts.standard.reuse-handle",
        "'max: 100000, ', limits.protected.max",
        "'max-percent: 100, ', limits.protected.max-percent",
        "', max-times-median: 5', limits.protected.max-times-median",
        "'max: 20000,', limits.recycled.max",
        "'set-aside: 100', limits.set-aside",
        "'protected: 0, ', pace.protected",
        "', recycled: 0', pace.recycled",
        "'max-staleness: P2D, ', inputs.max-staleness",
        "', max-shrink-percent: 10', inputs.max-shrink-percent",
        "', late-grace: P30D', inputs.late-grace",
        "', max-late-percent: 0.1', inputs.max-late-percent",
        "', max-orphans: 0', inputs.max-orphans",
        "', unguarded: refuse', inputs.unguarded",
        "'pace: {protected: 0, recycled: 0}', pace",
        "'inputs: {max-staleness: P2D, max-shrink-percent: 10, late-grace: P30D, max-late-percent: 0.1, max-orphans: 0, unguarded: refuse}', inputs",
        "'idle-time-counts: false', blocks.idle-time-counts",
        "'window: {open-for: PT48H, reopen: after-cooldown, cooldown: P30D}', blocks.window",
        "'open-for: PT48H, ', blocks.window.open-for",
        "'reopen: after-cooldown, ', blocks.window.reopen",
        "', cooldown: P30D', blocks.window.cooldown",
        "'cancellation-term: P30D', acts.cancellation-term",
        "'max-attempts: 3, ', acts.unseal.max-attempts",
        "', within: PT24H', acts.unseal.within",
        "'legal-basis: \"no longer necessary (GDPR Art. 17, PIPL Art. 47)\"', acts.erasure.legal-basis",
        "'fields: [display name, phone, handle]', acts.erasure.fields",
        "'confirm-within: P7D', acts.erasure.confirm-within",
    })
    void refusesAPolicyWithoutAKey(String text, String key) {
        assertRefused(text, "", key + ": is missing, and nothing has a default");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ~", " null"})
    void refusesAKeyWithoutAValue(String nothing) {
        assertRefused("zone: Asia/Shanghai", "zone:" + nothing, "zone: is missing, and nothing has a default");
        assertRefused(
                "protect-after: P1Y",
                "protect-after:" + nothing,
                "cohorts.standard.protect-after: is missing, and nothing has a default");
    }

    @ParameterizedTest
    @CsvSource({
        "zone:, 'region: EU\nzone:', 'region: is unknown; known are zone, cohorts, limits, pace, inputs, blocks'",
        "dormant-after:, 'grace: P1D\n    dormant-after:', cohorts.standard.grace: is unknown",
        "protected: {max, 'deleted: 1\n  protected: {max', limits.deleted: is unknown",
        "{max: 100000, '{min: 1, max: 100000', 'limits.protected.min: is unknown; known are max, max-percent'",
        "{protected: 0, '{released: 0, protected: 0', 'pace.released: is unknown; known are protected, recycled'",
        "{max-staleness, '{max-age: P1D, max-staleness', inputs.max-age: is unknown",
        "{open-for, '{times: 2, open-for', 'blocks.window.times: is unknown; known are open-for, reopen, cooldown'",
        "idle-time-counts, 'grace: P1D\n  idle-time-counts', blocks.grace: is unknown",
        "cancellation-term, 'grace: P1D\n  cancellation-term', acts.grace: is unknown",
    })
    void refusesAnUnknownKey(String text, String by, String message) {
        assertRefused(text, by, message);
    }

    @ParameterizedTest
    @CsvSource({
        "zone:, 'zone: UTC\nzone:', zone: is given twice",
        "dormant-after:, 'dormant-after: P1D\n    dormant-after:', cohorts.standard.dormant-after: is given twice",
        "'  never-used:', '  standard:', cohorts.standard: is given twice",
        "'{max: 100000', '{max: 100000, \"max\": 5', limits.protected.max: is given twice",
    })
    void refusesAKeyThatIsGivenTwice(String text, String by, String message) {
        assertRefused(text, by, message);
    }

    @ParameterizedTest
    @CsvSource({
        "Asia/Shanghai, Asia/Peking, zone: Asia/Peking is not the name of a region such as Asia/Shanghai",
        "Asia/Shanghai, '[UTC]', zone: is not a single value",
        "Asia/Shanghai, '\"\"', 'zone:  is not the name of a region'",
        "P180D, 180, 'cohorts.standard.dormant-after: 180 is not an ISO-8601 period of days, months or years such as P90D'",
        "P180D, P1DT12H, cohorts.standard.dormant-after: P1DT12H is not an ISO-8601 period",
        "P180D, P99999999999D, cohorts.standard.dormant-after: P99999999999D is not an ISO-8601 period",
        "P180D, P1001Y, cohorts.standard.dormant-after: P1001Y is longer than a thousand years",
        "P1Y, [P1Y], cohorts.standard.protect-after: is not a single value",
        "'[P60D, P30D, P7D]', P60D, 'cohorts.standard.notices: is not a list such as [P30D, P7D]'",
        "'[P60D, P30D, P7D]', '[P60D, ~, P7D]', 'cohorts.standard.notices: ~ is not an ISO-8601 period'",
        "'[P60D, P30D, P7D]', '[P60D, [P7D]]', 'cohorts.standard.notices: is not a single value'",
        "notices-required: issued, notices-required: opened, "
                + "cohorts.standard.notices-required: opened is neither issued nor delivered",
        "reuse-handle: false, reuse-handle: no, cohorts.standard.reuse-handle: no is neither true nor false",
        "idle-time-counts: false, idle-time-counts: no, blocks.idle-time-counts: no is neither true nor false",
        "open-for: PT48H, open-for: P2M, 'blocks.window.open-for: P2M is not an ISO-8601 duration of days, hours or minutes'",
        "reopen: after-cooldown, reopen: once, 'blocks.window.reopen: once is none of never, after-cooldown, always'",
        "within: PT24H, within: P1M, acts.unseal.within: P1M is not an ISO-8601 duration",
        "within: PT24H, within: PT59S, 'acts.unseal.within: PT59S is not between PT1M and PT8760H'",
        "within: PT24H, within: PT8760H1S, 'acts.unseal.within: PT8760H1S is not between PT1M and PT8760H'",
        "max-attempts: 3, max-attempts: 0, acts.unseal.max-attempts: 0 is not between 1 and 100",
        "max-attempts: 3, max-attempts: 101, acts.unseal.max-attempts: 101 is not between 1 and 100",
        "cancellation-term: P30D, cancellation-term: P0D, acts.cancellation-term: P0D is not always at least one day",
        "confirm-within: P7D, confirm-within: P0D, acts.erasure.confirm-within: P0D is not always at least one day",
        "'[display name, phone, handle]', '[]', 'acts.erasure.fields: is empty'",
        "'no longer necessary (GDPR Art. 17, PIPL Art. 47)', ' ', 'acts.erasure.legal-basis:   is not a line of words'",
        "'no longer necessary (GDPR Art. 17, PIPL Art. 47)', 'a\\nb', 'acts.erasure.legal-basis: a b is not a line of words'",
        "max: 100000, max: lots, 'limits.protected.max: lots is not a whole number, or too large'",
        "max: 100000, max: 1.5, limits.protected.max: 1.5 is not a whole number",
        "max: 100000, max: 9223372036854775808, limits.protected.max: 9223372036854775808 is not a whole number",
        "set-aside: 100, set-aside: 2147483648, 'limits.set-aside: 2147483648 is not a whole number, or too large'",
        "max-percent: 100, max-percent: all, limits.protected.max-percent: all is not a number",
        "max-percent: 100, max-percent: .nan, limits.protected.max-percent: .nan is not a number",
        "max-times-median: 5, max-times-median: .inf, limits.protected.max-times-median: .inf is not a number",
        "'  protected: {max: 100000, max-percent: 100, max-times-median: 5}', '  protected: 5', "
                + "limits.protected: is not a mapping of keys to values",
        "'inputs: {max-staleness: P2D, max-shrink-percent: 10, late-grace: P30D, max-late-percent: 0.1, max-orphans: 0, unguarded: refuse}', 'inputs: [P2D, 10]', inputs: is not a mapping",
    })
    void refusesAMalformedValue(String text, String by, String message) {
        assertRefused(text, by, message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "   \n", "# nothing but a comment\n", "---\n", "~", "just words", "- a\n- list\n", "42"})
    void refusesWhatIsNoMapping(String text) {
        assertThatThrownBy(() -> PolicyReader.read(text))
                .isInstanceOf(PolicyException.class)
                .hasMessage("policy: is not a mapping of keys to values");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            value = {
                "'zone: [UTC' -> policy: expected ',' or ']', but got <stream end> (line 1, column 11)",
                "'zone: UTC\n\tcohorts: 1' -> policy: found character '\\t(TAB)' that cannot start any token.",
                "'zone: UTC\n  cohorts: 1' -> policy: mapping values are not allowed here (line 2, column 10)",
                "'zone: UTC\n---\nzone: UTC' -> policy: but found another document (line 2, column 1)",
                "'zone: *utc' -> policy: found undefined alias utc (line 1, column 7)",
                "'zone: \u0001' -> policy: is not YAML: special characters are not allowed",
            })
    void refusesWhatIsNoYaml(String text, String message) {
        assertThatThrownBy(() -> PolicyReader.read(text))
                .isInstanceOf(PolicyException.class)
                .message()
                .startsWith(message)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cohorts: &all {a: {b: 1}}\nlimits: *all\n",
                "a: &a [1, 1]\nb: &b [*a, *a]\nc: [*b, *b]\n",
                "cohorts: &me\n  standard: *me\n",
            })
    void refusesAliasesOfSections(String text) {
        assertThatThrownBy(() -> PolicyReader.read(text))
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith("policy: is not YAML: Number of aliases for non-scalar nodes exceeds");
    }

    @Test
    void refusesEndlessNesting() {
        assertThatThrownBy(() -> PolicyReader.read("a: " + "[".repeat(100_000)))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("Nesting Depth exceeded max");
    }

    @Test
    void makesNoObjectsThatAFileAsksFor() {
        assertRefused(
                "Asia/Shanghai",
                "!!java.net.URL [\"http://localhost\"]",
                "policy: Global tag is not allowed: tag:yaml.org,2002:java.net.URL (line 1, column 7)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"? [a, b]\n: 1\n", "' ': 1\n", "\"a\\nb\": 1\n", "'': 1\n"})
    void refusesAKeyThatIsNoName(String text) {
        assertThatThrownBy(() -> PolicyReader.read("# a comment\n" + text))
                .isInstanceOf(PolicyException.class)
                .hasMessage("policy: has a key that is not a name, in line 2");
    }

    @Test
    void readsNamesAndValuesAsTheyAreWritten() {
        Policy policy = PolicyReader.read(Policies.TEXT
                .replace("  standard:", "  no:")
                .replace("  never-used:", "  2026-01-01:")
                .replace("set-aside: 100", "set-aside: 010")
                .replace("Asia/Shanghai", "Etc/GMT-10"));

        assertThat(policy.cohorts()).containsOnlyKeys("no", "2026-01-01");
        assertThat(policy.limits().setAside()).isEqualTo(10);
        assertThat(policy.zone()).isEqualTo(ZoneId.of("Etc/GMT-10"));
    }

    /** Each of these means one thing to Java and another to PostgreSQL or Quartz, or nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC+8",
                "UTC+08:00",
                "+08:00",
                "GMT+8",
                "GMT",
                "Z",
                "CET",
                "EST",
                "PRC",
                "asia/shanghai",
                "posix/Asia/Shanghai",
                "right/Asia/Shanghai",
                "SystemV/PST8",
                "UT+1"
            })
    void refusesAZoneThatIsNoNameOfARegion(String zone) {
        assertRefused(
                "Asia/Shanghai", zone, "zone: " + zone + " is not the name of a region such as Asia/Shanghai, or UTC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Etc/UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"})
    void takesTheNameOfARegion(String zone) {
        assertThat(Policies.changed("Asia/Shanghai", zone).zone()).isEqualTo(ZoneId.of(zone));
    }

    @Test
    void readsWhetherHandlesMayBeReused() {
        assertThat(Policies.changed("reuse-handle: false", "reuse-handle: true").cohort("standard"))
                .extracting(Cohort::reuseHandle)
                .isEqualTo(true);
    }

    @Test
    void readsAPolicyOfManyCohortsInNoTime() {
        String cohorts =
                Policies.TEXT.substring(Policies.TEXT.indexOf("  standard:"), Policies.TEXT.indexOf("  never-used:"));
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            many.append(cohorts.replace("standard:", "cohort-" + i + ":"));
        }
        String text = Policies.TEXT.replace(cohorts, many.toString());

        long start = System.nanoTime();
        Policy policy = PolicyReader.read(text);
        assertThat(policy.cohorts()).hasSize(51);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
