package io.fallow.schedule;

import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.StaleRunException;
import io.fallow.ledger.runs.StopWishedException;
import io.fallow.lifecycle.Policy;
import io.fallow.run.Failures;
import io.fallow.run.NightResult;
import io.fallow.run.NightRunner;
import io.fallow.run.PolicyFile;
import io.fallow.run.RunInProgressException;
import io.fallow.run.UsageException;
import io.fallow.schedule.Firing.Outcome;
import io.fallow.schedule.Firings.Claimed;
import io.fallow.schedule.Firings.Ended;
import io.fallow.settings.ScheduleSettings;
import io.fallow.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Takes up nights that are due, has them run as {@code fallow run} would, and says what became of them. A node that dies leaves a
 * lease, which another node finds over.
 */
final class AttendFirings implements ApplicationListener<ContextClosedEvent> {

    private static final Logger log = LoggerFactory.getLogger(AttendFirings.class);

    /** So many looks of a node may be missed before another takes its night up. */
    private static final int LOOKS_A_LEASE = 4;

    private final Firings firings;
    private final NightRunner runner;
    private final Settings settings;
    private final Clock clock;
    private final ThisNode node;
    private final Set<Long> mine = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    AttendFirings(Firings firings, NightRunner runner, Settings settings, Clock clock, ThisNode node) {
        this.firings = firings;
        this.runner = runner;
        this.settings = settings;
        this.clock = clock;
        this.node = node;
    }

    /** Until none is due. */
    void attend() {
        while (!ending) {
            Optional<Claimed> claimed = firings.claim(node.name(), mine, clock.instant(), leaseUntil());
            if (claimed.isEmpty()) {
                return;
            }
            attend(claimed.get());
        }
    }

    private void attend(Claimed claimed) {
        mine.add(claimed.firingId());
        try {
            Ended ended = attempt(claimed);
            boolean still = firings.end(claimed, node.name(), ended);
            if (still && ended.failed()) {
                log.warn(
                        "the night of {} is {}: {}; {}",
                        claimed.businessDate(),
                        ended.outcome(),
                        ended.detail(),
                        ended.nextAttemptAt() == null
                                ? "it is not taken up again by itself, `fallow rerun` continues it"
                                : "it is taken up again at " + ended.nextAttemptAt());
            }
        } finally {
            mine.remove(claimed.firingId());
        }
    }

    private Ended attempt(Claimed claimed) {
        Policy policy;
        try {
            policy = new PolicyFile(settings.policyFile()).read();
        } catch (UsageException e) {
            return failed(claimed, Outcome.FAILED, e.getMessage());
        }
        try {
            return ended(claimed, runner.run(claimed.businessDate(), policy));
        } catch (RunInProgressException | StaleRunException e) {
            log.info("the night of {}: {}", claimed.businessDate(), e.getMessage());
            return new Ended(Outcome.IN_PROGRESS, e.getMessage(), false, later());
        } catch (StopWishedException e) {
            return new Ended(Outcome.STOPPED, e.getMessage(), false, clock.instant());
        } catch (UsageException e) {
            log.warn("the night of {} is not run: {}", claimed.businessDate(), e.getMessage());
            return new Ended(Outcome.REFUSED, e.getMessage(), false, null);
        } catch (RuntimeException e) {
            return failed(claimed, Outcome.FAILED, Failures.oneLine(e));
        }
    }

    private Ended ended(Claimed claimed, NightResult result) {
        Run.Status status = result.report().status();
        return switch (status) {
            case COMPLETED -> new Ended(Outcome.COMPLETED, null, false, null);
            case AWAITING_APPROVAL -> new Ended(Outcome.AWAITING_APPROVAL, result.problem(), false, null);
            // whoever wished the stop continues it too; when only this node ends, another one does
            case STOPPED -> new Ended(Outcome.STOPPED, result.problem(), false, ending ? clock.instant() : null);
            case UNSAFE_INPUTS -> failed(claimed, Outcome.UNSAFE_INPUTS, result.problem());
            default -> failed(claimed, Outcome.FAILED, result.problem());
        };
    }

    private Ended failed(Claimed claimed, Outcome outcome, @Nullable String detail) {
        boolean again = claimed.failures() < schedule().reruns();
        return new Ended(outcome, detail, true, again ? later() : null);
    }

    private Instant later() {
        return clock.instant().plus(schedule().rerunAfter());
    }

    /** Says that this node is still at what it has taken up. */
    void renewLeases() {
        if (!mine.isEmpty()) {
            firings.renew(mine, node.name(), leaseUntil());
        }
    }

    private Instant leaseUntil() {
        Duration lease = schedule().lookEvery().multipliedBy(LOOKS_A_LEASE);
        return clock.instant().plus(lease);
    }

    private ScheduleSettings schedule() {
        return settings.schedule();
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        ending = true;
    }
}
