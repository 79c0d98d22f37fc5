package io.fallow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.cli.frame.ExitCode;
import io.fallow.database.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** What an auditor calls, and what brings accounts back. */
class EvidenceCommandsTest {

    private static final String POLICY = "fallow.policy-file=config/demo-policy.yaml";

    private final TestDatabase database = Called.platformOfToday();
    private final JdbcTemplate admin = new JdbcTemplate(database.dataSource());

    @AfterEach
    void close() {
        database.close();
    }

    private Called fallow(String... arguments) {
        return Called.on(database, arguments);
    }

    private Called night() {
        Called night = fallow("run", "--set", POLICY);
        assertThat(night.code()).as(night.err()).isZero();
        return night;
    }

    @Test
    void whatWasExportedInEitherFormIsAcceptedUntilTheChainIsRewritten(@TempDir Path folder) throws Exception {
        Called night = night();
        Called text = fallow("seal", "export");
        Called json = fallow("seal", "export", "--output", "json");
        String digest = json.json().get("digest").asString();
        assertThat(text.out()).contains(digest);
        assertThat(night.err() + night.out()).contains("seal " + digest);
        assertThat(json.json().get("run").asLong()).isEqualTo(1);
        assertThat(json.json().get("businessDate").asString())
                .isEqualTo(Called.today().toString());
        assertThat(json.json().get("decisions").asLong()).isPositive();
        assertThat(json.json().get("previous").isNull()).isTrue();
        String textFile =
                Files.writeString(folder.resolve("head.txt"), text.out()).toString();
        String jsonFile =
                Files.writeString(folder.resolve("head.json"), json.out()).toString();

        assertThat(fallow("verify", "--against", textFile).code()).isZero();
        assertThat(fallow("verify", "--against", jsonFile).code()).isZero();
        assertThat(fallow("verify", "--head", digest).out()).contains("Intact: ", "under 1 seal,", digest, "anchored");

        String another = (digest.startsWith("0") ? "1" : "0") + digest.substring(1);
        Files.writeString(folder.resolve("head.json"), json.out().replace(digest, another));
        Called rewritten = fallow("verify", "--against", jsonFile);
        assertThat(rewritten.code()).isEqualTo(1);
        assertThat(rewritten.out().lines()).hasSize(1);
        assertThat(rewritten.out()).contains("NOT INTACT: the chain of seals was cut or rewritten");
    }

    @Test
    void theCulpritIsNamedInOneLineAndInJsonInOneDocument() {
        night();
        assertThat(fallow("verify", "--output", "json").json().get("intact").asBoolean())
                .isTrue();
        String account = admin.queryForObject("SELECT min(account_id) FROM fallow.decision", String.class);
        admin.execute("ALTER TABLE fallow.decision DISABLE TRIGGER ALL");
        admin.execute("UPDATE fallow.decision SET reasons = '{TIDY}' WHERE account_id = " + account);

        Called text = fallow("verify");
        assertThat(text.code()).isEqualTo(1);
        assertThat(text.out().lines())
                .containsExactly("NOT INTACT: account " + account + ": its decision of " + Called.today()
                        + " in run 1 was changed after it was sealed.");

        Called json = fallow("verify", "--output", "json");
        assertThat(json.code()).isEqualTo(1);
        JsonNode problem = json.json().get("problem");
        assertThat(problem.get("kind").asString()).isEqualTo("DECISION_CHANGED");
        assertThat(problem.get("account").asString()).isEqualTo(account);
        assertThat(problem.get("run").asLong()).isEqualTo(1);
        assertThat(problem.get("businessDate").asString())
                .isEqualTo(Called.today().toString());
    }

    @Test
    void theAuditorsRoleIsEnoughToVerify() {
        night();

        Called verified = fallow("verify", "--set", "fallow.runtime-role=fallow_auditor");

        assertThat(verified.code()).as(verified.err()).isZero();
        assertThat(fallow("seal", "export", "--set", "fallow.runtime-role=fallow_auditor")
                        .code())
                .isZero();
    }

