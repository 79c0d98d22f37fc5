package io.fallow.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One account as DESIGN sections 1 to 3 describe it, written from that text and from nothing else: what the nights do is compared
 * with this. Knows the whole world of the account: what its owner does, and what the platform and the authorities do to it.
 */
final class ModelAccount {

    /** A cohort's periods, in days. Notices are leads before recycling, longest first. */
    record Periods(
            int dormant,
            int protect,
            int recycle,
            int minProtected,
            List<Integer> notices,
            int review,
            int quarantine,
            Hearing hearing) {}

    /** Whether notices must be delivered, and after how many days without use an owner whom they do not reach loses the account. */
    record Hearing(boolean delivery, int unreachable) {}

    /** A notice that went out, and what the platform said of it. */
    private static final class Sent {
        private final LocalDate on;
        private final int number;
        private boolean bounced;
        private @Nullable LocalDate delivered;
        private boolean allSaid;

        private Sent(LocalDate on, int number) {
            this.on = on;
            this.number = number;
        }
    }

    static final String ACTIVE_WITHOUT_ROW = "no row";

    private final @Nullable Periods periods;
    private final NavigableSet<String> held = new TreeSet<>();
    private final NavigableSet<LocalDate> blockedDates = new TreeSet<>();
    private @Nullable LocalDate blockedSince;
    private @Nullable LocalDate platformActive;
    private String state = ACTIVE_WITHOUT_ROW;
    private @Nullable LocalDate since;
    private @Nullable LocalDate ownerActed;
    private @Nullable LocalDate protectedOn;
    private @Nullable LocalDate clearSince;
    private @Nullable LocalDate recycleOn;
    private @Nullable LocalDate lastNotice;
    private @Nullable LocalDate dueOn;
    private int notices;
    private final List<Sent> sent = new ArrayList<>();
    private List<String> excludedFor = List.of();

    /** @param periods null when the policy does not know the account's cohort */
    ModelAccount(@Nullable Periods periods, @Nullable LocalDate platformActive) {
        this.periods = periods;
        this.platformActive = platformActive;
    }

    String state() {
        return state;
    }

    boolean holds(String reason) {
        return held.contains(reason);
    }

    void hold(String reason, boolean now, LocalDate on) {
        if (now) {
            held.add(reason);
        } else {
            held.remove(reason);
        }
        if (reason.equals("BLOCKED")) {
            if (!now) {
                required(blockedSince).datesUntil(on.plusDays(1)).forEach(blockedDates::add);
            }
            blockedSince = now ? on : null;
        }
    }

    void used(LocalDate on) {
        platformActive = on;
    }

    void unsealed(LocalDate on) {
        Periods p = known();
        enter("ACTIVE", on);
        ownerActed = on;
        protectedOn = null;
        notClear();
        dueOn = on.plusDays(p.dormant);
    }

    void restored(LocalDate on) {
        enter("PROTECTED", on);
        ownerActed = on;
        protectedOn = on;
        notClear();
        dueOn = on;
    }

    /** The number of the latest notice, or 0 when there is none or all was said of it. */
    int lastNoticeOfWhichNothingIsKnown() {
        return sent.isEmpty() || sent.get(sent.size() - 1).allSaid ? 0 : sent.get(sent.size() - 1).number;
    }

    /** @param delivered null when it bounced, and that is what counts whatever else is said */
    void heard(@Nullable LocalDate delivered, boolean moreToCome) {
        Sent last = sent.get(sent.size() - 1);
        last.bounced |= delivered == null;
        last.delivered = last.delivered == null ? delivered : last.delivered;
        last.allSaid = !moreToCome;
    }

    /** @return whether tonight looked at it and found it something to count: it entered, left, or was due */
    boolean night(LocalDate tonight) {
        if (periods == null) {
            return false;
        }
        if (state.equals(ACTIVE_WITHOUT_ROW)) {
            if (platformActive == null || tonight.isBefore(platformActive.plusDays(periods.dormant))) {
                return false;
            }
            becomeDormant(tonight);
        } else if (dueOn == null || dueOn.isAfter(tonight)) {
            return false;
        } else if (state.equals("ACTIVE")) {
            backOrIdleAgain(tonight);
        }
        // entering and being protected fit into one night
        if (state.equals("DORMANT") && isDue(tonight)) {
            dormant(tonight);
        }
        if (state.equals("PROTECTED") && isDue(tonight)) {
            protectedOne(tonight);
        } else if (state.equals("RECYCLED") && isDue(tonight)) {
            recycled(tonight);
        }
        return true;
    }

    private boolean isDue(LocalDate tonight) {
        return dueOn != null && !dueOn.isAfter(tonight);
    }

    private void becomeDormant(LocalDate tonight) {
        enter("DORMANT", tonight);
        dueOn = lastActive().plusDays(known().protect);
    }

    private void backOrIdleAgain(LocalDate tonight) {
        if (tonight.isBefore(lastActive().plusDays(known().dormant))) {
            leaveOrRemember(tonight);
        } else {
            becomeDormant(tonight);
        }
    }

    private void leaveOrRemember(LocalDate tonight) {
        if (ownerActed != null && (platformActive == null || platformActive.isBefore(ownerActed))) {
            enter("ACTIVE", tonight);
            dueOn = ownerActed.plusDays(known().dormant);
            return;
        }
        state = ACTIVE_WITHOUT_ROW;
        since = null;
        ownerActed = null;
        dueOn = null;
        excludedFor = List.of();
    }

