package io.fallow.cli.frame;

import io.fallow.shard.Answer;
import io.fallow.shard.Fleet;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A command that asks one database as it asks many: each shard answers for itself, and the answers are totalled.
 *
 * @param <T> what one database answers
 */
public abstract class ShardedCommand<T> extends FallowCommand {

    private boolean ofShards;

    /** Whether the answers are those of several shards. */
    protected boolean isOfShards() {
        return ofShards;
    }

    protected abstract T ask(ConfigurableApplicationContext context);

    protected abstract Object json(T answer);

    protected abstract void print(PrintWriter out, T answer);

    protected ExitCode code(T answer) {
        return ExitCode.COMPLETED;
    }

    /** What goes to standard error beside the answer. */
    protected void warn(@Nullable String shard, T answer) {}

    /** What all shards together come to; JSON. */
    protected abstract Object totals(Fleet fleet, List<Answer<T>> answers);

    protected abstract void printTotals(PrintWriter out, Object totals);

    /** All shards' answers. */
    protected List<Answer<T>> askAll(Fleet fleet) {
        return fleet.each(this::ask);
    }

    /** Whether one shard is asked in company of the others: it must know of them. */
    protected boolean needsFleet() {
        return false;
    }

    @Override
    protected final ExitCode execute() {
        if (shard != null && !needsFleet()) {
            try (ConfigurableApplicationContext context = application()) {
                return one(ask(context));
            }
        }
        try (Fleet fleet = fleet()) {
            if (fleet.names().size() == 1) {
                return one(ask(fleet.main().requireUp()));
            }
            ofShards = true;
            return all(fleet, askAll(fleet));
        }
    }

    private ExitCode one(T answer) {
        output.result(json(answer), out -> print(out, answer));
        warn(null, answer);
        return code(answer);
    }

    private ExitCode all(Fleet fleet, List<Answer<T>> answers) {
        Map<String, Object> shards = new LinkedHashMap<>();
        List<ExitCode> codes = new ArrayList<>();
        List<ShardProblem> problems = new ArrayList<>();
        for (Answer<T> answer : answers) {
            if (answer.problem() == null) {
                shards.put(answer.shard(), json(answer.get()));
                codes.add(code(answer.get()));
            } else {
                ShardProblem problem = ShardProblem.of(answer);
                shards.put(answer.shard(), problem.json());
                codes.add(problem.problem().code());
                problems.add(problem);
            }
        }
        Object totals = totals(fleet, answers);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("shards", shards);
        json.put("totals", totals);
        output.result(json, out -> {
            for (Answer<T> answer : answers) {
                out.printf("%n== Shard %s ==%n", answer.shard());
                if (answer.problem() == null) {
                    print(out, answer.get());
                } else {
                    out.println("It gave no answer, see below.");
                }
            }
            out.printf("%n== All shards ==%n");
            printTotals(out, totals);
        });
        problems.forEach(ShardProblem::tell);
        answers.stream()
                .filter(answer -> answer.problem() == null)
                .forEach(answer -> warn(answer.shard(), answer.get()));
        return ExitCode.worst(codes);
    }

    /** Names of shards that gave no answer. */
    protected static List<String> missing(List<? extends Answer<?>> answers) {
        return answers.stream()
                .filter(answer -> answer.problem() != null)
                .map(Answer::shard)
                .toList();
    }

    protected static <T> List<T> given(List<Answer<T>> answers) {
        return answers.stream()
                .filter(answer -> answer.problem() == null)
                .map(Answer::get)
                .toList();
    }
}
