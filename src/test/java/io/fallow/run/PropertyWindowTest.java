package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fallow.owner.AccountException;
import io.fallow.owner.PropertyWindows;
import io.fallow.owner.PropertyWindows.Opened;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The owner of a blocked account fetches what is theirs through a window, for its hours and for nothing else (R7). */
class PropertyWindowTest {

    private static final Instant OPENED = TestPlatform.eveningOf(TODAY);

    private final SmallPlatform platform = new SmallPlatform();
    private final PropertyWindows windows = platform.raw().bean(PropertyWindows.class);

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void aBlockedBorrowerRepaysUntilTheLastInstantOfTheWindowAndNotAfter() {
        blockedOwner(1);
        platform.sql("INSERT INTO platform.micro_loan (account_id, principal, outstanding, lent_at)"
                + " VALUES (1, 500, 500, '2026-01-01')");
        platform.night(TODAY);

        Opened opened = open(1);

        assertThat(opened.until().toInstant()).isEqualTo(OPENED.plus(48, ChronoUnit.HOURS));
        assertThat(permits(1, "LOAN_REPAYMENT", OPENED.minusMillis(1))).isEqualTo("(f,BLOCKED)");
        assertThat(permits(1, "LOAN_REPAYMENT", OPENED)).isEqualTo("(t,WINDOW_OPEN)");
        assertThat(permits(1, "LOAN_REPAYMENT", hoursAfter(47).plus(59, ChronoUnit.MINUTES)))
                .isEqualTo("(t,WINDOW_OPEN)");
        assertThat(permits(1, "LOAN_REPAYMENT", hoursAfter(48).minusNanos(1_000)))
                .isEqualTo("(t,WINDOW_OPEN)");
        assertThat(permits(1, "LOAN_REPAYMENT", hoursAfter(48))).isEqualTo("(f,BLOCKED)");
        assertThat(permits(1, "LOAN_REPAYMENT", hoursAfter(48).plus(1, ChronoUnit.MINUTES)))
                .isEqualTo("(f,BLOCKED)");
    }

    @Test
    void recordsWhoOpenedItFromWhichDeviceAndWhatWasDoneThroughIt() {
        blockedOwner(1).change(1, 100).account(2, "standard", TODAY);
        platform.night(TODAY);

        windows.open("1", "phone 88, used since 2021", "voice call 7", "desk");
        windows.record("1", "CHANGE_WITHDRAWAL", "transfer 9001", "bank desk");

        assertThat(windows.list("1")).singleElement().satisfies(window -> {
            assertThat(window.open()).isTrue();
            assertThat(window.device()).isEqualTo("phone 88, used since 2021");
            assertThat(window.evidence()).isEqualTo("voice call 7");
            assertThat(window.openedBy()).isEqualTo("desk");
            assertThat(window.uses()).containsExactly("CHANGE_WITHDRAWAL transfer 9001");
        });
        assertThat(windows.list("2")).isEmpty();
        assertThat(windows.list(null)).hasSize(1);
        assertThatThrownBy(() -> platform.sql("DELETE FROM fallow.window_use"))
                .rootCause()
                .hasMessageContaining("append-only");
    }

