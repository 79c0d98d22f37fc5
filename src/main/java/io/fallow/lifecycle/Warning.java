package io.fallow.lifecycle;

import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The countdown of a protected account without exclusions: which notice is next, and when it may be recycled. Notices go out in
 * order, one a day at most, and every interval between them is kept: a late one moves the later ones and the recycling with it.
 *
 * @param row as seen today: its activity and cohort are the current ones
 * @param issued notices since {@code clearSince}
 * @param lastOn the date of the latest of them
 * @param unheard whether it starts today because the notices before did not reach the owner
 */
record Warning(
        Lifecycle row,
        Cohort cohort,
        LocalDate clearSince,
        LocalDate recycleOn,
        int issued,
        @Nullable LocalDate lastOn,
        boolean unheard) {

    /**
     * When the account is long enough unused.
     *
     * @param recyclableOn for an owner who was warned
     * @param unreachableOn for one whom the notices did not reach; not before {@code recyclableOn}
     */
    record Term(LocalDate recyclableOn, LocalDate unreachableOn) {}

    /**
     * A countdown that starts today: no notice has been issued.
     *
     * @param recyclableOn the date on which the account is long enough unused
     */
    static Warning started(LocalDate today, Lifecycle row, Cohort cohort, LocalDate recyclableOn) {
        return new Warning(row, cohort, today, earliest(row, cohort, recyclableOn, today), 0, null, false);
    }

    /** The same because the notices did not reach an owner who was not seen since: all go out anew, before the longer term. */
    private static Warning startedUnheard(LocalDate today, Lifecycle row, Cohort cohort, Term term) {
        return new Warning(row, cohort, today, earliest(row, cohort, term.unreachableOn, today), 0, null, true);
    }

    /**
     * The countdown of the row; starts anew when later activity or a changed policy has moved recycling later, and when its notices
     * did not reach the owner. Once a notice has named a date, recycling never comes before it: a policy that became shorter does not
     * break a promise.
     */
    static Warning resumed(LocalDate today, Lifecycle row, Cohort cohort, Term term, Reach reach) {
        LocalDate clearSince = row.clearSince();
        LocalDate recorded = row.recycleOn();
        boolean postponed = reach.lost() || (recorded != null && !recorded.isBefore(term.unreachableOn));
        LocalDate recyclableOn = postponed ? term.unreachableOn : term.recyclableOn;
        if (clearSince == null || recorded == null) {
            return started(today, row, cohort, recyclableOn);
        }
        if (reach.bounced() > 0 && !reach.lost()) {
            return reach.unseen()
                    ? startedUnheard(today, row, cohort, term)
                    : started(today, row, cohort, term.recyclableOn);
        }
        LocalDate recycleOn = earliest(row, cohort, recyclableOn, clearSince);
        LocalDate lastOn = row.lastNoticeOn();
        if (lastOn != null) {
            LocalDate warned = lastOn.plus(cohort.noticeLead(row.noticesIssued()));
            recycleOn = later(recycleOn, later(recorded, warned));
        }
        if (recycleOn.isAfter(recorded)) {
            return started(today, row, cohort, recyclableOn);
        }
        Warning warning = new Warning(
                row, cohort, clearSince, heardLongEnough(recycleOn, cohort, reach), row.noticesIssued(), lastOn, false);
        boolean heard = cohort.noticesRequired() == NoticesRequired.ISSUED || reach.delivered() >= row.noticesIssued();
        return warning.isOver(today) && !heard && today.isBefore(term.unreachableOn)
                ? startedUnheard(today, row, cohort, term)
                : warning;
    }

    /** Where notices must be delivered, the lead of the last counts from its delivery. */
    private static LocalDate heardLongEnough(LocalDate recycleOn, Cohort cohort, Reach reach) {
        LocalDate deliveredOn = reach.lastDeliveredOn();
        return cohort.noticesRequired() == NoticesRequired.DELIVERED && deliveredOn != null
                ? later(recycleOn, deliveredOn.plus(cohort.shortestNotice()))
                : recycleOn;
    }

    boolean noticeIsDue(LocalDate today) {
        LocalDate next = nextNoticeOn();
        return next != null && !today.isBefore(next);
    }

    /** All notices went out, and the last one's lead has passed. */
    boolean isOver(LocalDate today) {
        return nextNoticeOn() == null && !today.isBefore(recycleOn);
    }

    Warning issued(LocalDate today) {
        LocalDate warned = today.plus(cohort.noticeLead(issued + 1));
        return new Warning(row, cohort, clearSince, later(recycleOn, warned), issued + 1, today, unheard);
    }

    /** The row with this countdown written into it, due on the next date that can change anything. */
    Lifecycle toRow(LocalDate today) {
        LocalDate next = nextNoticeOn();
        LocalDate due = next == null ? recycleOn : later(next, today);
        return row.clear(clearSince, recycleOn, issued, lastOn, due);
    }

    /** Ends of months can bring two leads to the same date: a day between notices is kept even then. */
    private @Nullable LocalDate nextNoticeOn() {
        if (issued >= cohort.notices().size()) {
            return null;
        }
        LocalDate on = recycleOn.minus(cohort.noticeLead(issued + 1));
        return lastOn == null ? on : later(on, lastOn.plusDays(1));
    }

    /** Long enough unused, long enough protected, and clear for long enough to be warned. */
    private static LocalDate earliest(Lifecycle row, Cohort cohort, LocalDate recyclableOn, LocalDate clearSince) {
        LocalDate protectedOn = Objects.requireNonNull(row.protectedOn());
        return later(
                recyclableOn, later(protectedOn.plus(cohort.minProtected()), clearSince.plus(cohort.longestNotice())));
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }
}
