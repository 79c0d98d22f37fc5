package io.fallow.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Every act against every place in the transaction that recycles its account: begun at one and committed at the same or a later
 * one. Afterwards the act was accepted and the account is not recycled, or it was refused and the account is. Never both.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoneyRacesTest {

    private static final int ACCOUNTS = 600;

    private final EveOfRecycling eve = new EveOfRecycling(ACCOUNTS);
    private final JdbcTemplate observer = new JdbcTemplate(eve.payments());
    private long last;

    @AfterAll
    void close() {
        eve.close();
    }

    /** Where the recycling transaction stands. */
    enum Place {
        BEFORE_LOCK(null),
        AFTER_LOCK("FOR UPDATE SKIP LOCKED"),
        AFTER_FACTS("FROM fallow.account_exclusion"),
        AFTER_APPLY("fallow.apply_recycle"),
        BEFORE_COMMIT("UPDATE fallow.account_lifecycle"),
        AFTER_COMMIT(null);

        private final @Nullable String statement;

        Place(@Nullable String statement) {
            this.statement = statement;
        }
    }

    static Stream<Arguments> everyActAtEveryPlace() {
        List<Arguments> all = new ArrayList<>();
        for (Act act : Act.values()) {
            for (Place begin : Place.values()) {
                for (Place end : Place.values()) {
                    if (end.compareTo(begin) >= 0) {
                        all.add(Arguments.of(act, begin, end));
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0} begun {1}, committed {2}")
    @MethodSource("everyActAtEveryPlace")
    void eitherTheActWinsOrTheRecycling(Act act, Place begin, Place end) throws Exception {
        long account = prepared(act);
        long bystander = next();

        Throwable refusal = race(act, account, bystander, begin, end);

        boolean recycled = state(account).equals("RECYCLED");
        switch (act) {
            // what an authority decides reaches an account in its quarantine too, and then keeps it from being released
            // and a bounce that is reported too late is still recorded
            case HOLD, JUDICIAL_FREEZE, BOUNCE -> {
                assertThat(refusal).isNull();
                assertThat(recycled).isEqualTo(begin != Place.BEFORE_LOCK);
            }
            case RESTORE -> {
                assertThat(refusal == null).isEqualTo(begin == Place.AFTER_COMMIT);
                assertThat(state(account)).isEqualTo(refusal == null ? "PROTECTED" : "RECYCLED");
            }
            default -> {
                assertThat(recycled).as("refused with %s", refusal).isEqualTo(refusal != null);
                if (act == Act.WITHDRAWAL || begin == Place.BEFORE_LOCK) {
                    assertThat(recycled).isFalse();
                } else if (begin.compareTo(Place.AFTER_FACTS) > 0) {
                    assertThat(recycled).isTrue();
                }
            }
        }
        if (refusal != null) {
            assertThat(Act.isRefusal(refusal)).as("%s", refusal).isTrue();
        }
        assertThat(state(bystander)).isEqualTo("RECYCLED");
        assertConsistent(account, recycled, act);
    }

    private void assertConsistent(long account, boolean recycled, Act act) {
        long decisions = count("fallow.decision_log WHERE account_id = " + account + " AND to_state = 'RECYCLED'");
        if (act != Act.RESTORE) {
            assertThat(decisions).isEqualTo(recycled ? 1 : 0);
        }
        assertThat(text("SELECT status FROM platform.account WHERE account_id = " + account)
                        .equals("recycled"))
                .isEqualTo(recycled);
        if (recycled && act != Act.JUDICIAL_FREEZE) {
            assertThat(count("fallow.account_exclusion WHERE account_id = " + account))
                    .isZero();
            assertThat(count("platform.account WHERE account_id = " + account + " AND last_active_at > '"
                            + EveOfRecycling.LONG_AGO.plusDays(1) + "'"))
                    .isZero();
        }
    }

    /** @return what the act was refused with, if it was */
    private @Nullable Throwable race(Act act, long account, long bystander, Place begin, Place end) throws Exception {
        try (OpenAct open = new OpenAct(eve.payments())) {
            Set<Place> reached = EnumSet.noneOf(Place.class);
            Course course = place -> {
                if (reached.add(place) && place == begin) {
                    open.begin(act, account);
                }
                if (place.compareTo(end) >= 0 && !open.isWaiting()) {
                    open.end();
                }
            };
            DataSource dataSource = eve.watched(sql -> passed(sql, course));
            at(Place.BEFORE_LOCK, course);
            EveOfRecycling.recycle(dataSource, eve.real(dataSource), eve.night(), List.of(account, bystander), null);
            for (Place place : Place.values()) {
                at(place, course); // those that a skipped account kept from being reached
            }
            open.end();
            return open.refusal();
        }
    }

    private interface Course {
        void at(Place place) throws InterruptedException, SQLException;
    }

    private static void passed(String sql, Course course) {
        for (Place place : Place.values()) {
            if (place.statement != null && sql.contains(place.statement)) {
                at(place, course);
            }
        }
    }

    private static void at(Place place, Course course) {
        try {
            course.at(place);
        } catch (InterruptedException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void neverMakesALoginTheVictimOfADeadlock() throws Exception {
        long account = next();
        long bystander = next();
        try (OpenAct login = new OpenAct(eve.payments())) {
            Set<Place> reached = EnumSet.noneOf(Place.class);
            DataSource slow = eve.watched(sql -> passed(sql, place -> {
                if (place == Place.AFTER_FACTS && reached.add(place)) {
                    login.begin(Act.LOGIN, account);
                    // a big chunk takes its time: the login's own look for a deadlock, after a second, is near
                    login.awaitBlockedFor("700 milliseconds");
                }
            }));

            EveOfRecycling.recycle(slow, eve.real(slow), eve.night(), List.of(account, bystander), null);
            login.end();

            assertThat(login.refusal()).isNull();
        }
        assertThat(state(account)).isEqualTo("PROTECTED");
        assertThat(state(bystander)).isEqualTo("RECYCLED");
    }

    private String state(long account) {
        return text("SELECT state FROM fallow.account_status WHERE account_id = " + account);
    }

    private long count(String condition) {
        return Long.parseLong(text("SELECT count(*) FROM " + condition));
    }

    private String text(String query) {
        return String.valueOf(observer.queryForObject(query, String.class));
    }

    private long next() {
        last++;
        assertThat(last).isLessThanOrEqualTo(ACCOUNTS);
        return last;
    }

    /** Money to withdraw came in after the plan was made, with the owner's knowledge and without their activity. */
    private long prepared(Act act) {
        long account = next();
        if (act == Act.WITHDRAWAL) {
            observer.execute(String.format(
                    "INSERT INTO platform.wallet_balance (account_id, balance, changed_at) VALUES (%s, 1, now())",
                    account));
        }
        return account;
    }
}
