package io.fallow.api;

import io.fallow.ledger.acts.Standings;
import io.fallow.ledger.acts.Standings.Standing;
import io.fallow.ledger.plan.PlanSummary;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.ledger.runs.Runs;
import io.fallow.lifecycle.Policy;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What nights did, and where the accounts stand. */
@RestController
@RequestMapping("/api")
final class RunsApi {

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int MOST_RUNS = 1_000;

    private final Runs runs;
    private final Standings standings;
    private final Supplier<Policy> policy;
    private final Clock clock;

    RunsApi(Runs runs, Standings standings, Supplier<Policy> policy, Clock clock) {
        this.runs = runs;
        this.standings = standings;
        this.policy = policy;
        this.clock = clock;
    }

    /** @param counts null until it is completed */
    record RunLine(
            long run,
            LocalDate businessDate,
            Run.Status status,
            String startedBy,
            OffsetDateTime startedAt,
            @Nullable OffsetDateTime finishedAt,
            @Nullable String approvedBy,
            @Nullable String problem,
            RunReport.@Nullable Counts counts) {

        static RunLine of(Run run) {
            return new RunLine(
                    run.runId(),
                    run.businessDate(),
                    run.status(),
                    run.startedBy(),
                    run.startedAt(),
                    run.finishedAt(),
                    run.approvedBy(),
                    run.error(),
                    run.report() == null
                            ? null
                            : RunReport.fromJson(run.report()).counts());
        }
    }

    record Status(
            LocalDate today,
            @Nullable RunLine latest,
            @Nullable RunLine unfinished,
            List<Standing> accounts) {}

    /** A run that did not complete, with what it would do. */
    record Unfinished(
            long run,
            LocalDate businessDate,
            Run.Status status,
            @Nullable String problem,
            @Nullable PlanSummary plan,
            @Nullable String digest) {}

    @GetMapping("/status")
    Status status() {
        LocalDate today = LocalDate.now(clock.withZone(policy.get().zone()));
        return new Status(
                today,
                runs.recent(1).stream().findFirst().map(RunLine::of).orElse(null),
                runs.unfinished().map(RunLine::of).orElse(null),
                standings.on(today));
    }

    @GetMapping("/runs")
    List<RunLine> runs(@RequestParam(defaultValue = "20") int limit) {
        if (limit < 1 || limit > MOST_RUNS) {
            throw new ApiException(BAD_REQUEST, "limit is " + limit + "; it must be 1 to " + MOST_RUNS);
        }
        return runs.recent(limit).stream().map(RunLine::of).toList();
    }

    @GetMapping("/runs/{date}/report")
    Object report(@PathVariable LocalDate date) {
        Run run = runs.of(date)
                .orElseThrow(() -> new ApiException(
                        NOT_FOUND, "there is no run of " + date + "; GET /api/runs lists those there are"));
        if (run.report() != null) {
            return RunReport.fromJson(run.report());
        }
        return new Unfinished(
                run.runId(),
                run.businessDate(),
                run.status(),
                run.error(),
                run.planSummary() == null ? null : PlanSummary.fromJson(run.planSummary()),
                run.planDigest());
    }
}
