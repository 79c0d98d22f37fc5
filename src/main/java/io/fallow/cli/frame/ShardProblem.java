package io.fallow.cli.frame;

import io.fallow.settings.ShardSettings;
import io.fallow.shard.Answer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Why a shard gave no answer, as a person is told it. */
public record ShardProblem(String shard, Problem problem) {

    /** @param answer one with a problem */
    public static ShardProblem of(Answer<?> answer) {
        Problem said = Problem.of(Objects.requireNonNull(answer.problem()));
        // the settings that these words name are the main database's
        String line = answer.shard().equals(ShardSettings.MAIN)
                ? said.line()
                : said.line().replace("SPRING_DATASOURCE_", environment(answer.shard()));
        return new ShardProblem(answer.shard(), new Problem(said.code(), line));
    }

    static String environment(String shard) {
        return "FALLOW_SHARDS_" + shard.replace("-", "").toUpperCase(Locale.ROOT) + "_";
    }

    public void tell() {
        System.err.println("fallow: shard " + shard + ": " + problem.line());
    }

    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", "ERROR");
        json.put("exitCode", problem.code().code());
        json.put("error", problem.line());
        return json;
    }
}
