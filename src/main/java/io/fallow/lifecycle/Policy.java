package io.fallow.lifecycle;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Collections;
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
public record Policy(
        ZoneId zone,
        SortedMap<String, Cohort> cohorts,
        Limits limits,
        Pace pace,
        InputLimits inputs,
        BlockRules blocks,
        ActRules acts) {

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

    /** When an account whose cohort is unknown is looked at again: as soon as that of the most careful cohort. */
    LocalDate earliestReview(LocalDate today) {
        LocalDate earliest = LocalDate.MAX;
        for (Cohort cohort : cohorts.values()) {
            LocalDate review = today.plus(cohort.reviewEvery());
            earliest = review.isBefore(earliest) ? review : earliest;
        }
        return earliest;
    }

    /** The policy as YAML without comments and in a fixed order: two files that mean the same have the same text and digest. */
    public String canonical() {
        StringBuilder text = new StringBuilder();
        line(text, "zone", quoted(zone.getId()));
        text.append("cohorts:\n");
        for (Map.Entry<String, Cohort> named : cohorts.entrySet()) {
            Cohort cohort = named.getValue();
            text.append("  ").append(quoted(named.getKey())).append(":\n");
            line(text, "    dormant-after", cohort.dormantAfter().normalized());
            line(text, "    protect-after", cohort.protectAfter().normalized());
            line(text, "    recycle-after", cohort.recycleAfter().normalized());
            line(text, "    min-protected", cohort.minProtected().normalized());
            line(
                    text,
                    "    notices",
                    cohort.notices().stream().map(Period::normalized).toList());
            line(text, "    notices-required", cohort.noticesRequired().word());
            line(text, "    unreachable-after", cohort.unreachableAfter().normalized());
            line(text, "    review-every", cohort.reviewEvery().normalized());
            line(text, "    quarantine", cohort.quarantine().normalized());
            line(text, "    reuse-handle", cohort.reuseHandle());
        }
        text.append("limits:\n");
        limit(text, "  protected", limits.protectedAccounts());
        limit(text, "  recycled", limits.recycledAccounts());
        line(text, "  set-aside", limits.setAside());
        text.append("pace:\n");
        line(text, "  protected", pace.protectedAccounts());
        line(text, "  recycled", pace.recycledAccounts());
        text.append("inputs:\n");
        line(text, "  max-staleness", inputs.maxStaleness().normalized());
        line(text, "  max-shrink-percent", plain(inputs.maxShrinkPercent()));
        line(text, "  late-grace", inputs.lateGrace().normalized());
        line(text, "  max-late-percent", plain(inputs.maxLatePercent()));
        line(text, "  max-orphans", inputs.maxOrphans());
        line(text, "  unguarded", inputs.unguardedAccepted() ? "accept" : "refuse");
        text.append("blocks:\n");
        line(text, "  idle-time-counts", blocks.idleTimeCounts());
        text.append("  window:\n");
        line(text, "    open-for", blocks.window().openFor());
        line(text, "    reopen", blocks.window().reopen().word());
        line(text, "    cooldown", blocks.window().cooldown());
        text.append("acts:\n");
        line(text, "  cancellation-term", acts.cancellationTerm().normalized());
        text.append("  unseal:\n");
        line(text, "    max-attempts", acts.unseal().maxAttempts());
        line(text, "    within", acts.unseal().within());
        text.append("  erasure:\n");
        line(text, "    legal-basis", quoted(acts.erasure().legalBasis()));
        line(
                text,
                "    fields",
                acts.erasure().fields().stream().map(Policy::quoted).toList());
        line(text, "    confirm-within", acts.erasure().confirmWithin().normalized());
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

    private static void limit(StringBuilder text, String key, Limits.Limit limit) {
        text.append(key).append(":\n");
        line(text, "    max", limit.max());
        line(text, "    max-percent", plain(limit.maxPercent()));
        line(text, "    max-times-median", plain(limit.maxTimesMedian()));
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static void line(StringBuilder text, String key, Object value) {
        text.append(key).append(": ").append(value).append('\n');
    }

    private static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
