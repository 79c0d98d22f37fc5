package io.fallow.lifecycle;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account's row in the ledger. All dates are calendar dates in the policy's zone.
 *
 * @param since the date on which {@code state} was entered
 * @param lastActiveOn the activity that the state was decided on
 * @param ownerActedOn the latest unseal or restore, if any: an act of the owner that the platform may not know of
 * @param protectedOn null before protection
 * @param clearSince since when the protected account has been free of exclusions without a break; null while it is not
 * @param recycleOn the earliest date of recycling; null exactly when {@code clearSince} is
 * @param lastNoticeOn the date of the latest notice since {@code clearSince}
 * @param noticesIssued how many notices went out since {@code clearSince}
 * @param dueOn the next date on which anything can happen; null only when RELEASED
 * @param cohort the cohort it was last decided in
 * @param excludedFor names of the exclusions found when it was last looked at, sorted, without duplicates
 */
public record Lifecycle(
        State state,
        LocalDate since,
        LocalDate lastActiveOn,
        @Nullable LocalDate ownerActedOn,
        @Nullable LocalDate protectedOn,
        @Nullable LocalDate clearSince,
        @Nullable LocalDate recycleOn,
        @Nullable LocalDate lastNoticeOn,
        int noticesIssued,
        @Nullable LocalDate dueOn,
        String cohort,
        List<String> excludedFor) {

    public Lifecycle {
        if ((clearSince == null) != (recycleOn == null)) {
            throw new IllegalArgumentException("clearSince and recycleOn come and go together");
        }
        if ((noticesIssued == 0) != (lastNoticeOn == null)) {
            throw new IllegalArgumentException("noticesIssued and lastNoticeOn come and go together");
        }
        if ((state == State.RELEASED) != (dueOn == null)) {
            throw new IllegalArgumentException("an account is due until it is released");
        }
        if (noticesIssued > 0 && clearSince == null) {
            throw new IllegalArgumentException("notices are void while the account is not clear");
        }
        if (protectedOn == null ? state == State.PROTECTED : state.compareTo(State.PROTECTED) < 0) {
            throw new IllegalArgumentException("an account has protectedOn from its protection on, and not before");
        }
        excludedFor = List.copyOf(excludedFor);
    }

    /** A row that enters the lifecycle: DORMANT, nothing else known yet. */
    static Lifecycle dormant(
            LocalDate since, LocalDate activeOn, @Nullable LocalDate ownerActedOn, LocalDate dueOn, String cohort) {
        return new Lifecycle(
                State.DORMANT, since, activeOn, ownerActedOn, null, null, null, null, 0, dueOn, cohort, List.of());
    }

    /** A row kept although its account is ACTIVE, so that the owner's act is not forgotten before the platform reports activity. */
    static Lifecycle active(LocalDate since, LocalDate ownerActedOn, LocalDate dueOn, String cohort) {
        return new Lifecycle(
                State.ACTIVE, since, ownerActedOn, ownerActedOn, null, null, null, null, 0, dueOn, cohort, List.of());
    }

    /** A row brought back from RECYCLED by its owner: protected anew, and due at once. */
    static Lifecycle restored(LocalDate on, String cohort) {
        return new Lifecycle(State.PROTECTED, on, on, on, on, null, null, null, 0, on, cohort, List.of());
    }

    /** The same account in a state entered on {@code on}. */
    Lifecycle entering(State entered, LocalDate on, @Nullable LocalDate due) {
        return new Lifecycle(
                entered,
                on,
                lastActiveOn,
                ownerActedOn,
                protectedOn,
                clearSince,
                recycleOn,
                lastNoticeOn,
                noticesIssued,
                due,
                cohort,
                List.of());
    }

    /** Looked at and left in its state. */
    Lifecycle waiting(LocalDate activeOn, LocalDate due, String cohortNow, List<String> exclusions) {
        return new Lifecycle(
                state,
                since,
                activeOn,
                ownerActedOn,
                protectedOn,
                clearSince,
                recycleOn,
                lastNoticeOn,
                noticesIssued,
                due,
                cohortNow,
                exclusions);
    }

    /** Protected and free of exclusions since {@code clear}. */
    Lifecycle clear(LocalDate clear, LocalDate recycle, int notices, @Nullable LocalDate lastNotice, LocalDate due) {
        return new Lifecycle(
                state,
                since,
                lastActiveOn,
                ownerActedOn,
                protectedOn,
                clear,
                recycle,
                lastNotice,
                notices,
                due,
                cohort,
                List.of());
    }

    /** Protected, and held back by an exclusion or a restore: earlier notices are void. */
    Lifecycle notClear() {
        return new Lifecycle(
                state, since, lastActiveOn, ownerActedOn, protectedOn, null, null, null, 0, dueOn, cohort, excludedFor);
    }

    /** Protected on {@code on}: the owner's property stays, nothing is recycled before this date has aged. */
    Lifecycle protecting(LocalDate on, LocalDate activeOn, LocalDate due, String cohortNow, List<String> exclusions) {
        return new Lifecycle(
                State.PROTECTED, on, activeOn, ownerActedOn, on, null, null, null, 0, due, cohortNow, exclusions);
    }
}
