package io.fallow.cli.events;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.delivery.Delivered;
import io.fallow.delivery.Publishing;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Delivers pending events to the targets in fallow.delivery. Each event at least once, those of one account in their order; the"
                    + " database role is fallow_publisher, unless fallow.runtime-role is set by flag."
        },
        footer = {
            "",
            "Example: FALLOW_DELIVERY_WEBHOOK_SECRET=whsec_... fallow publish --follow",
            "Exit codes: 0 all delivered (with --follow: ended by SIGTERM), 1 events are left for another attempt or for an operator, or a"
                    + " target takes none, 2 wrong usage or configuration, 4 another process delivers to that target."
        })
public final class PublishCommand extends FallowCommand {

    @Option(names = "--to", paramLabel = "TARGET", description = "webhook or file; default: all that are configured.")
    @Nullable
    String to;

    @Option(names = "--follow", description = "Keeps going, woken as events are written, until it is told to end.")
    boolean follow;

    @Override
    protected ExitCode execute() {
        workAsPublisher();
        try (ConfigurableApplicationContext context = application()) {
            List<Delivered> all = context.getBean(Publishing.class).publish(to, follow);
            output.result(
                    all,
                    out -> all.forEach(each -> out.println(each.delivered() + " events delivered to "
                            + each.consumer()
                            + (each.unreachable() ? ", which cannot be reached" : "")
                            + (each.waiting() == 0
                                    ? ""
                                    : ", " + each.waiting() + " wait for another attempt or behind one")
                            + (each.dead() == 0 ? "" : ", " + each.dead() + " dead: `fallow events --dead`")
                            + ".")));
            return follow || all.stream().allMatch(Delivered::isComplete) ? ExitCode.COMPLETED : ExitCode.FAILED;
        }
    }
}
