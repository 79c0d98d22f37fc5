package io.fallow.cli;

import io.fallow.cluster.Node;
import io.fallow.run.UsageException;
import io.fallow.settings.Settings;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import picocli.CommandLine.Command;

@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = {
            "Takes partitions of nights that other processes run (`fallow run` or `fallow serve` with fallow.cluster.enabled=true),"
                    + " fallow.cluster.slots at once, until it is told to end. A partition that it has not finished by then, or"
                    + " when it dies, goes on in another process from the last chunk."
        },
        footer = {"", "Example: fallow worker --set fallow.cluster.slots=4"})
final class WorkerCommand extends FallowCommand {

    private static final Logger log = LoggerFactory.getLogger(WorkerCommand.class);

    @Override
    ExitCode execute() {
        CountDownLatch ended = new CountDownLatch(1);
        try (ConfigurableApplicationContext context = application()) {
            int slots = context.getBean(Settings.class).cluster().slots();
            if (slots == 0) {
                throw new UsageException("a worker with fallow.cluster.slots=0 would do nothing; allowed are 1 to 64");
            }
            context.addApplicationListener((ApplicationListener<ContextClosedEvent>) closed -> ended.countDown());
            log.info(
                    "worker {} takes partitions, {} at once",
                    context.getBean(Node.class).join(),
                    slots);
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.COMPLETED;
    }
}
