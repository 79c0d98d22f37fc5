package io.fallow.job.chunk;

import io.fallow.ledger.base.Night;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.Runs;
import java.time.LocalDate;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.step.StepExecution;

/** The night an execution belongs to. The token comes from the launch, never from the table: a stale process keeps its stale one. */
public final class Nights {

    /** The parameter that identifies a job instance. */
    public static final String BUSINESS_DATE = "businessDate";

    private static final String RUN = "run";
    private static final String TOKEN = "token";

    private final Runs runs;

    public Nights(Runs runs) {
        this.runs = runs;
    }

    /** What a launch of the run is started with. */
    public static JobParameters parameters(Run run) {
        return new JobParametersBuilder()
                .addLocalDate(BUSINESS_DATE, run.businessDate(), true)
                .addLong(RUN, run.runId(), false)
                .addLong(TOKEN, (long) run.token(), false)
                .toJobParameters();
    }

    public Night of(StepExecution step) {
        JobExecution execution = step.getJobExecution();
        JobParameters parameters = execution.getJobParameters();
        LocalDate businessDate = parameters.getLocalDate(BUSINESS_DATE);
        Long runId = parameters.getLong(RUN);
        Long token = parameters.getLong(TOKEN);
        if (businessDate == null || runId == null || token == null) {
            throw new IllegalStateException("job parameters lack " + BUSINESS_DATE + ", " + RUN + " or " + TOKEN + ": "
                    + parameters + "; start nights with `fallow run`");
        }
        Run run = runs.byId(runId).orElseThrow(() -> new IllegalStateException("there is no run " + runId));
        return new Night(
                runId,
                execution.getId(),
                token.intValue(),
                businessDate,
                runs.policy(run.policyVersion()),
                run.policyVersion(),
                run.fullSweep());
    }
}
