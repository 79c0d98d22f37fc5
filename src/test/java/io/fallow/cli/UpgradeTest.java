package io.fallow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.cli.frame.ExitCode;
import io.fallow.database.Installer;
import io.fallow.database.TestDatabase;
import io.fallow.ledger.base.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An operator brings a new version while a night is unfinished. The dump is of a shop whose second night failed in protectLongUnused, six of
 * twelve accounts in, under the version before fallow_contract; account 3 holds something.
 */
class UpgradeTest {

    private static final Path HERE = Path.of("src/test/resources/upgrade");

    @Test
    void anUnfinishedNightGoesOnOnceContractAndPolicyAreOfTheNewVersion(@TempDir Path folder) throws IOException {
        try (TestDatabase database = TestDatabase.fresh()) {
            JdbcTemplate admin = new JdbcTemplate(database.dataSource());
            admin.execute(Sql.named("role/create-roles"));
            admin.execute(dump());

            Called migrated = Called.on(database, "init");
            assertThat(migrated.code()).isEqualTo(ExitCode.USAGE.code());
            assertThat(migrated.out()).contains("GRANT SELECT ON shop.wallet TO fallow_contract");

            String contract = HERE.resolve("contract.sql").toString();
            assertThat(Called.on(database, "init", "--contract", contract).code())
                    .isZero();
            new Installer(database.dataSource()).mark("TEST");

            String policy = Files.readString(HERE.resolve("policy.yaml"));
            Path old = Files.writeString(
                    folder.resolve("old.yaml"), policy.replaceFirst(", late-grace.*unguarded: refuse", ""));
            Called refused = Called.on(database, "rerun", "--policy", old.toString());
            assertThat(refused.code()).isEqualTo(ExitCode.USAGE.code());
            assertThat(refused.err()).contains("inputs.late-grace: is missing", """
                    inputs:
                      late-grace: P30D
                      max-late-percent: 0.1
                      max-orphans: 0
                      unguarded: refuse
                    """);
            assertThat(states(admin)).isEqualTo("DORMANT 6, PROTECTED 18");

            Called done = Called.on(
                    database, "rerun", "--policy", HERE.resolve("policy.yaml").toString());
            assertThat(done.code()).as(done.err()).isZero();
            assertThat(states(admin)).isEqualTo("PROTECTED 13, RECYCLED 11");
            assertThat(Called.on(database, "verify").out()).startsWith("Intact: 59 decisions under 2 seals");
        }
    }

    private static String dump() throws IOException {
        try (InputStream packed = new GZIPInputStream(Files.newInputStream(HERE.resolve("unfinished-night.sql.gz")))) {
            return new String(packed.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String states(JdbcTemplate admin) {
        return Objects.requireNonNull(admin.queryForObject(
                "SELECT string_agg(state || ' ' || n, ', ' ORDER BY state)"
                        + " FROM (SELECT CAST(state AS text) AS state, count(*) AS n FROM fallow.account_lifecycle GROUP BY state) AS s",
                String.class));
    }
}
