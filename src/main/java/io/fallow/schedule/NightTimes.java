package io.fallow.schedule;

import io.fallow.settings.SettingException;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/**
 * When nights come, by an expression and a zone. Quartz only says which times on the wall the expression means; what the zone's clock
 * makes of them is java.time's to say. Quartz fires the same instants, but none for a time that the clock skips.
 */
public final class NightTimes {

    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    /** No clock was ever set back by more in a zone that observes daylight saving. */
    private static final Duration LONGEST_SHIFT = Duration.ofHours(3);

    private static final Duration FIRST_LOOK_BACK = Duration.ofMinutes(1);
    private static final Duration LAST_LOOK_BACK = Duration.ofDays(366L * 9);

    private final String cron;
    private final ZoneId zone;
    private final CronExpression pattern;

    private NightTimes(String cron, ZoneId zone, CronExpression pattern) {
        this.cron = cron;
        this.zone = zone;
        this.pattern = pattern;
    }

    /** @throws SettingException when it is no expression */
    public static NightTimes of(String cron, ZoneId zone) {
        try {
            CronExpression pattern = new CronExpression(cron);
            pattern.setTimeZone(UTC);
            return new NightTimes(cron, zone, pattern);
        } catch (ParseException | RuntimeException e) {
            throw new SettingException(
                    "schedule.cron",
                    cron,
                    "a Quartz expression such as '0 30 4 * * ?', seconds first (" + e.getMessage() + ")");
        }
    }

    public String cron() {
        return cron;
    }

    public ZoneId zone() {
        return zone;
    }

    /** The first night later than that; none when the expression has no more. */
    public Optional<NightTime> next(Instant after) {
        LocalDateTime wall = startBefore(after);
        while ((wall = nextWall(wall)) != null) {
            NightTime night = resolve(wall);
            if (night.at().isAfter(after)) {
                return Optional.of(night);
            }
        }
        return Optional.empty();
    }

    /** The next nights, at most so many. */
    public List<NightTime> next(int most, Instant after) {
        List<NightTime> nights = new ArrayList<>();
        Optional<NightTime> night = next(after);
        while (night.isPresent() && nights.size() < most) {
            nights.add(night.get());
            night = next(night.get().at());
        }
        return nights;
    }

    /** The latest night at that moment or before. */
    public Optional<NightTime> latest(Instant at) {
        for (Duration back = FIRST_LOOK_BACK; back.compareTo(LAST_LOOK_BACK) < 0; back = back.multipliedBy(8)) {
            Optional<NightTime> found =
                    next(at.minus(back)).filter(night -> !night.at().isAfter(at));
            if (found.isPresent()) {
                return Optional.of(lastUpTo(at, found.get()));
            }
        }
        return Optional.empty();
    }

    private NightTime lastUpTo(Instant at, NightTime first) {
        NightTime last = first;
        Optional<NightTime> next = next(first.at());
        while (next.isPresent() && !next.get().at().isAfter(at)) {
            last = next.get();
            next = next(last.at());
        }
        return last;
    }

    /** The clock changes in a span that fall onto a night: each with the first time that it skips or shows twice. */
    public List<NightTime> clockChanges(Instant from, Instant until) {
        List<NightTime> hit = new ArrayList<>();
        ZoneOffsetTransition change = zone.getRules().nextTransition(from);
        while (change != null && change.getInstant().isBefore(until)) {
            LocalDateTime first = change.isGap() ? change.getDateTimeBefore() : change.getDateTimeAfter();
            LocalDateTime end = change.isGap() ? change.getDateTimeAfter() : change.getDateTimeBefore();
            LocalDateTime wall = nextWall(first.minusSeconds(1));
            if (wall != null && wall.isBefore(end)) {
                hit.add(resolve(wall));
            }
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return hit;
    }

    /** Where the clock is set back, a time on the wall comes again: the search begins before it was there first. */
    private LocalDateTime startBefore(Instant after) {
        LocalDateTime wall = LocalDateTime.ofInstant(after, zone);
        ZoneOffsetTransition change = zone.getRules().nextTransition(after.minus(LONGEST_SHIFT));
        boolean near = change != null && change.getInstant().isBefore(after.plus(LONGEST_SHIFT));
        return near ? wall.minus(LONGEST_SHIFT) : wall.minusSeconds(1);
    }

    private @Nullable LocalDateTime nextWall(LocalDateTime after) {
        Date next = pattern.getNextValidTimeAfter(Date.from(after.toInstant(ZoneOffset.UTC)));
        return next == null ? null : LocalDateTime.ofInstant(next.toInstant(), ZoneOffset.UTC);
    }

    private NightTime resolve(LocalDateTime wall) {
        try {
            ZoneOffsetTransition change = zone.getRules().getTransition(wall);
            if (change == null) {
                return new NightTime(wall.atZone(zone).toInstant(), wall, NightTime.Clock.SHOWS_IT_ONCE);
            }
            return change.isGap()
                    ? new NightTime(change.getInstant(), wall, NightTime.Clock.SKIPS_IT)
                    : new NightTime(wall.toInstant(change.getOffsetAfter()), wall, NightTime.Clock.SHOWS_IT_TWICE);
        } catch (DateTimeException e) {
            throw new SettingException("schedule.cron", cron, "an expression of times that exist");
        }
    }
}
