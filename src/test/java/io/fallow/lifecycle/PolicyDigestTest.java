package io.fallow.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyDigestTest {

    @Test
    void writesThePolicyInAFixedOrder() {
        assertThat(Policies.DESIGN.canonical()).isEqualTo("""
                        zone: "Asia/Shanghai"
                        cohorts:
                          "never-used":
                            dormant-after: P60D
                            protect-after: P90D
                            recycle-after: P180D
                            min-protected: P30D
                            notices: [P14D, P7D]
                            notices-required: issued
                            unreachable-after: P1Y
                            review-every: P30D
                            quarantine: P90D
                            reuse-handle: false
                          "standard":
                            dormant-after: P180D
                            protect-after: P1Y
                            recycle-after: P3Y
                            min-protected: P90D
                            notices: [P60D, P30D, P7D]
                            notices-required: issued
                            unreachable-after: P5Y
                            review-every: P30D
                            quarantine: P180D
                            reuse-handle: false
                        limits:
                          protected:
                            max: 100000
                            max-percent: 100
                            max-times-median: 5
                          recycled:
                            max: 20000
                            max-percent: 1
                            max-times-median: 3
                          set-aside: 100
                        pace:
                          protected: 0
                          recycled: 0
                        inputs:
                          max-staleness: P2D
                          max-shrink-percent: 10
                          late-grace: P30D
                          max-late-percent: 0.1
                          max-orphans: 0
                          unguarded: refuse
                        blocks:
                          idle-time-counts: false
                          window:
                            open-for: PT48H
                            reopen: after-cooldown
                            cooldown: PT720H
                        acts:
                          cancellation-term: P30D
                          unseal:
                            max-attempts: 3
                            within: PT24H
                          erasure:
                            legal-basis: "no longer necessary (GDPR Art. 17, PIPL Art. 47)"
                            fields: ["display name", "phone", "handle"]
                            confirm-within: P7D
                        """);
    }

    @Test
    void isTheSha256OfThatText() {
        // printf of the text above, piped through sha256sum
        assertThat(Policies.DESIGN.digest())
                .isEqualTo("5cc309f1cf32ef746ec563b0985cff88496fcb12c8518c9e1b1225c27c939c99");
    }

    @ParameterizedTest
    @CsvSource({
        "Asia/Shanghai, Etc/GMT-12",
        "'  standard:', '  \"a \\\" and a \\\\\":'",
        "max-times-median: 5, max-times-median: 1e12",
        "max-times-median: 5, max-times-median: 0.00000001",
        "max-percent: 100, max-percent: 12.5",
        "idle-time-counts: false, idle-time-counts: true",
        "open-for: PT48H, open-for: PT1M30S",
        "reopen: after-cooldown, reopen: never",
        "reopen: after-cooldown, reopen: always",
        "protect-after: P1Y, protect-after: P11M30D",
        "notices-required: issued, notices-required: delivered",
        "no longer necessary, a \\\" and a \\\\",
    })
    void readsBackWhatItWrote(String text, String by) {
        Policy policy = Policies.changed(text, by);

        assertThat(PolicyReader.read(policy.canonical())).isEqualTo(policy);
        assertThat(PolicyReader.read(policy.canonical()).digest()).isEqualTo(policy.digest());
    }

    @Test
    void ignoresCommentsOrderAndSpelling() {
        String text = Policies.TEXT;
        int cohorts = text.indexOf("cohorts:");
        int neverUsed = text.indexOf("  never-used:");
        int limits = text.indexOf("limits:");
        String reordered =
                "# another file\n" + text.substring(limits) + "cohorts:\n" + text.substring(neverUsed, limits)
                        + text.substring(cohorts + "cohorts:\n".length(), neverUsed) + text.substring(0, cohorts);
        String spelled = reordered
                .replace("protect-after: P1Y", "protect-after: p12m")
                .replace("max-staleness: P2D", "max-staleness: 'P+2D'")
                .replace("P7D", "P1W")
                .replace("P90D", "P0Y90D")
                .replace("max-percent: 100", "max-percent: 1e2");

        assertThat(PolicyReader.read(reordered)).isEqualTo(Policies.DESIGN);
        assertThat(PolicyReader.read(reordered).digest()).isEqualTo(Policies.DESIGN.digest());
        assertThat(PolicyReader.read(spelled).digest()).isEqualTo(Policies.DESIGN.digest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Asia/Shanghai -> UTC",
                "standard: -> regular:",
                "dormant-after: P180D -> dormant-after: P181D",
                "protect-after: P1Y -> protect-after: P2Y",
                "recycle-after: P3Y -> recycle-after: P4Y",
                "min-protected: P90D -> min-protected: P91D",
                "P60D, P30D, P7D -> P60D, P30D",
                "P60D, P30D, P7D -> P60D, P30D, P6D",
                "notices-required: issued -> notices-required: delivered",
                "unreachable-after: P5Y -> unreachable-after: P6Y",
                "review-every: P30D -> review-every: P31D",
                "quarantine: P180D -> quarantine: P181D",
                "reuse-handle: false -> reuse-handle: true",
                "max: 100000 -> max: 100001",
                "max-percent: 100 -> max-percent: 99.9",
                "max-times-median: 5 -> max-times-median: 5.5",
                "max: 20000 -> max: 20001",
                "max-percent: 1, -> max-percent: 2,",
                "max-times-median: 3 -> max-times-median: 4",
                "set-aside: 100 -> set-aside: 101",
                "{protected: 0 -> {protected: 1",
                "recycled: 0 -> recycled: 1",
                "max-staleness: P2D -> max-staleness: P3D",
                "max-shrink-percent: 10 -> max-shrink-percent: 11",
                "late-grace: P30D -> late-grace: P31D",
                "max-late-percent: 0.1 -> max-late-percent: 0.2",
                "max-orphans: 0 -> max-orphans: 1",
                "unguarded: refuse -> unguarded: accept",
                "cancellation-term: P30D -> cancellation-term: P31D",
                "max-attempts: 3 -> max-attempts: 4",
                "within: PT24H -> within: PT25H",
                "no longer necessary -> not necessary",
                "phone, handle] -> phone]",
                "confirm-within: P7D -> confirm-within: P8D",
            })
    void changesWithEveryValue(String change) {
        String[] sides = change.split(" -> ", 2);

        assertThat(Policies.changed(sides[0], sides[1]).digest()).isNotEqualTo(Policies.DESIGN.digest());
    }
}
