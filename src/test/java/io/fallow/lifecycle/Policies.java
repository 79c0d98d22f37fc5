package io.fallow.lifecycle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The policy of DESIGN section 3, and what becomes of it when its text is changed. */
final class Policies {

    static final String TEXT = """
            zone: Asia/Shanghai
            cohorts:
              standard:            # used in earnest at some time
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
              never-used:          # registered, then hardly touched
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
            limits:
              protected: {max: 100000, max-percent: 100, max-times-median: 5}
              recycled:  {max: 20000,  max-percent: 1,   max-times-median: 3}
              set-aside: 100       # poison accounts a run may skip before it fails
            pace: {protected: 0, recycled: 0}     # at most so many a night, oldest due first; 0: no pacing
            inputs: {max-staleness: P2D, max-shrink-percent: 10, late-grace: P30D, max-late-percent: 0.1, max-orphans: 0, unguarded: refuse}
            blocks:                # while the platform locks an owner out
              idle-time-counts: false
              window: {open-for: PT48H, reopen: after-cooldown, cooldown: P30D}
            acts:
              cancellation-term: P30D
              unseal: {max-attempts: 3, within: PT24H}
              erasure:
                legal-basis: "no longer necessary (GDPR Art. 17, PIPL Art. 47)"
                fields: [display name, phone, handle]
                confirm-within: P7D
            """;

    static final Policy DESIGN = PolicyReader.read(TEXT);

    private Policies() {}

    /** Reads the policy with the first occurrence of one piece of text, that of cohort standard, replaced. */
    static Policy changed(String text, String by) {
        return PolicyReader.read(textWith(text, by));
    }

    static String textWith(String text, String by) {
        int at = TEXT.indexOf(text);
        if (at < 0) {
            throw new IllegalArgumentException("the policy has no " + text);
        }
        return TEXT.substring(0, at) + by + TEXT.substring(at + text.length());
    }

    static void assertRefused(String text, String by, String message) {
        assertThatThrownBy(() -> changed(text, by))
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith(message);
    }
}
