package io.fallow.cli.night;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FleetTotals;
import io.fallow.cli.frame.NightWords;
import io.fallow.cli.frame.ShardedCommand;
import io.fallow.cli.frame.Terminal;
import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.runs.Runs;
import io.fallow.lifecycle.Policy;
import io.fallow.metrics.ReadFigures;
import io.fallow.metrics.Textfile;
import io.fallow.run.Failures;
import io.fallow.run.NightResult;
import io.fallow.settings.Settings;
import io.fallow.shard.Answer;
import io.fallow.shard.Fleet;
import io.fallow.shard.Totals;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** A command that ends with how a night went. */
abstract class NightCommand extends ShardedCommand<NightResult> {

    private static final Logger log = LoggerFactory.getLogger(NightCommand.class);

    @Override
    protected boolean isQuiet() {
        return Terminal.canRewrite();
    }

    /** Makes a night done and leaves the metrics of it where a setting says so, however it went. */
    static NightResult made(ConfigurableApplicationContext context, Policy policy, Supplier<NightResult> night) {
        try {
            return night.get();
        } finally {
            Path textfile = context.getBean(Settings.class).metricsTextfile();
            if (textfile != null) {
                leaveMetrics(context, policy, textfile);
            }
        }
    }

    /** What became of the night does not depend on who watches. */
    private static void leaveMetrics(ConfigurableApplicationContext context, Policy policy, Path textfile) {
        try {
            ReadFigures reading = new ReadFigures(
                    context.getBean(JdbcClient.class),
                    context.getBean(Runs.class),
                    context.getBean(SetAside.class),
                    context.getBean(PlatformTransactionManager.class),
                    context.getBean(Clock.class));
            new Textfile(textfile).write(reading.read(policy));
        } catch (IOException | RuntimeException e) {
            log.warn("the metrics were not written to {}: {}", textfile, Failures.oneLine(e));
        }
    }

    /** Its limits hold for all shards together. */
    @Override
    protected boolean needsFleet() {
        return true;
    }

    /** The shards to make the night on. */
    Collection<String> wanted(Fleet fleet) {
        return shard == null ? fleet.names() : List.of(shard);
    }

    @Override
    protected void print(PrintWriter out, NightResult result) {
        NightWords.print(out, result, isOfShards());
    }

    @Override
    protected Object json(NightResult result) {
        return NightWords.json(result);
    }

    @Override
    protected ExitCode code(NightResult result) {
        return ExitCode.of(result.report().status());
    }

    @Override
    protected void warn(@Nullable String shard, NightResult result) {
        NightWords.warn(shard, result);
    }

    @Override
    protected Object totals(Fleet fleet, List<Answer<NightResult>> answers) {
        return FleetTotals.of(given(answers).stream().map(NightResult::report).toList(), missing(answers));
    }

    @Override
    protected void printTotals(PrintWriter out, Object totals) {
        FleetTotals.print(out, (Totals) totals);
    }
}
