package io.fallow.job.step;

import io.fallow.job.chunk.SingleStep;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.plan.Plan;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.ledger.runs.Runs;
import io.fallow.ledger.seals.Sealed;
import io.fallow.ledger.seals.Seals;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;

/**
 * Each account looked at has exactly one outcome, and outcomes counted from rows must add up to what the steps counted, or the run
 * fails. Then the acts that wait for it and the night's decisions are sealed and the report is written, in one transaction with the run's completion.
 */
public final class ReconcileRun implements SingleStep, StepExecutionListener {

    public static final String NAME = "reconcileRun";

    private final Reconciliation reconciliation;
    private final Reporting reporting;
    private final Seals seals;
    private final Plan plan;
    private final Runs runs;

    public ReconcileRun(Reconciliation reconciliation, Reporting reporting, Seals seals, Plan plan, Runs runs) {
        this.reconciliation = reconciliation;
        this.reporting = reporting;
        this.seals = seals;
        this.plan = plan;
        this.runs = runs;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void execute(Night night, StepExecution execution) {
        Reconciliation.Found found = reconciliation.of(night);
        SortedMap<String, Long> became = found.became();
        long scanned = reporting.scanned(night.runId());
        long accounted = became.values().stream().mapToLong(Long::longValue).sum();
        if (scanned != accounted) {
            throw new IllegalStateException("run " + night.runId() + " does not add up: " + scanned
                    + " accounts were scanned, but the rows show an outcome for " + accounted + ": " + became);
        }
        Run run = runs.byId(night.runId()).orElseThrow();
        RunReport report = reporting.report(
                run, Run.Status.COMPLETED, execution.getJobExecution().getJobInstance(), became, null);
        seals.sealWaitingActs();
        report = report.sealed(seals.seal(Sealed.ofRun(night.runId(), night.businessDate()), found.blocks()));
        runs.complete(
                night,
                report.toJson(),
                report.counts().protectedAccounts(),
                report.counts().recycled());
    }

    /** Apart from the seal: emptying waits for whoever reads the plan, and an act that does may itself wait for the chain's head. */
    @Override
    public @Nullable ExitStatus afterStep(StepExecution execution) {
        if (execution.getStatus() == BatchStatus.COMPLETED) {
            plan.clear();
        }
        return null;
    }
}
