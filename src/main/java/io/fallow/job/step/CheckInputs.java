package io.fallow.job.step;

import io.fallow.job.chunk.Halving;
import io.fallow.job.chunk.SingleStep;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Poison;
import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.base.UnsafeInputsException;
import io.fallow.ledger.facts.Contract;
import io.fallow.ledger.facts.Precondition.Asker;
import io.fallow.ledger.facts.Preconditions;
import io.fallow.ledger.facts.Sources;
import io.fallow.ledger.facts.Sources.Health;
import io.fallow.lifecycle.InputLimits;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.dao.DataAccessException;

/**
 * Whether tonight's inputs can be trusted: what the guarantees rest on holds, the contract is whole, every source fresh and not
 * shrunken, nothing from the future. Fails closed, and done again by every restart.
 */
public final class CheckInputs implements SingleStep {

    public static final String NAME = "checkInputs";

    private static final String UNGUARDED =
            "no guard is attached to any table: a payment in the same instant as a recycling would be lost";
    private static final int MONTHS_AHEAD = 12;
    private static final String INVALID_PARAMETER = "22023";

    private static final Logger log = LoggerFactory.getLogger(CheckInputs.class);

    private final Preconditions preconditions;
    private final Contract contract;
    private final Sources sources;
    private final Halving halving;
    private final Clock clock;

    public CheckInputs(Preconditions preconditions, Contract contract, Sources sources, Halving halving, Clock clock) {
        this.halving = halving;
        this.preconditions = preconditions;
        this.contract = contract;
        this.sources = sources;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean recomputedOnRestart() {
        return true;
    }

    @Override
    public void execute(Night night, StepExecution execution) {
        List<String> problems = problems(night);
        if (!problems.isEmpty()) {
            throw new UnsafeInputsException(problems);
        }
        sources.health().forEach(health -> sources.save(night.runId(), health));
        sources.makeDecisionPartition(night.businessDate());
        if (sources.guards() == 0) {
            log.warn(UNGUARDED + ", as the policy accepts (inputs.unguarded)");
        }
    }

    /** One sentence for each thing wrong with the inputs; empty when the night may go on. */
    public List<String> problems(Night night) {
        List<String> broken = contract.problems();
        if (!broken.isEmpty()) {
            return broken; // the sources cannot even be asked
        }
        List<String> problems = new ArrayList<>(zoneProblems(night));
        if (!problems.isEmpty()) {
            return problems; // an error may have ended the transaction
        }
        preconditions.unmet(Asker.NIGHT).forEach(unmet -> problems.add(unmet.sentence()));
        if (!problems.isEmpty()) {
            return problems; // what the views say, if they can be read at all, is not to be believed
        }
        if (night.fullSweep()) {
            problems.addAll(keylessProblems());
            problems.addAll(
                    Orphans.problems(sources, halving, night.policy().inputs().maxOrphans()));
        }
        if (sources.guards() == 0 && !night.policy().inputs().unguardedAccepted()) {
            problems.add(UNGUARDED
                    + "; call fallow.attach_guard in the contract for each activity and property table, or say"
                    + " inputs.unguarded: accept in the policy");
        }
        List<Health> healths = halving.read(sources::health, error -> {
            throw new UnsafeInputsException(
                    List.of("view fallow.source_health cannot be computed: " + Poison.firstLine(error)));
        });
        if (healths.isEmpty()) {
            problems.add(
                    "view fallow.source_health names no source: it cannot be told whether the inputs are complete");
        }
        sources.vanished()
                .forEach(source -> problems.add("source " + source + " has vanished since the last completed run"));
        healths.forEach(health -> check(health, night, problems));
        return problems;
    }

    /** What a view cannot compute of some account must not hide a row without a key: by an index, such a row is found without it. */
    private List<String> keylessProblems() {
        return halving
                .read(
                        sources::viewsWithoutKey,
                        error -> halving.read(() -> sources.byIndexes(sources::viewsWithoutKey), again -> {
                            throw new UnsafeInputsException(List.of(
                                    "it cannot be told whether a row of fallow.account_activity, account_exclusion, account_block or account_freeze has no key: "
                                            + Poison.firstLine(again)));
                        }))
                .stream()
                .map(view -> "view fallow." + view
                        + " returns a row whose account_id is NULL: it cannot be told whose it is")
                .toList();
    }

    /** The calendar of the night must be the same in Java and in SQL: a year of it, by months. */
    private List<String> zoneProblems(Night night) {
        List<Instant> months = IntStream.rangeClosed(0, MONTHS_AHEAD)
                .mapToObj(month -> night.businessDate()
                        .plusMonths(month)
                        .atStartOfDay(night.zone())
                        .toInstant())
                .toList();
        List<Integer> wanted = months.stream()
                .map(at -> night.zone().getRules().getOffset(at).getTotalSeconds())
                .toList();
        try {
            if (sources.offsets(night.zone(), months).equals(wanted)) {
                return List.of();
            }
        } catch (DataAccessException e) {
            SQLException sql = SetAside.sqlCause(e);
            if (sql == null || !INVALID_PARAMETER.equals(sql.getSQLState())) {
                throw e;
            }
        }
        return List.of("zone " + night.zone() + " of the policy is another one to the database than to Java "
                + Runtime.version().feature()
                + ", or is unknown to it; bring both to the same release of the tz database, or choose another zone");
    }

    private void check(Health health, Night night, List<String> problems) {
        InputLimits limits = night.policy().inputs();
        Long rows = health.rows();
        OffsetDateTime newest = health.newest();
        // MIN is -infinity: no date of it can be told in any zone
        if (health.source() == null || rows == null || newest == null || newest.equals(OffsetDateTime.MIN)) {
            problems.add("source " + health.source() + " reports rows " + rows + " and newest " + newest
                    + ": all of source, rows and newest must be known");
            return;
        }
        if (newest.toInstant().isAfter(clock.instant())) {
            problems.add("source " + health.source() + " has a row from the future: " + newest.toInstant());
            return;
        }
        LocalDate newestOn = newest.atZoneSameInstant(night.zone()).toLocalDate();
        LocalDate oldest = night.businessDate().minus(limits.maxStaleness());
        if (newestOn.isBefore(oldest)) {
            problems.add("source " + health.source() + " is stale: its newest row is of " + newestOn + ", older than "
                    + oldest + " (inputs.max-staleness " + limits.maxStaleness() + ")");
        }
        Long before = health.rowsBefore();
        if (before != null && rows < before * (1 - limits.maxShrinkPercent() / 100)) {
            problems.add("source " + health.source() + " has shrunk from " + before + " to " + rows
                    + " rows since the last completed run (inputs.max-shrink-percent " + limits.maxShrinkPercent()
                    + ")");
        }
    }
}
