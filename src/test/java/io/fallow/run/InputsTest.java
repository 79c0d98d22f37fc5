package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.job.step.CheckInputs;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.runs.Run;
import io.fallow.lifecycle.Policy;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On inputs that cannot be trusted nothing is decided, the culprit is named, and the repaired night goes on. */
class InputsTest {

    private final SmallPlatform platform = new SmallPlatform();

    @BeforeEach
    void addAnAccount() {
        platform.account(1, "standard", TODAY.minusYears(4));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DROP VIEW fallow.account_activity | view fallow.account_activity is missing",
                "DROP VIEW fallow.account_exclusion | view fallow.account_exclusion is missing",
                "DROP FUNCTION fallow.apply_recycle(fallow.account_id[]) | fallow.apply_recycle",
                "DROP TRIGGER {guard} ON platform.bank_saving | platform.bank_saving",
                "ALTER TABLE platform.bank_saving DISABLE TRIGGER {guard} | platform.bank_saving"
            })
    void namesWhatIsMissingAndGoesOnOnceItIsBack(String breaking, String culprit) {
        platform.sql(breaking.replace("{guard}", platform.guardOf("platform.bank_saving")));

        assertRefused(platform.attempt(TODAY, SmallPlatform.policy()), culprit);

        platform.sql("ALTER TABLE platform.bank_saving ENABLE TRIGGER ALL").repairContract();
        platform.night(TODAY);
        assertThat(platform.state(1)).isEqualTo("PROTECTED");
    }

    @Test
    void namesAZoneThatIsAnotherOneToTheDatabase() {
        Policy policy = SmallPlatform.policy();
        Policy sidereal = new Policy(
                ZoneId.of("UTC+8"),
                policy.cohorts(),
                policy.limits(),
                policy.pace(),
                policy.inputs(),
                policy.blocks(),
                policy.acts());

        CheckInputs inputs = platform.raw().bean(CheckInputs.class);
        assertThat(inputs.problems(new Night(1, 1, 1, TODAY, sidereal, 1, false)))
                .singleElement()
                .asString()
                .startsWith("zone UTC+08:00 of the policy is another one to the database than to Java");
        assertThat(inputs.problems(new Night(1, 1, 1, TODAY, policy, 1, false)))
                .noneMatch(problem -> problem.contains("zone"));
    }

    @Test
    void namesAColumnOfTheWrongType() {
        platform.sql("DROP VIEW fallow.source_health")
                .sql(
                        "CREATE VIEW fallow.source_health AS SELECT source, rows::integer AS rows, newest FROM platform.feed")
                .sql("GRANT SELECT ON fallow.source_health TO fallow_runtime");

        assertRefused(
                platform.attempt(TODAY, SmallPlatform.policy()),
                "column fallow.source_health.rows is of type integer, not bigint");

        platform.sql("DROP VIEW fallow.source_health").repairContract();
        platform.night(TODAY);
    }

    @Test
    void acceptsAContractWithoutBlocksAndFreezes() {
        platform.sql("DROP VIEW fallow.account_block, fallow.account_freeze");
        assertRefused(
                platform.attempt(TODAY, SmallPlatform.policy()),
                "view fallow.account_block is gone, and was read until now; run `fallow init` with the contract again");

        platform.installWithout("VIEW fallow.account_block", "VIEW fallow.account_freeze");
        platform.account(2, "standard", TODAY.minusYears(4)).block(2).night(TODAY);

        assertThat(platform.state(1)).isEqualTo("PROTECTED");
        assertThat(platform.state(2)).isEqualTo("PROTECTED");
        assertThat(platform.rows("SELECT allowed, reason FROM fallow.permits(2, 'SOCIAL')"))
                .containsExactly("(f,PROTECTED)");
    }

    @Test
    void namesAnOptionalViewThatIsNewOrOfTheWrongType() {
        platform.sql("DROP VIEW fallow.account_block").installWithout("VIEW fallow.account_block");
        platform.sql(
                "CREATE VIEW fallow.account_block AS SELECT account_id::fallow.account_id, blocked_at::date AS since,"
                        + " lifted_at AS until FROM platform.block");
        assertRefused(
                platform.attempt(TODAY, SmallPlatform.policy()),
                "view fallow.account_block is new, and not read yet",
                "view fallow.account_block has no column reason",
                "column fallow.account_block.since is of type date, not timestamp with time zone");

        platform.sql("DROP VIEW fallow.account_block").repairContract();
        platform.night(TODAY);
    }

    @Test
    void saysWhatIsWrongWithAnOptionalViewWhenItIsInstalled() {
        platform.sql("DROP VIEW fallow.account_freeze")
                .install(
                        "CREATE VIEW fallow.account_freeze AS SELECT account_id, asset, authority FROM platform.judicial_freeze");

        assertThat(platform.problems())
                .containsExactly("column fallow.account_freeze.account_id is of type bigint, not fallow.account_id");
    }

    @Test
    void refusesABlockOrAFreezeThatBelongsToNobody() {
        platform.sql("DROP VIEW fallow.account_block, fallow.account_freeze")
                .install("CREATE VIEW fallow.account_block AS SELECT NULL::fallow.account_id AS account_id,"
                        + " NULL::timestamptz AS since, NULL::timestamptz AS until, NULL::text AS reason;"
                        + "CREATE VIEW fallow.account_freeze AS SELECT NULL::fallow.account_id AS account_id,"
                        + " NULL::text AS asset, NULL::text AS authority");

        assertRefused(
                platform.attempt(TODAY, SmallPlatform.policy()),
                "view fallow.account_block returns a row whose account_id is NULL",
                "view fallow.account_freeze returns a row whose account_id is NULL");

        platform.sql("DROP VIEW fallow.account_block, fallow.account_freeze").repairContract();
        platform.night(TODAY);
    }

    /** Unknown counts as held, and no row is so odd that it stops the others. */
    @Test
    void takesABlockWithoutDatesForOneWithoutEnd() {
        for (int id = 2; id <= 5; id++) {
            platform.account(id, "standard", TODAY.minusYears(4));
        }
        platform.sql("DROP VIEW fallow.account_block")
                .install(
                        "CREATE VIEW fallow.account_block AS SELECT id::fallow.account_id AS account_id, since, until, reason"
                                + " FROM (VALUES (2, NULL::timestamptz, NULL::timestamptz, NULL::text),"
                                + " (3, '-infinity', 'infinity', 'for ever'), (4, 'infinity', NULL, 'never'),"
                                + " (5, '-infinity', '-infinity', 'never')) AS t (id, since, until, reason)");

        platform.night(TODAY);

        for (int id = 1; id <= 5; id++) {
            assertThat(platform.state(id))
                    .as("account " + id)
                    .isEqualTo(id == 2 || id == 3 ? "DORMANT BLOCKED" : "PROTECTED");
        }
    }

    @Test
    void refusesANightOfWhichNoSourceTells() {
        assertRefused(platform.raw().night(TODAY, SmallPlatform.policy()), "source_health names no source");
        platform.night(TODAY);
    }

    @Test
    void acceptsASourceAsOldAsAllowedAndNoOlder() {
        LocalDate date = TODAY.plusDays(1);
        platform.loaded(1_000, TestPlatform.eveningOf(date.minusDays(3)));
        assertRefused(platform.raw().night(date, SmallPlatform.policy()), "source account is stale");

        platform.loaded(1_000, TestPlatform.eveningOf(date.minusDays(2)));

        SmallPlatform.completed(platform.raw().night(date, SmallPlatform.policy()));
    }

    @Test
    void acceptsASourceShrunkenAsFarAsAllowedAndNoFurther() {
        platform.night(TODAY);
        LocalDate date = TODAY.plusDays(1);
        platform.loaded(899, TestPlatform.eveningOf(TODAY));
        NightResult refused = platform.raw().night(date, SmallPlatform.policy());
        assertThat(refused.report().status()).isEqualTo(Run.Status.UNSAFE_INPUTS);
        assertThat(refused.problem()).contains("source account has shrunk from 1000 to 899");

        platform.loaded(900, TestPlatform.eveningOf(TODAY));

        SmallPlatform.completed(platform.raw().night(date, SmallPlatform.policy()));
    }

    @Test
    void refusesAnActivityThatIsReportedTwiceWhereverItIsMet() {
        platform.account(2, "standard", TODAY.minusYears(4));
        activityAlsoFrom(
                "SELECT CAST(2 AS fallow.account_id), 'standard', CAST('2020-02-01' AS timestamptz), CAST('2020-02-02' AS timestamptz)");

        assertNothingIsDoneTo2("ACTIVE", platform.attempt(TODAY, SmallPlatform.policy()));

        platform.repairContract();
        platform.night(TODAY);
        platform.night(TODAY.plusDays(15));
        platform.night(TODAY.plusDays(31));
        platform.night(TODAY.plusDays(38));
        activityAlsoFrom("SELECT CAST(2 AS fallow.account_id), 'standard', now(), now()");
        assertNothingIsDoneTo2("PROTECTED", platform.attempt(TODAY.plusDays(45), SmallPlatform.policy()));
    }

    private void assertNothingIsDoneTo2(String state, NightResult result) {
        assertThat(result.report().status()).isEqualTo(Run.Status.UNSAFE_INPUTS);
        assertThat(result.problem()).contains("view fallow.account_activity returns account 2 more than once");
        assertThat(platform.state(2)).isEqualTo(state);
    }

    @Test
    void refusesPropertyThatBelongsToNobody() {
        platform.sql("ALTER VIEW fallow.account_exclusion RENAME TO held")
                .sql("CREATE VIEW fallow.account_exclusion AS SELECT account_id, reason, detail FROM fallow.held"
                        + " UNION ALL SELECT CAST(NULL AS fallow.account_id), 'CHANGE', 'whose?'")
                .sql("ALTER VIEW fallow.account_exclusion OWNER TO fallow_contract")
                .sql("GRANT SELECT ON fallow.account_exclusion TO fallow_runtime");

        assertRefused(
                platform.attempt(TODAY, SmallPlatform.policy()),
                "view fallow.account_exclusion returns a row whose account_id is NULL");

        platform.sql("DROP VIEW fallow.account_exclusion").sql("ALTER VIEW fallow.held RENAME TO account_exclusion");
        platform.night(TODAY);
    }

    @Test
    void refusesAnActivityThatBelongsToNobody() {
        activityAlsoFrom("SELECT CAST(NULL AS fallow.account_id), 'standard', now(), now()");

        assertRefused(
                platform.attempt(TODAY, SmallPlatform.policy()),
                "view fallow.account_activity returns a row whose account_id is NULL");
    }

    private void activityAlsoFrom(String select) {
        platform.sql("CREATE OR REPLACE VIEW fallow.account_activity AS"
                + " SELECT account_id::fallow.account_id AS account_id, cohort, registered_at, last_active_at FROM platform.account"
                + " UNION ALL " + select);
    }

    @Test
    void refusesRowsFromTheFuture() {
        platform.loaded(1_000, TestPlatform.eveningOf(TODAY).plusMillis(1));

        assertRefused(platform.raw().night(TODAY, SmallPlatform.policy()), "source account has a row from the future");
    }

    @Test
    void missesASourceThatHadReportedBefore() {
        platform.night(TODAY);
        LocalDate date = TODAY.plusDays(1);
        platform.sql("UPDATE platform.feed SET source = 'accounts'");
        platform.sql("UPDATE platform.feed SET newest = newest + interval '1 day'");

        NightResult refused = platform.raw().night(date, SmallPlatform.policy());

        assertThat(refused.report().status()).isEqualTo(Run.Status.UNSAFE_INPUTS);
        assertThat(refused.problem()).contains("source account has vanished");
    }

    private void assertRefused(NightResult result, String... culprits) {
        assertThat(result.report().status()).isEqualTo(Run.Status.UNSAFE_INPUTS);
        assertThat(result.problem()).contains(culprits);
        assertThat(platform.count("fallow.account_lifecycle")).isZero();
        assertThat(platform.count("fallow.decision")).isZero();
    }
}
