package io.fallow.lifecycle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything a platform may choose (DESIGN section 3). Nothing has a default; a policy that contradicts itself cannot be made.
 *
 * @param zone in which dates of activity are calendar dates
 * @param cohorts by name
 */
public record Policy(ZoneId zone, SortedMap<String, Cohort> cohorts, Limits limits, Pace pace, InputLimits inputs) {

    public Policy {
        if (cohorts.isEmpty()) {
            throw new PolicyException("cohorts", "is empty");
        }
        cohorts = Collections.unmodifiableSortedMap(new TreeMap<>(cohorts));
    }

    /** The cohort of that name; null when the policy does not know it. */
    public @Nullable Cohort cohort(@Nullable String name) {
        return name == null ? null : cohorts.get(name);
    }

    /** For accounts whose cohort is unknown: as careful as the most careful cohort. */
    Period shortestReview() {
        LocalDate any = LocalDate.EPOCH;
        return cohorts.values().stream()
                .map(Cohort::reviewEvery)
                .min(Comparator.comparing(any::plus))
                .orElseThrow();
    }

    /** The policy without comments and in a fixed order: two files that mean the same have the same text and digest. */
    public String canonical() {
        StringBuilder text = new StringBuilder("zone: " + zone + "\ncohorts:\n");
        for (Map.Entry<String, Cohort> named : cohorts.entrySet()) {
            Cohort cohort = named.getValue();
            text.append("  ").append(quoted(named.getKey())).append(":\n");
            line(text, "    dormant-after", cohort.dormantAfter());
            line(text, "    protect-after", cohort.protectAfter());
            line(text, "    recycle-after", cohort.recycleAfter());
            line(text, "    min-protected", cohort.minProtected());
            line(text, "    notices", cohort.notices());
            line(text, "    review-every", cohort.reviewEvery());
            line(text, "    quarantine", cohort.quarantine());
            line(text, "    reuse-handle", cohort.reuseHandle());
        }
        text.append("limits:\n");
        line(text, "  protected", flow(limits.protectedAccounts()));
        line(text, "  recycled", flow(limits.recycledAccounts()));
        line(text, "  set-aside", limits.setAside());
        line(text, "pace", "{protected: " + pace.protectedAccounts() + ", recycled: " + pace.recycledAccounts() + "}");
        line(
                text,
                "inputs",
                "{max-staleness: " + inputs.maxStaleness() + ", max-shrink-percent: " + inputs.maxShrinkPercent()
                        + "}");
        return text.toString();
    }

    /** SHA-256 of {@link #canonical()}, in hex. */
    public String digest() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(canonical().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String flow(Limits.Limit limit) {
        return "{max: " + limit.max() + ", max-percent: " + limit.maxPercent() + ", max-times-median: "
                + limit.maxTimesMedian() + "}";
    }

    private static void line(StringBuilder text, String key, Object value) {
        text.append(key).append(": ").append(value).append('\n');
    }

    private static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
