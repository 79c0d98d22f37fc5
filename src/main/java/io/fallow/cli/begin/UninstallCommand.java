package io.fallow.cli.begin;

import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.FallowCommand;
import io.fallow.cli.frame.Installation;
import io.fallow.cli.frame.ShardChoice;
import io.fallow.database.DatabaseAccess;
import io.fallow.database.Uninstaller;
import io.fallow.database.Uninstaller.Installed;
import io.fallow.database.Uninstaller.Kept;
import io.fallow.database.Uninstaller.Role;
import io.fallow.run.UsageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "uninstall",
        mixinStandardHelpOptions = true,
        description = {
            "Takes Fallow out of a database: the guards first, then schema fallow and its roles; the evidence is kept in a folder.",
            "Without --yes it says what it would do, and changes nothing. Safe to repeat. Your own tables stay as they are:"
                    + " accounts that are protected or recycled there are put back by you, or by `fallow unseal` and `restore` before."
        },
        footer = {"", "Example: fallow uninstall --yes shop"})
public final class UninstallCommand extends FallowCommand {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Option(names = "--yes", paramLabel = "DATABASE", description = "The name of the database: yes, this one.")
    @Nullable
    String yes;

    @ArgGroup
    Evidence evidence = new Evidence();

    static final class Evidence {
        @Option(
                names = "--evidence",
                paramLabel = "FOLDER",
                description = "Where it is kept; default: fallow-evidence-DATABASE.")
        @Nullable
        Path folder;

        @Option(names = "--no-evidence", description = "Who was recycled, and why, is forgotten.")
        boolean none;
    }

    @Option(names = "--keep-roles", description = "Leaves the roles, as for another installation on the server.")
    boolean keepRoles;

    @Override
    protected ExitCode execute() {
        try (ConfigurableApplicationContext context = start(
                        Installation.class,
                        application -> application.addInitializers(starting ->
                                ShardChoice.of(starting.getEnvironment()).require(shard)));
                Uninstaller uninstaller = new Uninstaller(
                        context.getBean(DatabaseAccess.class).ownSessions("fallow uninstall"), PATIENCE)) {
            Installed installed = uninstaller.installed();
            if (installed != null && !installed.database().equals(yes)) {
                output.result(installed, out -> print(out, installed));
                throw new UsageException(
                        (yes == null ? "nothing was changed" : "--yes names '" + yes + "', and nothing was changed")
                                + "; to take Fallow out of this database say fallow uninstall --yes "
                                + installed.database());
            }
            Uninstalled done = uninstall(uninstaller, installed);
            output.result(done, out -> print(out, done));
            return ExitCode.COMPLETED;
        }
    }

    /**
     * What was done.
     *
     * @param evidence the folder; null when none was kept
     */
    record Uninstalled(
            String status, List<String> guardsOff, @Nullable String evidence, long evidenceRows, List<Role> roles) {}

    private Uninstalled uninstall(Uninstaller uninstaller, @Nullable Installed installed) {
        List<String> freed = List.of();
        String folder = null;
        long rows = 0;
        if (installed != null) {
            uninstaller.requireNothingRestsOnIt();
            uninstaller.holdNight();
            freed = uninstaller.dropGuards();
            if (!evidence.none) {
                Path named =
                        evidence.folder == null ? Path.of("fallow-evidence-" + installed.database()) : evidence.folder;
                Kept kept = uninstaller.dumpEvidence(named);
                folder = kept.folder().toString();
                rows = kept.rows().values().stream().mapToLong(Long::longValue).sum();
            }
            uninstaller.dropSchema();
        }
        List<Role> roles = keepRoles ? List.of() : uninstaller.dropRoles();
        return new Uninstalled(installed == null ? "NOT_INSTALLED" : "UNINSTALLED", freed, folder, rows, roles);
    }

    private static void print(PrintWriter out, Installed installed) {
        out.println("Database " + installed.database() + ": schema fallow, " + installed.tables() + " tables.");
        out.println(
                installed.guarded().isEmpty()
                        ? "  no table has a guard"
                        : "  guards on " + String.join(", ", installed.guarded()));
        installed
                .outsiders()
                .forEach(outsider -> out.println("  in the way, since it rests on schema fallow: " + outsider));
    }

    private static void print(PrintWriter out, Uninstalled done) {
        if (done.status().equals("NOT_INSTALLED")) {
            out.println("There is no schema fallow in this database.");
        } else {
            done.guardsOff().forEach(table -> out.println("The guard on " + table + " is off."));
            if (done.evidence() != null) {
                out.println("The evidence is in " + done.evidence() + ", " + done.evidenceRows() + " rows.");
            }
            out.println("Schema fallow is gone.");
        }
        done.roles()
                .forEach(role -> out.println(
                        role.keptBy() == null
                                ? "Role " + role.name() + " is gone."
                                : "Role " + role.name() + " stays: " + role.keptBy() + "."));
    }
}
