package io.fallow.schedule;

import io.fallow.run.UsageException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks two years ahead for nights that the clocks take away or give twice. */
final class SafeTimes {

    private static final Period AHEAD = Period.ofYears(2);
    private static final int NIGHTS_AHEAD = 2 * 366;
    private static final int NAMED = 8;

    private SafeTimes() {}

    /** @throws UsageException naming the dates of all such nights */
    static void require(NightTimes times, ZoneId policyZone, Instant now) {
        List<String> risks = risks(times, policyZone, now);
        if (!risks.isEmpty()) {
            throw new UsageException("fallow.schedule.cron '" + times.cron() + "' in " + times.zone()
                    + " meets the change of clocks: "
                    + risks.stream().limit(NAMED).collect(Collectors.joining(", "))
                    + (risks.size() > NAMED ? " and " + (risks.size() - NAMED) + " more" : "")
                    + "; set another time or zone, or fallow.schedule.accept-clock-changes=true");
        }
    }

    /** A phrase for each night of the next two years that is skipped, doubled, or moved to another business date. */
    static List<String> risks(NightTimes times, ZoneId policyZone, Instant now) {
        Instant until = now.atOffset(ZoneOffset.UTC).plus(AHEAD).toInstant();
        List<String> risks = new ArrayList<>();
        for (NightTime night : times.clockChanges(now, until)) {
            risks.add((night.clock() == NightTime.Clock.SKIPS_IT ? "skipped on " : "doubled on ")
                    + night.wall().toLocalDate());
        }
        if (!policyZone.equals(times.zone())) {
            addShifted(times, policyZone, now, until, risks);
        }
        return risks;
    }

    /** Where the two zones change their clocks on different days, a night near the policy's midnight changes its date. */
    private static void addShifted(
            NightTimes times, ZoneId policyZone, Instant now, Instant until, List<String> risks) {
        Optional<NightTime> night = times.next(now);
        for (int n = 0; n < NIGHTS_AHEAD && night.isPresent(); n++) {
            Optional<NightTime> next = times.next(night.get().at());
            if (next.isEmpty() || next.get().at().isAfter(until)) {
                return;
            }
            LocalDate date = LocalDate.ofInstant(night.get().at(), policyZone);
            LocalDate nextDate = LocalDate.ofInstant(next.get().at(), policyZone);
            long nights = ChronoUnit.DAYS.between(
                    night.get().wall().toLocalDate(), next.get().wall().toLocalDate());
            long dates = ChronoUnit.DAYS.between(date, nextDate);
            if (dates != nights) {
                risks.add(
                        dates < nights
                                ? "doubled as business date " + nextDate
                                : "skipped as business date " + nextDate.minusDays(1));
            }
            night = next;
        }
    }
}
