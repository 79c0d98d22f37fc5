package io.fallow.lifecycle;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The countdown of a protected account without exclusions: which notice is next, and when it may be recycled. Notices go out in
 * order, and every interval between them is kept: a late one moves the later ones and the recycling with it.
 */
record Warning(
        Lifecycle row,
        Cohort cohort,
        LocalDate activeOn,
        LocalDate clearSince,
        @Nullable LocalDate promised,
        int issued,
        @Nullable LocalDate lastOn) {

    /** A countdown that starts: no notice has been issued. */
    static Warning clearedOn(LocalDate today, Lifecycle row, LocalDate activeOn, Cohort cohort) {
        return new Warning(row, cohort, activeOn, today, null, 0, null);
    }

    /** The countdown of the row; starts anew when later activity or a changed policy has moved recycling later. */
    static Warning resumed(LocalDate today, Lifecycle row, LocalDate activeOn, Cohort cohort) {
        LocalDate clear = row.clearSince();
        LocalDate promised = row.recycleOn();
        if (clear == null || promised == null) {
            return clearedOn(today, row, activeOn, cohort);
        }
        Warning going = new Warning(
                row,
                cohort,
                activeOn,
                clear,
                row.noticesIssued() == 0 ? null : promised,
                row.noticesIssued(),
                row.lastNoticeOn());
        return going.recycleOn().isAfter(promised) ? clearedOn(today, row, activeOn, cohort) : going;
    }

    /**
     * The latest of: long enough unused, long enough protected, long enough clear, every interval since the last notice kept, and
     * the date that the owner was told: a policy that became shorter does not break a promise.
     */
    LocalDate recycleOn() {
        LocalDate on = later(activeOn.plus(cohort.recycleAfter()), clearSince.plus(cohort.longestNotice()));
        LocalDate protectedOn = row.protectedOn();
        if (protectedOn != null) {
            on = later(on, protectedOn.plus(cohort.minProtected()));
        }
        if (promised != null) {
            on = later(on, promised);
        }
        return lastOn == null ? on : later(on, lastOn.plus(leadOf(issued)));
    }

    boolean noticeIsDue(LocalDate today) {
        LocalDate next = nextNoticeOn();
        return next != null && !today.isBefore(next);
    }

    /** All notices went out and the last one's lead has passed. */
    boolean isOver(LocalDate today) {
        return nextNoticeOn() == null && issued > 0 && !today.isBefore(recycleOn());
    }

    Warning issued(LocalDate today) {
        return new Warning(row, cohort, activeOn, clearSince, promised, issued + 1, today);
    }

    /** The row with this countdown written into it, due on the next date that can change anything. */
    Lifecycle toRow(LocalDate today) {
        LocalDate next = nextNoticeOn();
        LocalDate due = later(next == null ? recycleOn() : next, today);
        return row.waiting(activeOn, due, cohort.name(), List.of()).clear(clearSince, recycleOn(), issued, lastOn);
    }

    private @Nullable LocalDate nextNoticeOn() {
        return issued < cohort.notices().size() ? recycleOn().minus(leadOf(issued + 1)) : null;
    }

    /** How long before recycling notice {@code number} (from 1) goes out; a policy that has fewer by now keeps its shortest lead. */
    private Period leadOf(int number) {
        List<Period> notices = cohort.notices();
        return notices.get(Math.min(number, notices.size()) - 1);
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }
}
