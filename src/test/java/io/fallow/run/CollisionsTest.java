package io.fallow.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Thousands of acts on the very accounts that are being recycled; and that two wrong ways of doing it would have been found out. */
class CollisionsTest {

    private static final Logger log = LoggerFactory.getLogger(CollisionsTest.class);

    /** A wrong protocol is tried on as many accounts as there are, so that chance does not hide it. */
    private static final int ALL = Integer.MAX_VALUE;

    private static final int ACCOUNTS = 1_500;
    private static final String SERIALIZATION_FAILURE = "40001";

    @Test
    void losesNoneOf1500Acts() throws Exception {
        assertNothingIsLost(1_500);
    }

    @Test
    @Tag("endurance")
    void losesNoneOf10000Acts() throws Exception {
        assertNothingIsLost(10_000);
    }

    private static void assertNothingIsLost(int collisions) throws Exception {
        try (EveOfRecycling eve = new EveOfRecycling(collisions)) {
            DataSource dataSource = eve.watched(sql -> {});

            Collisions.Result result = new Collisions(eve)
                    .collide(
                            collisions,
                            collisions,
                            (night, chunk) ->
                                    EveOfRecycling.recycle(dataSource, eve.real(dataSource), night, chunk, null));

            log.info("{}", result);
            assertThat(result.acts()).isGreaterThanOrEqualTo(collisions);
            assertThat(result.wronglyRecycled()).isZero();
            assertThat(result.onRecycled()).isZero();
            assertThat(result.accidents()).isEmpty();
            assertThat(result.accepted()).isPositive();
            assertThat(result.refused()).isPositive();
            assertThat(result.recycled()).isPositive();
        }
    }

    /** Whatever the adopter set for logins or databases. Where their own writes lose a race under it, PostgreSQL tells them to try again. */
    @ParameterizedTest
    @ValueSource(strings = {"repeatable read", "serializable"})
    void losesNoneWhateverIsolationTheDatabaseSets(String isolation) throws Exception {
        try (EveOfRecycling eve = new EveOfRecycling(ACCOUNTS)) {
            eve.platform()
                    .sql("ALTER DATABASE "
                            + eve.platform().raw().database().jdbcUrl().replaceAll(".*/", "")
                            + " SET default_transaction_isolation = '" + isolation + "'");
            DataSource dataSource = eve.watched(sql -> {});

            Collisions.Result result = new Collisions(eve)
                    .collide(
                            ACCOUNTS,
                            ACCOUNTS,
                            (night, chunk) ->
                                    EveOfRecycling.recycle(dataSource, eve.real(dataSource), night, chunk, null));

            log.info("{}: {}", isolation, result);
            assertThat(result.wronglyRecycled()).isZero();
            assertThat(result.accidents().keySet()).allMatch(error -> error.startsWith(SERIALIZATION_FAILURE));
            assertThat(result.accepted()).isPositive();
            assertThat(result.recycled()).isPositive();
        }
    }

    @Test
    void wouldFindAProtocolThatChecksBeforeTheLock() throws Exception {
        try (EveOfRecycling eve = new EveOfRecycling(ACCOUNTS)) {
            DataSource dataSource = eve.watched(sql -> {});

            Collisions.Result result = new Collisions(eve)
                    .collide(
                            ALL,
                            ACCOUNTS,
                            (night, chunk) -> EveOfRecycling.recycle(
                                    dataSource, eve.checkingBeforeTheLock(dataSource), night, chunk, null));

            log.info("check before the lock: {}", result);
            assertThat(result.wronglyRecycled()).isPositive();
        }
    }

    /** A guard that is missing would be found under the lock: this one stands for all that anybody can see, and does nothing. */
    private static void withoutEffect(EveOfRecycling eve, String table) {
        String function = String.valueOf(eve.platform()
                .raw()
                .admin()
                .queryForObject("SELECT function_name FROM fallow.guard WHERE guarded_table = ?", String.class, table));
        eve.platform()
                .sql("CREATE OR REPLACE FUNCTION fallow." + function
                        + "() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
                        + " SET search_path = pg_catalog, pg_temp SET row_security = off"
                        + " AS 'BEGIN RETURN NULL; /* a.atttypid = 20; */ END'")
                .sql("UPDATE fallow.guard SET digest = md5((SELECT prosrc FROM pg_proc WHERE proname = '" + function
                        + "')) WHERE function_name = '" + function + "'");
    }

    @Test
    void wouldFindTablesWithoutTheGuard() throws Exception {
        try (EveOfRecycling eve = new EveOfRecycling(ACCOUNTS)) {
            for (String table :
                    List.of("account", "wallet_balance", "payment_transaction", "auto_deduction", "judicial_freeze")) {
                withoutEffect(eve, "platform." + table);
            }
            DataSource dataSource = eve.watched(sql -> {});

            Collisions.Result result = new Collisions(eve)
                    .collide(
                            ALL,
                            ACCOUNTS,
                            (night, chunk) ->
                                    EveOfRecycling.recycle(dataSource, eve.real(dataSource), night, chunk, null));

            log.info("without the guard: {}", result);
            assertThat(result.wronglyRecycled()).isPositive();
            assertThat(result.onRecycled()).isPositive();
        }
    }
}
