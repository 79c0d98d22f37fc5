package io.fallow.lifecycle;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one account at one moment: everything that {@link RecyclingRule} may look at.
 *
 * @param lifecycle its row in the ledger; null for an account that is ACTIVE
 * @param onPlatform false when the platform no longer has the account
 * @param cohort as the platform says now
 * @param platformActivityOn the later date of last activity and registration, in the policy's zone; null when neither is known
 * @param exclusions everything held: property, freezes, blocks and holds; one entry or more vetoes recycling (R2)
 * @param blocks when the owner is and was locked out, as far as the platform tells; whether they are now, the exclusions say
 * @param reports what the platform reported of its notices; of accounts that hold something they need not be read
 * @param missedBy the full sweep before tonight's, which did not find the account, if it should have had it been idle then; else null
 */
public record AccountFacts(
        @Nullable Lifecycle lifecycle,
        boolean onPlatform,
        @Nullable String cohort,
        @Nullable LocalDate platformActivityOn,
        List<Reason> exclusions,
        List<Block> blocks,
        List<NoticeReport> reports,
        @Nullable Sweep missedBy) {

    public AccountFacts {
        exclusions = List.copyOf(exclusions);
        blocks = List.copyOf(blocks);
        reports = List.copyOf(reports);
    }

    /** Of an account that no sweep has missed. */
    public AccountFacts(
            @Nullable Lifecycle lifecycle,
            boolean onPlatform,
            @Nullable String cohort,
            @Nullable LocalDate platformActivityOn,
            List<Reason> exclusions,
            List<Block> blocks,
            List<NoticeReport> reports) {
        this(lifecycle, onPlatform, cohort, platformActivityOn, exclusions, blocks, reports, null);
    }

    /** Of an account of whose notices nothing was reported. */
    public AccountFacts(
            @Nullable Lifecycle lifecycle,
            boolean onPlatform,
            @Nullable String cohort,
            @Nullable LocalDate platformActivityOn,
            List<Reason> exclusions,
            List<Block> blocks) {
        this(lifecycle, onPlatform, cohort, platformActivityOn, exclusions, blocks, List.of());
    }

    /** Of an account that was never blocked, either. */
    public AccountFacts(
            @Nullable Lifecycle lifecycle,
            boolean onPlatform,
            @Nullable String cohort,
            @Nullable LocalDate platformActivityOn,
            List<Reason> exclusions) {
        this(lifecycle, onPlatform, cohort, platformActivityOn, exclusions, List.of());
    }

    /**
     * The later of the platform's activity and an act of the owner known to Fallow, and never before the date that the row already has: what
     * was once seen is not unseen. Null when neither activity nor act is known.
     */
    public @Nullable LocalDate lastActiveOn() {
        LocalDate act = lifecycle == null ? null : lifecycle.ownerActedOn();
        LocalDate known = platformActivityOn == null || (act != null && act.isAfter(platformActivityOn))
                ? act
                : platformActivityOn;
        if (known == null || lifecycle == null || !lifecycle.lastActiveOn().isAfter(known)) {
            return known;
        }
        return lifecycle.lastActiveOn();
    }

    /** The same facts after a decision moved the account to {@code next}. */
    public AccountFacts with(Lifecycle next) {
        return new AccountFacts(next, onPlatform, cohort, platformActivityOn, exclusions, blocks, reports, missedBy);
    }

    /** Null when it is not even known when the owner was last seen. */
    public @Nullable Reach reach() {
        LocalDate activeOn = lastActiveOn();
        return activeOn == null ? null : Reach.of(reports, lifecycle == null ? null : lifecycle.clearSince(), activeOn);
    }

    boolean blocked() {
        for (Reason reason : exclusions) {
            if (reason.isBlock()) {
                return true;
            }
        }
        return false;
    }
}
