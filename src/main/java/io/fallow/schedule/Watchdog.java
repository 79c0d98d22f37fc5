package io.fallow.schedule;

import io.fallow.ledger.facts.Precondition;
import io.fallow.ledger.facts.Unmet;
import io.fallow.schedule.Alarm.Kind;
import io.fallow.schedule.Alarms.Cause;
import io.fallow.schedule.QuartzTrigger.Standing;
import io.fallow.settings.ScheduleSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether nights come, go on and end, and whether what they rest on holds. Every node has one; what is wrong is said once. */
final class Watchdog {

    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    /** Its statements read the catalogue of a whole platform: not each time that a node looks. */
    private static final Duration ASKED_EVERY = Duration.ofMinutes(5);

    private final Alarms alarms;
    private final Watched watched;
    private final BusinessDay businessDay;
    private final ScheduleSettings settings;
    private final ThisNode node;
    private Instant askedAt = Instant.EPOCH;

    /** What is looked at; of the preconditions, those that do not hold. */
    record Watched(RunProgress progress, QuartzTrigger trigger, Supplier<List<Unmet>> preconditions) {}

    Watchdog(Alarms alarms, Watched watched, BusinessDay businessDay, ScheduleSettings settings, ThisNode node) {
        this.alarms = alarms;
        this.watched = watched;
        this.businessDay = businessDay;
        this.settings = settings;
        this.node = node;
    }

    /** @param upSince since when this node is up: what it finds late at once, it may still be about to make good */
    void look(Schedule schedule, Instant now, Instant upSince) {
        tell(Kind.NIGHT_MISSING, missing(schedule, now), now);
        if (upSince.plus(patience()).isBefore(now)) {
            tell(Kind.TRIGGER_STUCK, stuck(now), now);
        }
        tell(Kind.RUN_STALLED, stalled(now), now);
        if (!askedAt.plus(ASKED_EVERY).isAfter(now)) {
            askedAt = now;
            tell(Kind.PRECONDITION_UNMET, unmet(now), now);
        }
    }

    private void tell(Kind kind, List<Cause> causes, Instant now) {
        for (Cause cause : causes) {
            if (alarms.raise(kind, cause, now, node.name())) {
                log.error("{}: {}", kind, cause.detail());
            }
        }
        List<String> subjects = causes.stream().map(Cause::subject).toList();
        for (Alarm cleared : alarms.clearAllBut(kind, subjects, now)) {
            log.info("no longer {}: {}", kind, cleared.detail());
        }
    }

    /** The latest night whose deadline is over, and those before it that were missing and still are. */
    private List<Cause> missing(Schedule schedule, Instant now) {
        if (schedule.isPaused()) {
            return List.of();
        }
        List<Cause> causes = new ArrayList<>();
        Optional<LocalDate> done = watched.progress().lastDone(businessDay.of(now));
        for (Alarm alarm : alarms.open()) {
            if (alarm.kind() == Kind.NIGHT_MISSING && isAfter(alarm.businessDate(), done)) {
                causes.add(new Cause(alarm.subject(), alarm.businessDate(), alarm.detail()));
            }
        }
        schedule.times()
                .latest(now.minus(settings.deadline()))
                .filter(night -> !night.at().isBefore(schedule.since()))
                .filter(night -> isAfter(businessDay.of(night.at()), done))
                .ifPresent(night -> {
                    LocalDate date = businessDay.of(night.at());
                    causes.add(new Cause(
                            date.toString(),
                            date,
                            "the night of " + date + ", due at " + night.at() + ", is not completed "
                                    + settings.deadline() + " later; `fallow schedule` says what became of it"));
                });
        return causes;
    }

    private static boolean isAfter(LocalDate date, Optional<LocalDate> done) {
        return done.isEmpty() || date.isAfter(done.get());
    }

    private List<Cause> stuck(Instant now) {
        Optional<Standing> standing = watched.trigger().read();
        if (standing.isEmpty()) {
            return List.of(stuck(now, "Quartz has no trigger for the nights; the start of a node makes it anew"));
        }
        Instant next = standing.get().next();
        if (standing.get().isBroken() || next == null) {
            return List.of(stuck(
                    now, "Quartz's trigger is " + standing.get().state() + "; the start of a node makes it good"));
        }
        if (next.plus(patience()).isBefore(now)) {
            return List.of(stuck(
                    now,
                    "Quartz should have fired at " + next + " and has not, its trigger is "
                            + standing.get().state()
                            + "; restart the nodes, `fallow schedule trigger` runs the night"));
        }
        return List.of();
    }

    private Cause stuck(Instant now, String detail) {
        return new Cause(QuartzTrigger.NAME, businessDay.of(now), detail);
    }

    /** Until Quartz has found a misfire by itself, and every node has had its turn. */
    private Duration patience() {
        return settings.misfireAfter().multipliedBy(2).plus(settings.lookEvery().multipliedBy(2));
    }

    private List<Cause> stalled(Instant now) {
        return watched.progress().look(now).stream()
                .filter(run -> run.since().plus(settings.stalledAfter()).isBefore(now))
                .map(run -> new Cause(
                        "run " + run.runId(),
                        run.businessDate(),
                        "run " + run.runId() + " of " + run.businessDate() + " has committed nothing since "
                                + run.since() + "; `fallow status` says who has it"))
                .toList();
    }

    /** One cause a precondition, however many tables it is about: the night names them all. */
    private List<Cause> unmet(Instant now) {
        Map<Precondition, List<Unmet>> byPrecondition = watched.preconditions().get().stream()
                .collect(Collectors.groupingBy(Unmet::precondition, TreeMap::new, Collectors.toList()));
        return byPrecondition.values().stream()
                .map(unmet -> new Cause(
                        unmet.get(0).precondition().key(),
                        businessDay.of(now),
                        unmet.get(0).sentence() + (unmet.size() > 1 ? "; and " + (unmet.size() - 1) + " more" : "")))
                .toList();
    }
}
