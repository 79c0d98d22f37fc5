package io.fallow.cli.night;

import io.fallow.cli.frame.ShardedCommand;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.Runs;
import io.fallow.run.Approvals;
import io.fallow.run.UsageException;
import io.fallow.shard.Answer;
import io.fallow.shard.Fleet;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = {
            "Approves the plan of a run that is over a limit. Whoever started the run cannot. `fallow rerun` then goes on, unless the"
                    + " plan has gained an account since."
        },
        footer = {
            "",
            "Example: fallow approve 12 --by 'Li Na' --reason 'first night, counted and sampled'",
            "         fallow approve --date 2026-11-24 --by 'Li Na' --reason 'all shards counted'"
        })
public final class ApproveCommand extends ShardedCommand<Optional<Run>> {

    @ArgGroup(multiplicity = "1")
    Which which = new Which();

    static final class Which {
        @Parameters(paramLabel = "RUN", description = "The run's number; `fallow runs` lists them.")
        @Nullable
        Long run;

        @Option(
                names = "--date",
                paramLabel = "YYYY-MM-DD",
                description = "The run of this business date; of all shards that await it.")
        @Nullable
        LocalDate date;
    }

    @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who approves.")
    String by = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
    String reason = "";

    @Override
    protected Optional<Run> ask(ConfigurableApplicationContext context) {
        return Optional.of(context.getBean(Approvals.class).approve(number(context.getBean(Runs.class)), by, reason));
    }

    private long number(Runs runs) {
        return which.run == null
                ? runs.of(Objects.requireNonNull(which.date))
                        .orElseThrow(() -> new UsageException("there is no run of " + which.date))
                        .runId()
                : which.run;
    }

    /** Those of all shards that await it; others have nothing to approve. */
    @Override
    protected List<Answer<Optional<Run>>> askAll(Fleet fleet) {
        LocalDate date = which.date;
        if (date == null) {
            throw new UsageException("each shard numbers its runs itself: approve all with --date YYYY-MM-DD, or name"
                    + " the one with --shard, of " + String.join(", ", fleet.names()));
        }
        List<Answer<Optional<Run>>> answers =
                fleet.each(context -> isAwaiting(context.getBean(Runs.class), date) ? ask(context) : Optional.empty());
        if (missing(answers).isEmpty() && given(answers).stream().allMatch(Optional::isEmpty)) {
            throw new UsageException("no shard's run of " + date + " awaits approval");
        }
        return answers;
    }

    private static boolean isAwaiting(Runs runs, LocalDate date) {
        return runs.of(date)
                .filter(run -> run.status() == Run.Status.AWAITING_APPROVAL)
                .isPresent();
    }

    @Override
    protected Object json(Optional<Run> approved) {
        return approved;
    }

    @Override
    protected void print(PrintWriter out, Optional<Run> approved) {
        out.println(approved.map(run -> "Run " + run.runId() + " of " + run.businessDate() + " is approved by " + by
                        + "; `fallow rerun` goes on.")
                .orElse("There was nothing to approve."));
    }

    /** @param missing shards that could not be asked */
    record Total(long approved, List<String> missing) {}

    @Override
    protected Object totals(Fleet fleet, List<Answer<Optional<Run>>> answers) {
        return new Total(given(answers).stream().filter(Optional::isPresent).count(), missing(answers));
    }

    @Override
    protected void printTotals(PrintWriter out, Object totals) {
        out.println(((Total) totals).approved() + " runs are approved; `fallow rerun` goes on.");
    }
}
