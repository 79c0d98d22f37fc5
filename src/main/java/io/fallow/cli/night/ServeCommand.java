package io.fallow.cli.night;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.cluster.Node;
import io.fallow.run.Failures;
import io.fallow.run.UsageException;
import io.fallow.settings.ServeSettings;
import io.fallow.settings.Settings;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import picocli.CommandLine.Command;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Stays, and makes each night done by itself at the time that fallow.schedule.cron says. Any number of nodes may serve one"
                    + " database: each night is run once. SIGTERM ends it, with the night at its next chunk."
        },
        footer = {
            "",
            "Example: fallow serve --set fallow.schedule.cron='0 30 4 * * ?'",
            "Exit codes: 0 ended by SIGTERM or Ctrl-C, 1 failed, 2 wrong usage or configuration."
        })
public final class ServeCommand extends FallowCommand {

    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    @Override
    protected ExitCode execute() {
        CountDownLatch closed = new CountDownLatch(1);
        try (ConfigurableApplicationContext context = serving()) {
            context.addApplicationListener((ApplicationListener<ContextClosedEvent>) event -> closed.countDown());
            Settings configured = context.getBean(Settings.class);
            if (configured.cluster().enabled()) {
                log.info(
                        "takes partitions of other nodes' nights as {}",
                        context.getBean(Node.class).join());
            }
            ServeSettings serve = configured.serve();
            log.info(
                    "serving on http://{}:{}",
                    serve.address(),
                    context.getEnvironment().getProperty("local.server.port"));
            closed.await();
            return ExitCode.COMPLETED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.COMPLETED;
        }
    }

    private ConfigurableApplicationContext serving() {
        settings.putIfAbsent("spring.main.web-application-type", "servlet");
        try {
            return start(ServeApplication.class, application -> {});
        } catch (RuntimeException e) {
            PortInUseException taken = Failures.find(e, PortInUseException.class);
            throw taken == null
                    ? e
                    : new UsageException("port " + taken.getPort() + " is in use; set fallow.serve.port");
        }
    }
}