    private void dormant(LocalDate tonight) {
        Periods p = known();
        if (tonight.isBefore(lastActive().plusDays(p.dormant))) {
            leaveOrRemember(tonight);
        } else if (tonight.isBefore(lastActive().plusDays(p.protect))) {
            excludedFor = List.copyOf(held);
            dueOn = lastActive().plusDays(p.protect);
        } else if (held.contains("BLOCKED")) {
            excludedFor = List.copyOf(held);
            dueOn = tonight.plusDays(p.review);
        } else {
            enter("PROTECTED", tonight);
            protectedOn = tonight;
            dueOn = tonight;
        }
    }

    private void protectedOne(LocalDate tonight) {
        Periods p = known();
        excludedFor = List.copyOf(held);
        if (!held.isEmpty()) {
            notClear();
            dueOn = tonight.plusDays(p.review);
            return;
        }
        LocalDate was = recycleOn;
        LocalDate since = clearSince;
        boolean lostBefore = bouncedSinceSeen(since == null ? LocalDate.MAX : since);
        boolean waitsLonger = lostBefore || (was != null && !was.isBefore(longTerm()));
        if (was == null || since == null) {
            countAnew(tonight, waitsLonger);
        } else if (!lostBefore && sent.stream().anyMatch(one -> one.bounced && !one.on.isBefore(since))) {
            countAnew(tonight, bouncedSinceSeen(LocalDate.MAX));
        } else if (earliest(since, waitsLonger).isAfter(was)) {
            countAnew(tonight, waitsLonger);
        } else if (lastNotice == null) {
            recycleOn = earliest(since, waitsLonger);
        }
        if (p.hearing.delivery && waitForDeliveries(tonight)) {
            countAnew(tonight, true);
        }
        LocalDate on = nextNotice();
        if (on != null && !tonight.isBefore(on)) {
            LocalDate warned = tonight.plusDays(p.notices.get(notices));
            recycleOn = later(required(recycleOn), warned);
            notices++;
            sent.add(new Sent(tonight, notices));
            lastNotice = tonight;
            on = nextNotice();
        } else if (on == null && !tonight.isBefore(required(recycleOn))) {
            enter("RECYCLED", tonight);
            dueOn = tonight.plusDays(p.quarantine);
            return;
        }
        dueOn = on == null ? recycleOn : later(on, tonight);
    }

    private @Nullable LocalDate nextNotice() {
        List<Integer> leads = known().notices;
        if (notices >= leads.size()) {
            return null;
        }
        LocalDate on = required(recycleOn).minusDays(leads.get(notices));
        return lastNotice == null ? on : later(on, lastNotice.plusDays(1));
    }

    private void countAnew(LocalDate tonight, boolean waitsLonger) {
        clearSince = tonight;
        recycleOn = earliest(tonight, waitsLonger);
        notices = 0;
        lastNotice = null;
    }

    /** Counts the last notice from its delivery. @return whether all went out and the owner was not reached by them */
    private boolean waitForDeliveries(LocalDate tonight) {
        List<Integer> leads = known().notices;
        long reached = 0;
        for (Sent one : sent) {
            if (!one.on.isBefore(required(clearSince)) && !one.bounced && one.delivered != null) {
                reached++;
                recycleOn = later(required(recycleOn), one.delivered.plusDays(leads.get(leads.size() - 1)));
            }
        }
        return notices == leads.size()
                && !tonight.isBefore(required(recycleOn))
                && reached < notices
                && tonight.isBefore(longTerm());
    }

    private boolean bouncedSinceSeen(LocalDate before) {
        return sent.stream().anyMatch(one -> one.bounced && one.on.isAfter(lastActive()) && one.on.isBefore(before));
    }

    private LocalDate longTerm() {
        return idleFor(known().hearing.unreachable);
    }

    private LocalDate idleFor(int days) {
        // of a block that is over: while one is in force nothing is asked
        int lockedOut = blockedDates.tailSet(lastActive().plusDays(1)).size();
        return lastActive().plusDays((long) days + lockedOut);
    }

    private LocalDate earliest(LocalDate clear, boolean waitsLonger) {
        Periods p = known();
        return later(
                waitsLonger ? longTerm() : idleFor(p.recycle),
                later(required(protectedOn).plusDays(p.minProtected), clear.plusDays(p.notices.get(0))));
    }

    /** A block does not keep a recycled account, a hold, a freeze or property does. */
    private void recycled(LocalDate tonight) {
        NavigableSet<String> vetoes = new TreeSet<>(held);
        vetoes.remove("BLOCKED");
        if (vetoes.isEmpty()) {
            enter("RELEASED", tonight);
            dueOn = null;
        } else {
            excludedFor = List.copyOf(vetoes);
            dueOn = tonight.plusDays(known().review);
        }
    }

    private void enter(String entered, LocalDate on) {
        state = entered;
        since = on;
        excludedFor = List.of();
    }

    private void notClear() {
        clearSince = null;
        recycleOn = null;
        lastNotice = null;
        notices = 0;
    }

    private LocalDate lastActive() {
        if (ownerActed != null && (platformActive == null || ownerActed.isAfter(platformActive))) {
            return ownerActed;
        }
        return required(platformActive);
    }

    private Periods known() {
        if (periods == null) {
            throw new IllegalStateException("nothing happens to an account of an unknown cohort");
        }
        return periods;
    }

    private static LocalDate required(@Nullable LocalDate date) {
        if (date == null) {
            throw new IllegalStateException("the model lost a date");
        }
        return date;
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    /** As a night's row is written out for comparison. */
    @Override
    public String toString() {
        if (state.equals(ACTIVE_WITHOUT_ROW)) {
            return ACTIVE_WITHOUT_ROW;
        }
        return state + " since " + since + ", protected " + protectedOn + ", clear " + clearSince + ", recycle "
                + recycleOn + ", " + notices + " notices, last " + lastNotice + ", due " + dueOn + ", for "
                + excludedFor;
    }
}
