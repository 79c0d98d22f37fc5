package io.fallow.cli.night;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.cli.frame.Problem;
import io.fallow.cluster.Node;
import io.fallow.run.UsageException;
import io.fallow.shard.Fleet;
import io.fallow.shard.Shard;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = {
            "Takes partitions of nights that other processes run (`fallow run` or `fallow serve` with fallow.cluster.enabled=true),"
                    + " fallow.cluster.slots at once and on each shard, until it is told to end. A partition that it has not finished by"
                    + " then, or when it dies, goes on in another process from the last chunk."
        },
        footer = {"", "Example: fallow worker --set fallow.cluster.slots=4"})
public final class WorkerCommand extends FallowCommand {

    private static final Logger log = LoggerFactory.getLogger(WorkerCommand.class);

    /** How often a shard that was down is tried again. */
    private static final long AGAIN_SECONDS = 10;

    @Override
    protected ExitCode execute() {
        CountDownLatch ended = new CountDownLatch(1);
        try (Fleet fleet = fleet()) {
            if (fleet.settings().cluster().slots() == 0) {
                throw new UsageException("a worker with fallow.cluster.slots=0 would do nothing; allowed are 1 to 64");
            }
            // a main database that is down has no context whose end could be heard of
            Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown));
            List<Shard> wanted = fleet.shards().stream().filter(this::isWanted).toList();
            wanted.stream().filter(Shard::isUp).forEach(up -> join(fleet, up));
            wanted.stream().filter(each -> !each.isUp()).forEach(WorkerCommand::warn);
            while (!ended.await(AGAIN_SECONDS, TimeUnit.SECONDS)) {
                fleet.openAgain(this::isWanted).forEach(opened -> join(fleet, opened));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.COMPLETED;
    }

    private boolean isWanted(Shard each) {
        return shard == null || shard.equals(each.name());
    }

    private static void warn(Shard down) {
        log.warn(
                "shard {} is down and is joined when it answers: {}",
                down.name(),
                Problem.of(Objects.requireNonNull(down.problem())).line());
    }

    private static void join(Fleet fleet, Shard up) {
        try {
            String name = up.requireUp().getBean(Node.class).join();
            log.info(
                    "worker {} takes partitions{}, {} at once",
                    name,
                    fleet.names().size() == 1 ? "" : " of shard " + up.name(),
                    fleet.settings().cluster().slots());
        } catch (RuntimeException e) {
            if (fleet.names().size() == 1) {
                throw e;
            }
            warn(fleet.isDown(up.name(), e));
        }
    }
}