    @Test
    void recordsNothingThatIsNotDoneThroughAnOpenWindow() {
        blockedOwner(1).change(1, 100).freeze(1).sql("UPDATE platform.judicial_freeze SET asset = 'WEALTH'");
        platform.account(2, "standard", TODAY).change(2, 100);
        platform.night(TODAY);

        assertRefused(
                () -> windows.record("1", "CHANGE_WITHDRAWAL", "t", "desk"),
                "account 1: CHANGE_WITHDRAWAL is not done through a property window: BLOCKED");
        open(1);
        assertRefused(() -> windows.record("1", "PAYMENT", "t", "desk"), "account 1: PAYMENT is not");
        assertRefused(
                () -> windows.record("1", "WEALTH_REDEMPTION", "t", "desk"),
                "account 1: WEALTH_REDEMPTION is not done through a property window: FROZEN");
        assertRefused(
                () -> windows.record("1", "CHANGE_WITHDRAWAL", " ", "desk"), "account 1: the use of a window must");
        assertRefused(
                () -> windows.record("2", "CHANGE_WITHDRAWAL", "t", "desk"), "account 2: CHANGE_WITHDRAWAL is not");
        platform.raw().clock(TODAY.plusDays(2));
        assertRefused(
                () -> windows.record("1", "CHANGE_WITHDRAWAL", "t", "desk"), "account 1: CHANGE_WITHDRAWAL is not");

        assertThat(platform.count("fallow.window_use")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void opensNothingWithoutADeviceOrSomebodyWhoOpensIt(String nothing) {
        blockedOwner(1).change(1, 100);
        platform.night(TODAY);

        assertRefused(() -> windows.open("1", nothing, null, "desk"), "account 1: a window must say who");
        assertRefused(() -> windows.open("1", "phone 88", null, nothing), "account 1: a window must say who");
    }

    @Test
    void opensNothingForOneWhoIsNotBlockedOrHasNothingToFetch() {
        platform.account(1, "standard", TODAY).change(1, 100);
        blockedOwner(2);
        blockedOwner(3).freeze(3);
        platform.account(4, "standard", TODAY.minusYears(2)).change(4, 100);
        platform.night(TODAY);
        platform.block(4);

        assertRefused(() -> open(1), "account 1: no property window can be opened: NOT_BLOCKED");
        assertRefused(() -> open(2), "account 2: no property window can be opened: NO_PROPERTY");
        assertRefused(() -> open(3), "account 3: no property window can be opened: NO_PROPERTY");
        assertRefused(() -> open(4), "account 4: no property window can be opened: PROTECTED");
        assertRefused(() -> open(99), "the platform does not know account 99");
        assertThat(platform.count("fallow.property_window")).isZero();
    }

    @Test
    void opensNothingBeforeTheFirstNightHasNamedAPolicy() {
        blockedOwner(1).change(1, 100);

        assertRefused(() -> open(1), "account 1: no property window can be opened: NO_POLICY");
    }

    @ParameterizedTest
    @CsvSource({
        "reopen: never, WINDOW_OPEN, WINDOW_USED, WINDOW_USED, WINDOW_USED",
        "reopen: always, WINDOW_OPEN, BLOCKED, BLOCKED, BLOCKED",
        "reopen: after-cooldown, WINDOW_OPEN, COOLDOWN, COOLDOWN, BLOCKED",
    })
    void mayBeOpenedAgainAsThePolicySays(
            String reopen, String inside, String atItsEnd, String lastInstant, String afterTheCooldown) {
        blockedOwner(1).change(1, 100);
        platform.night(TODAY, SmallPlatform.policy("reopen: after-cooldown", reopen));
        open(1);

        Instant cooledDown = hoursAfter(48).plus(30, ChronoUnit.DAYS);
        assertThat(mayOpen(1, hoursAfter(48).minusMillis(1))).isEqualTo(inside);
        assertThat(mayOpen(1, hoursAfter(48))).isEqualTo(atItsEnd);
        assertThat(mayOpen(1, cooledDown.minusMillis(1))).isEqualTo(lastInstant);
        assertThat(mayOpen(1, cooledDown)).isEqualTo(afterTheCooldown);
    }

    @Test
    void aSecondWindowIsOpenedOverOneThatNoNightHasExpired() {
        blockedOwner(1).change(1, 100);
        platform.night(TODAY, SmallPlatform.policy("reopen: after-cooldown", "reopen: always"));
        open(1);
        assertRefused(
                () -> open(1), "account 1: no property window can be opened: WINDOW_OPEN until 2026-11-22T15:59:59Z");
        platform.raw().clock(TODAY.plusDays(2));

        open(1);

        assertThat(platform.rows(
                        "SELECT until, expired_at IS NULL AS open FROM fallow.property_window ORDER BY window_id"))
                .hasSize(2)
                .satisfiesExactly(
                        first -> assertThat(first).endsWith(",f)"),
                        second -> assertThat(second).endsWith(",t)"));
    }

    @Test
    void ofManyWhoOpenOneAtOnceOneSucceeds() {
        blockedOwner(1).change(1, 100);
        platform.night(TODAY, SmallPlatform.policy("reopen: after-cooldown", "reopen: always"));
        List<Throwable> refused;
        try (Threads threads = new Threads()) {
            List<CompletableFuture<Throwable>> all = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> catchThrowable(() -> open(1)), threads.executor))
                    .limit(4)
                    .toList();
            refused = all.stream()
                    .map(CompletableFuture::join)
                    .filter(each -> each != null)
                    .toList();
        }

        assertThat(refused)
                .hasSize(3)
                .allSatisfy(each -> assertThat(each)
                        .isInstanceOf(AccountException.class)
                        .hasMessageStartingWith("account 1: no property window can be opened: WINDOW_OPEN"));
        assertThat(platform.count("fallow.property_window")).isEqualTo(1);
    }

