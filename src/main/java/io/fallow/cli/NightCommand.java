package io.fallow.cli;

import io.fallow.run.NightResult;
import io.fallow.shard.Answer;
import io.fallow.shard.Fleet;
import io.fallow.shard.Totals;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command that ends with how a night went. */
abstract class NightCommand extends ShardedCommand<NightResult> {

    @Override
    boolean isQuiet() {
        return Terminal.canRewrite();
    }

    /** Its limits hold for all shards together. */
    @Override
    boolean needsFleet() {
        return true;
    }

    /** The shards to make the night on. */
    Collection<String> wanted(Fleet fleet) {
        return shard == null ? fleet.names() : List.of(shard);
    }

    @Override
    void print(PrintWriter out, NightResult result) {
        NightWords.print(out, result, isOfShards());
    }

    @Override
    Object json(NightResult result) {
        return NightWords.json(result);
    }

    @Override
    ExitCode code(NightResult result) {
        return ExitCode.of(result.report().status());
    }

    @Override
    void warn(@Nullable String shard, NightResult result) {
        NightWords.warn(shard, result);
    }

    @Override
    Object totals(Fleet fleet, List<Answer<NightResult>> answers) {
        return FleetTotals.of(given(answers).stream().map(NightResult::report).toList(), missing(answers));
    }

    @Override
    void printTotals(PrintWriter out, Object totals) {
        FleetTotals.print(out, (Totals) totals);
    }
}