    @Test
    void aHeadThatIsNoneIsMisuse(@TempDir Path folder) throws Exception {
        String empty = Files.writeString(folder.resolve("empty"), "nothing").toString();
        String[][] misuses = {
            {"verify", "--head", "abc"},
            {"verify", "--against", folder.resolve("nowhere").toString()},
            {"verify", "--against", empty},
            {"verify", "--against", folder.toString()},
            {"verify", "--head", "0".repeat(64), "--against", empty},
            {"seal", "export"}
        };
        for (String[] misuse : misuses) {
            Called refused = fallow(misuse);
            assertThat(refused.code()).as(String.join(" ", misuse)).isEqualTo(ExitCode.USAGE.code());
            assertThat(refused.err().lines().filter(line -> line.startsWith("fallow: ")))
                    .hasSize(1);
        }
    }

    @Test
    void accountsAreRestoredEachWithAResultOfItsOwn() {
        night();
        for (String account : new String[] {"3", "5"}) {
            recycle(account);
        }

        Called restored = fallow(
                "restore", "3", "4", "5", "--evidence", "passport, ticket 9", "--set", POLICY, "--output", "json");

        assertThat(restored.code()).as(restored.err()).isEqualTo(1);
        assertThat(restored.json().get("restored").asLong()).isEqualTo(2);
        assertThat(restored.json().get("left").propertyNames()).containsExactly("4");
        Called alone = fallow("restore", "4", "--evidence", "passport, ticket 9", "--set", POLICY);
        assertThat(alone.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(alone.err()).contains("only a RECYCLED account can be restored");
    }

    /** As a night would, without the years before it. */
    private void recycle(String account) {
        admin.execute("SELECT fallow.apply_recycle(ARRAY[" + account + "]::fallow.account_id[])");
        admin.execute("ALTER TABLE fallow.account_lifecycle DISABLE TRIGGER ALL");
        admin.execute(
                "INSERT INTO fallow.account_lifecycle (account_id, state, since, last_active_on, protected_on, due_on,"
                        + " policy_version, cohort) VALUES (" + account
                        + ", 'RECYCLED', DATE '2026-11-20', DATE '2020-01-01', DATE '2026-01-01', DATE '2099-01-01', 1, 'standard')"
                        + " ON CONFLICT ON CONSTRAINT account_lifecycle_pk DO UPDATE SET state = 'RECYCLED', protected_on = DATE '2026-01-01'");
        admin.execute("ALTER TABLE fallow.account_lifecycle ENABLE TRIGGER ALL");
    }

    @Test
    void aRunIsRestoredAsAWholeAndWhatIsLeftIsListed() {
        night();
        recycle("3");
        admin.execute("ALTER TABLE fallow.decision DISABLE TRIGGER ALL");
        admin.execute(
                "INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, run_id, reasons)"
                        + " SELECT a, r.business_date, 'PROTECTED', 'RECYCLED', 1, 1, '{PROPERTY_FREE}'"
                        + " FROM fallow.run AS r, unnest(ARRAY[3, 4]) AS a");
        admin.execute(
                "UPDATE fallow.account_lifecycle SET since = (SELECT business_date FROM fallow.run) WHERE account_id = 3");

        Called restored = fallow("restore", "--run", "1", "--evidence", "incident 12", "--set", POLICY);

        assertThat(restored.code()).as(restored.err()).isEqualTo(1);
        assertThat(restored.out())
                .contains("1 accounts that run 1 recycled are PROTECTED again, 1 are left", "Left: account 4");
        assertThat(fallow("restore", "--run", "99", "--evidence", "x").code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(fallow("restore", "3", "--run", "1", "--evidence", "x").code())
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(fallow("restore", "--evidence", "x").code()).isEqualTo(ExitCode.USAGE.code());
    }
}