    @Test
    void theNightExpiresTheWindowsThatAreOverAndNoOthers() {
        blockedOwner(1).change(1, 100);
        blockedOwner(2).change(2, 100);
        platform.night(TODAY);
        open(1);
        platform.raw().clock(TODAY.plusDays(1));
        open(2);

        platform.night(TODAY.plusDays(1));
        assertThat(expired()).isEmpty();

        platform.night(TODAY.plusDays(2));
        assertThat(expired()).containsExactly("(1)");
        assertThat(platform.rows(
                        "SELECT status FROM fallow.batch_step_execution WHERE step_name = 'expireWindows' ORDER BY 1"))
                .containsExactly("(COMPLETED)", "(COMPLETED)", "(COMPLETED)");

        platform.night(TODAY.plusDays(3));
        assertThat(expired()).containsExactly("(1)", "(2)");
        assertThat(platform.rows("SELECT account_id, until FROM fallow.property_window"))
                .hasSize(2);
    }

    /** The block is lifted while the window is open: it alone keeps the account from being recycled. */
    @Test
    void anOpenWindowKeepsAnAccountFromBeingRecycled() {
        for (int id = 1; id <= 2; id++) {
            platform.account(id, "standard", TODAY.minusYears(4));
        }
        for (int day : List.of(0, 15, 31, 38)) {
            platform.night(TODAY.plusDays(day));
        }
        platform.raw().clock(TODAY.plusDays(44));
        platform.sql(
                "INSERT INTO fallow.property_window (account_id, opened_at, until, policy_version, device, opened_by)"
                        + " SELECT 1, at, at + interval '48 hours', 1, 'phone 88', 'desk' FROM (SELECT CAST('"
                        + TestPlatform.eveningOf(TODAY.plusDays(44)) + "' AS timestamptz) AS at) AS t");

        platform.night(TODAY.plusDays(45));

        assertThat(platform.state(1)).isEqualTo("PROTECTED PROPERTY_WINDOW");
        assertThat(platform.state(2)).isEqualTo("RECYCLED");

        platform.night(TODAY.plusDays(60));

        assertThat(platform.state(1)).isEqualTo("PROTECTED");
    }

    /** The plan was made without it; the second look, under lock, finds it. */
    @Test
    void aWindowOpenedDuringTheNightKeepsAnAccountFromBeingRecycled() {
        for (int id = 1; id <= 2; id++) {
            platform.account(id, "standard", TODAY.minusYears(4));
        }
        for (int day : List.of(0, 15, 31, 38)) {
            platform.night(TODAY.plusDays(day));
        }
        Instant evening = TestPlatform.eveningOf(TODAY.plusDays(45));
        platform.sql("CREATE FUNCTION public.open_one() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN"
                        + " INSERT INTO fallow.property_window (account_id, opened_at, until, policy_version, device, opened_by)"
                        + " VALUES (1, '" + evening + "', '" + evening.plusMillis(1) + "', 1, 'phone 88', 'desk');"
                        + " RETURN NULL; END $$")
                .sql("CREATE TRIGGER open_one AFTER INSERT ON fallow.batch_step_execution FOR EACH ROW"
                        + " WHEN (NEW.step_name = 'recyclePropertyFree') EXECUTE FUNCTION public.open_one()");

        platform.night(TODAY.plusDays(45));

        assertThat(platform.state(1)).isEqualTo("PROTECTED PROPERTY_WINDOW");
        assertThat(platform.state(2)).isEqualTo("RECYCLED");
    }

