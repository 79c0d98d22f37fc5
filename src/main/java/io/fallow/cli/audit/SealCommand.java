package io.fallow.cli.audit;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.ledger.seals.Seal;
import io.fallow.ledger.seals.SealChain;
import io.fallow.ledger.seals.Seals;
import io.fallow.run.UsageException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import picocli.CommandLine.Command;

@Command(
        name = "seal",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "The chain of seals over all decisions. Its head, kept elsewhere, proves that nobody rewrote it.",
        footer = {"", "Example: fallow seal export --output json > /mnt/worm/head.json"},
        subcommands = {SealCommand.Export.class, SealCommand.Acts.class})
public final class SealCommand {

    private SealCommand() {}

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Prints the head of the chain, to be kept where nobody who can write the database can write.",
            footer = {"", "Example: fallow seal export > head && fallow verify --against head"})
    static final class Export extends FallowCommand {
        @Override
        protected ExitCode execute() {
            try (ConfigurableApplicationContext context = application()) {
                Seal head = context.getBean(SealChain.class)
                        .head()
                        .orElseThrow(() -> new UsageException("there is no seal yet: no run is completed"));
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("seal", head.sealId());
                json.put("run", head.of().run());
                json.put("act", head.of().act());
                json.put("businessDate", head.of().businessDate());
                json.put("decisions", head.decisions());
                json.put("digest", head.digest());
                json.put("previous", head.previous());
                json.put("sealedAt", head.sealedAt());
                output.result(
                        json,
                        out -> json.forEach(
                                (key, value) -> out.printf("%-13s %s%n", key, value == null ? "none" : value)));
                return ExitCode.COMPLETED;
            }
        }
    }

    @Command(
            name = "acts",
            mixinStandardHelpOptions = true,
            description = "Seals acts that the platform made in SQL, without waiting for the next night.")
    static final class Acts extends FallowCommand {
        @Override
        protected ExitCode execute() {
            try (ConfigurableApplicationContext context = application()) {
                Seals seals = context.getBean(Seals.class);
                Integer sealed = new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
                        .execute(status -> seals.sealWaitingActs());
                output.result(Map.of("sealed", sealed), out -> out.println(sealed + " acts are sealed."));
                return ExitCode.COMPLETED;
            }
        }
    }
}
