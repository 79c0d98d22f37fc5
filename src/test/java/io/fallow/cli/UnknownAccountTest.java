package io.fallow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.cli.frame.ExitCode;
import io.fallow.database.Installer;
import io.fallow.database.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** An account that the platform does not know is no ACTIVE one: a key that was mistyped must be seen to be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnknownAccountTest {

    private TestDatabase database;

    @BeforeAll
    void install() {
        database = Called.platformOfToday();
        assertThat(Called.on(database, "run", "--policy", "config/demo-policy.yaml")
                        .code())
                .isZero();
    }

    @AfterAll
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "explain 999999",
                "notice 999999",
                "notice report 999999 1 delivered --reference m1 --by desk",
                "hold add 999999 --detail order --by legal",
                "hold list 999999",
                "window open 999999 --device phone --by desk",
                "window record 999999 CHANGE_WITHDRAWAL --reference w1 --by desk",
                "window list 999999",
                "unseal 999999 --method PASSPORT --reference c1 --by desk",
                "cancel 999999 --method PASSPORT --reference c1 --by desk",
                "cancel 999999 --revoke --by desk",
                "restore 999999 --evidence passport --by desk",
                "erasure confirm 999999 --reference e1 --by desk",
            })
    void everyCommandSaysThatThePlatformDoesNotKnowIt(String command) {
        JdbcTemplate admin = new JdbcTemplate(database.dataSource());
        List<Integer> before = traces(admin);

        Called refused = Called.on(database, command.split(" "));

        assertThat(refused.err()).contains("the platform does not know account 999999");
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(traces(admin)).isEqualTo(before);
    }

    private static List<Integer> traces(JdbcTemplate admin) {
        return admin.queryForList(
                "SELECT count(*) FROM fallow.unseal_attempt UNION ALL SELECT count(*) FROM fallow.hold"
                        + " UNION ALL SELECT count(*) FROM fallow.cancellation",
                Integer.class);
    }

    @Test
    void oneThatThePlatformForgotIsStillExplainedByItsRow() {
        JdbcTemplate admin = new JdbcTemplate(database.dataSource());
        String gone = String.valueOf(admin.queryForObject(
                "SELECT min(account_id) FROM fallow.account_status WHERE state = 'PROTECTED'", String.class));
        admin.execute(
                "CREATE OR REPLACE VIEW fallow.account_activity AS SELECT account_id::fallow.account_id AS account_id,"
                        + " cohort, registered_at, last_active_at FROM platform.account WHERE account_id <> " + gone);

        assertThat(Called.on(database, "explain", gone).out()).contains("PROTECTED");
        new Installer(database.dataSource()).installReferenceContract();
    }
}
