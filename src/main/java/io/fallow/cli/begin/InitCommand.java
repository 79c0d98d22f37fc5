package io.fallow.cli.begin;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.cli.frame.ShardChoice;
import io.fallow.cli.frame.ShardProblem;
import io.fallow.database.DatabaseAccess;
import io.fallow.database.InstallException;
import io.fallow.database.Installer;
import io.fallow.platform.ReferencePlatform;
import io.fallow.settings.Settings;
import io.fallow.settings.ShardSettings;
import io.fallow.shard.Answer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
public final class InitCommand extends FallowCommand {

    @Option(
            names = "--contract",
            paramLabel = "FILE",
            description = "SQL that creates the contract's views and functions.")
    @Nullable
    Path contract;

    @Override
    protected ExitCode execute() {
        try (ConfigurableApplicationContext context = installation()) {
            Settings configured = context.getBean(Settings.class);
            ShardChoice choice = ShardChoice.of(context.getEnvironment());
            choice.requireKnown(shard);
            DatabaseAccess main = context.getBean(DatabaseAccess.class);
            if (choice.isOnly()) {
                Installed installed = install(main, configured);
                output.result(installed, out -> print(out, installed));
                return code(installed);
            }
            Map<String, DatabaseAccess> databases = new LinkedHashMap<>();
            databases.put(ShardSettings.MAIN, main);
            choice.shards()
                    .forEach((name, each) ->
                            databases.put(name, new DatabaseAccess(each.url(), each.username(), each.password())));
            databases.keySet().removeIf(name -> shard != null && !name.equals(shard));
            return each(databases, configured);
        }
    }

    /** @param problems what the contract still lacks */
    record Installed(String status, int migrations, List<String> problems) {}

    private Installed install(DatabaseAccess database, Settings configured) {
        DataSource login = database.ownSessions("fallow init");
        Installer installer = new Installer(login);
        boolean fresh = !installer.isInstalled();
        int migrations = installer.installSchema(configured.accountIdType());
        if (contract != null) {
            install(installer, contract, fresh);
            new ReferencePlatform(login).endDemo();
            installer.mark("PRODUCTION");
        }
        List<String> problems = installer.problems();
        return new Installed(problems.isEmpty() ? "READY" : "INCOMPLETE", migrations, problems);
    }

    /** A first try that is refused leaves nothing: the key's type can be chosen anew. */
    private static void install(Installer installer, Path contract, boolean fresh) {
        try {
            installer.installContract(contract);
        } catch (InstallException e) {
            if (!fresh) {
                throw e;
            }
            installer.removeSchema();
            throw new InstallException(e.getMessage() + "; schema fallow was taken out again", e);
        }
    }

    private ExitCode each(Map<String, DatabaseAccess> databases, Settings configured) {
        List<Answer<Installed>> answers = databases.entrySet().stream()
                .map(database -> Answer.asked(database.getKey(), () -> install(database.getValue(), configured)))
                .toList();
        Map<String, Object> shards = new LinkedHashMap<>();
        Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
        for (Answer<Installed> answer : answers) {
            if (answer.problem() == null) {
                shards.put(answer.shard(), answer.get());
                codes.add(code(answer.get()));
            } else {
                ShardProblem problem = ShardProblem.of(answer);
                shards.put(answer.shard(), problem.json());
                codes.add(problem.problem().code());
                problem.tell();
            }
        }
        output.result(
                Map.of("shards", shards),
                out -> answers.stream()
                        .filter(answer -> answer.problem() == null)
                        .forEach(answer -> {
                            out.println("Shard " + answer.shard() + ":");
                            print(out, answer.get());
                        }));
        return ExitCode.worst(codes);
    }

    private static ExitCode code(Installed installed) {
        return installed.problems().isEmpty() ? ExitCode.COMPLETED : ExitCode.USAGE;
    }

    private static void print(PrintWriter out, Installed installed) {
        out.println(
                installed.migrations() == 0
                        ? "Schema fallow is up to date."
                        : "Schema fallow: " + installed.migrations() + " migrations applied.");
        installed.problems().forEach(problem -> out.println("  missing: " + problem));
        out.println(
                installed.problems().isEmpty()
                        ? "The contract is whole; nights can run."
                        : "The contract is incomplete; nights cannot run yet.");
    }
}
