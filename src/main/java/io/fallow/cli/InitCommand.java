package io.fallow.cli;

import io.fallow.database.DatabaseAccess;
import io.fallow.database.Installer;
import io.fallow.platform.ReferencePlatform;
import io.fallow.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = {
            "Installs schema fallow, its roles, and your contract: one SQL file that shows Fallow your own tables.",
            "Safe to repeat. Says what the contract still lacks. sql/contract/reference.sql is a worked example."
        },
        footer = {"", "Example: fallow init --contract my-platform.sql"})
final class InitCommand extends FallowCommand {

    @Option(
            names = "--contract",
            paramLabel = "FILE",
            description = "SQL that creates the contract's views and functions.")
    @Nullable
    Path contract;

    @Override
    ExitCode execute() {
        try (ConfigurableApplicationContext context = installation()) {
            DataSource login = context.getBean(DatabaseAccess.class).unpooled("fallow init");
            Installer installer = new Installer(login);
            int migrations =
                    installer.installSchema(context.getBean(Settings.class).accountIdType());
            if (contract != null) {
                installer.installContract(contract);
                new ReferencePlatform(login).endDemo();
            }
            List<String> problems = installer.contractProblems();
            output.result(
                    Map.of(
                            "status",
                            problems.isEmpty() ? "READY" : "INCOMPLETE",
                            "migrations",
                            migrations,
                            "problems",
                            problems),
                    out -> {
                        out.println(
                                migrations == 0
                                        ? "Schema fallow is up to date."
                                        : "Schema fallow: " + migrations + " migrations applied.");
                        problems.forEach(problem -> out.println("  missing: " + problem));
                        out.println(
                                problems.isEmpty()
                                        ? "The contract is whole; nights can run."
                                        : "The contract is incomplete; nights cannot run yet.");
                    });
            return problems.isEmpty() ? ExitCode.COMPLETED : ExitCode.USAGE;
        }
    }
}
