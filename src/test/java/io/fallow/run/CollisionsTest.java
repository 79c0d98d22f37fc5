package io.fallow.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Thousands of acts on the very accounts that are being recycled; and that two wrong ways of doing it would have been found out. */
class CollisionsTest {

    private static final Logger log = LoggerFactory.getLogger(CollisionsTest.class);

    /** A wrong protocol is tried on as many accounts as there are, so that chance does not hide it. */
    private static final int ALL = Integer.MAX_VALUE;

    private static final int ACCOUNTS = 1_500;

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

    @Test
    void wouldFindTablesWithoutTheGuard() throws Exception {
        try (EveOfRecycling eve = new EveOfRecycling(ACCOUNTS)) {
            for (String table :
                    List.of("account", "wallet_balance", "payment_transaction", "auto_deduction", "judicial_freeze")) {
                eve.platform().sql("DROP TRIGGER fallow_guard ON platform." + table);
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