    @Test
    void aRecycledAccountHasNoWindow() {
        platform.account(1, "standard", TODAY.minusYears(4));
        for (int day : List.of(0, 15, 31, 38, 45)) {
            platform.night(TODAY.plusDays(day));
        }
        platform.block(1);

        assertRefused(() -> open(1), "account 1: no property window can be opened: RECYCLED");
    }

    @Test
    void timeUnderABlockIsReadFromThePlatform() {
        platform.account(1, "standard", TODAY.minusYears(4)).account(2, "standard", TODAY.minusYears(4));
        platform.sql("INSERT INTO platform.block (account_id, blocked_at, lifted_at, cause) VALUES"
                // eleven dates in Shanghai, of which the last only touches midnight
                + " (1, '" + TODAY.minusDays(400) + " 12:00+08', '" + TODAY.minusDays(390) + " 00:00+08', 'complaint'),"
                + " (2, '" + TODAY.plusDays(5) + " 12:00+08', NULL, 'not yet')");
        platform.sql("UPDATE platform.account SET last_active_at = '"
                + TODAY.minusYears(3).plusDays(60) + " 12:00+08'");

        platform.night(TODAY);

        assertThat(platform.rows("SELECT account_id, recycle_on FROM fallow.account_status ORDER BY account_id"))
                .containsExactly("(1," + TODAY.plusDays(70) + ")", "(2," + TODAY.plusDays(60) + ")");
    }

    @Test
    void aBlockEndsForTheNightAtItsInstant() {
        platform.account(1, "standard", TODAY.minusYears(4)).account(2, "standard", TODAY.minusYears(4));
        Instant evening = TestPlatform.eveningOf(TODAY);
        platform.sql("INSERT INTO platform.block (account_id, blocked_at, lifted_at, cause) VALUES"
                + " (1, '2026-11-20 01:00Z', '" + evening + "', 'a day'),"
                + " (2, '2026-11-20 01:00Z', '" + evening.plusMillis(1) + "', 'a day')");

        platform.night(TODAY);

        assertThat(platform.state(1)).isEqualTo("PROTECTED");
        assertThat(platform.state(2)).isEqualTo("DORMANT BLOCKED");
    }

    private static final class Threads implements AutoCloseable {
        private final ExecutorService executor = Executors.newFixedThreadPool(4);

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }

    private SmallPlatform blockedOwner(long id) {
        return platform.account(id, "standard", TODAY).block(id);
    }

    private Opened open(long id) {
        return windows.open(String.valueOf(id), "phone 88", null, "desk");
    }

    private static Instant hoursAfter(int hours) {
        return OPENED.plus(hours, ChronoUnit.HOURS);
    }

    private List<String> expired() {
        return platform.rows(
                "SELECT account_id FROM fallow.property_window WHERE expired_at IS NOT NULL ORDER BY account_id");
    }

    private String permits(long id, String operation, Instant at) {
        return platform.rows(
                        "SELECT allowed, reason FROM fallow.permits(" + id + ", '" + operation + "', '" + at + "')")
                .get(0);
    }

    private String mayOpen(long id, Instant at) {
        return permits(id, "OPEN_WINDOW", at).replaceAll("\\((t|f),|\\)", "");
    }

    private static void assertRefused(ThrowingCallable act, String why) {
        assertThatThrownBy(act).isInstanceOf(AccountException.class).hasMessageStartingWith(why);
    }
}
