package io.fallow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.database.InstallException;
import io.fallow.database.TestDatabase;
import io.fallow.database.Uninstaller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Fallow goes as it came: guards first, evidence kept, nothing of the platform's touched. */
class UninstallCommandTest {

    private final TestDatabase database = Called.platformOfToday();
    private final JdbcTemplate admin = new JdbcTemplate(database.dataSource());
    private final String name = database.jdbcUrl().substring(database.jdbcUrl().lastIndexOf('/') + 1);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void saysWhatItWouldDoAndChangesNothingUntilTheDatabaseIsNamed() {
        for (String[] said : new String[][] {{"uninstall"}, {"uninstall", "--yes", "another"}}) {
            Called asked = Called.on(database, said);

            assertThat(asked.code()).isEqualTo(2);
            assertThat(asked.out()).contains("Database " + name, "guards on platform.account, ");
            assertThat(asked.err()).contains("nothing was changed", "fallow uninstall --yes " + name);
        }
        assertThat(guards()).isEqualTo(9);
        assertThat(schemas()).containsExactly("fallow", "platform");
    }

    @Test
    void takesEverythingOutKeepsTheEvidenceAndIsSafeToRepeat() throws Exception {
        assertThat(Called.on(database, "run", "--policy", "config/demo-policy.yaml")
                        .code())
                .isZero();
        long decisions = count("fallow.decision");
        String accounts = accounts();
        Path evidence = folder.resolve("kept");

        Called done = Called.on(database, "uninstall", "--yes", name, "--evidence", evidence.toString());

        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains("The guard on platform.wallet_balance is off.", "Schema fallow is gone.");
        assertThat(guards()).isZero();
        assertThat(schemas()).containsExactly("platform");
        assertThat(accounts()).isEqualTo(accounts);
        assertThat(admin.update("UPDATE platform.account SET display_name = display_name"))
                .isPositive();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(evidence)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(evidence.resolve("decision.csv"))))
                .isEqualTo("rw-------");
        assertThat(Files.readAllLines(evidence.resolve("decision.csv"))).hasSize((int) decisions + 1);
        assertThat(evidence.resolve("seal.csv")).exists();
        assertThat(evidence.resolve("plan.csv")).doesNotExist();

        Called again = Called.on(database, "uninstall", "--yes", name);

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).contains("There is no schema fallow in this database.");
        assertThat(Called.on(database, "init", "--contract", "sql/contract/reference.sql")
                        .code())
                .isZero();
    }

    @Test
    void neverOverwritesEvidenceAndGoesOnWhereItStopped() {
        Called stopped = Called.on(database, "uninstall", "--yes", name, "--evidence", folder.toString());

        assertThat(stopped.code()).isEqualTo(2);
        assertThat(stopped.err()).contains(folder + " exists, and evidence is never overwritten");
        assertThat(guards()).as("the platform is free").isZero();
        assertThat(schemas()).containsExactly("fallow", "platform");

        assertThat(Called.on(database, "uninstall", "--yes", name, "--no-evidence", "--keep-roles")
                        .code())
                .isZero();
        assertThat(schemas()).containsExactly("platform");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void leavesWhatIsNotFallowsAndRestsOnIt() {
        admin.execute("CREATE VIEW platform.standing AS SELECT account_id, state FROM fallow.account_status");
        admin.execute("CREATE TABLE platform.pet (owner fallow.account_id)");

        Called refused = Called.on(database, "uninstall", "--yes", name, "--no-evidence");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("table platform.pet, view platform.standing");
        assertThat(guards()).isEqualTo(9);
    }

    @Test
    void takesWhatAHalfInstallationHasLeft() {
        admin.execute("DROP SCHEMA fallow CASCADE");
        admin.execute("CREATE SCHEMA fallow");
        admin.execute("CREATE FUNCTION fallow.guard_x() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
        admin.execute("CREATE TRIGGER fallow_guard AFTER INSERT ON platform.wallet_balance FOR EACH ROW"
                + " EXECUTE FUNCTION fallow.guard_x()");

        assertThat(Called.on(database, "uninstall", "--yes", name, "--evidence", folder.resolve("kept") + "")
                        .code())
                .isZero();

        assertThat(guards()).isZero();
        assertThat(schemas()).containsExactly("platform");
    }

    @Test
    void waitsForATableInUseAMomentAtATimeAndThenNamesWhoHasIt() throws Exception {
        try (Connection other = database.dataSource().getConnection();
                Statement teller = other.createStatement();
                Uninstaller uninstaller = new Uninstaller(database.dataSource(), Duration.ofMillis(300))) {
            other.setAutoCommit(false);
            teller.execute("SET application_name = 'teller'");
            teller.execute("LOCK TABLE platform.bank_saving IN ACCESS SHARE MODE");

            assertThatThrownBy(uninstaller::dropGuards)
                    .isInstanceOf(InstallException.class)
                    .hasMessageContaining("platform.bank_saving stayed in use for PT0.3S (teller, database session ");

            other.rollback();
            assertThat(uninstaller.dropGuards()).contains("platform.bank_saving");
        }
    }

    private long guards() {
        return count("pg_trigger WHERE tgname LIKE 'fallow\\_guard%' AND NOT tgisinternal AND tgfoid IN"
                + " (SELECT oid FROM pg_proc WHERE pronamespace = to_regnamespace('fallow')) AND tgtype & 32 = 0");
    }

    private List<String> schemas() {
        return admin.queryForList(
                "SELECT nspname FROM pg_namespace WHERE nspname IN ('fallow', 'platform') ORDER BY 1", String.class);
    }

    private String accounts() {
        return String.valueOf(admin.queryForObject(
                "SELECT md5(string_agg(CAST(a AS text), '' ORDER BY account_id)) FROM platform.account AS a",
                String.class));
    }

    private long count(String from) {
        Long n = admin.queryForObject("SELECT count(*) FROM " + from, Long.class);
        return n == null ? -1 : n;
    }
}
