package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.evidence.Verification;
import io.fallow.evidence.Verify;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.lifecycle.Policy;
import io.fallow.owner.Evidence;
import io.fallow.owner.OwnerDesk;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever decides about accounts is a link of one chain, whoever else seals at the same time. */
class SealingTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final SmallPlatform platform = new SmallPlatform();

    @AfterEach
    void close() {
        platform.close();
    }

    private void idle(int first, int last) {
        IntStream.rangeClosed(first, last).forEach(id -> platform.account(id, "standard", TODAY.minusYears(4)));
    }

    private void unseal(int id) {
        platform.raw()
                .bean(OwnerDesk.class)
                .unseal(Integer.toString(id), new Evidence("PASSPORT", "case 9", "desk"), SmallPlatform.policy());
    }

    private Verification verify() {
        return platform.raw().bean(Verify.class).of(null);
    }

    private void assertIntact(long seals) {
        Verification verification = verify();
        assertThat(verification.problem()).isNull();
        assertThat(verification.seals()).isEqualTo(seals);
        assertThat(verification.unsealed()).isZero();
        assertThat(verification.decisions()).isEqualTo(platform.count("fallow.decision"));
    }

    @Test
    void linksOwnersActsBetweenNights() {
        idle(1, 3);
        platform.night(TODAY);
        unseal(1);
        unseal(2);
        platform.night(TODAY.plusDays(1));

        assertIntact(4);
        assertThat(platform.rows("SELECT run_id, act_id, decisions FROM fallow.seal ORDER BY seal_id"))
                .containsExactly("(1,,6)", "(,1,1)", "(,2,1)", "(2,,0)");
    }

    @Test
    void linksOwnersActsDuringANight() throws Exception {
        idle(1, 30);
        platform.night(TODAY);
        idle(101, 160);
        platform.loaded(TODAY.plusDays(7));
        CompletableFuture<Void> desk =
                CompletableFuture.runAsync(() -> IntStream.rangeClosed(1, 15).forEach(this::unseal));
        CompletableFuture<Void> otherDesk =
                CompletableFuture.runAsync(() -> IntStream.rangeClosed(16, 30).forEach(this::unseal));

        RunReport report = platform.night(TODAY.plusDays(7));

        desk.get(LONG.toSeconds(), TimeUnit.SECONDS);
        otherDesk.get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(report.counts().protectedAccounts()).isEqualTo(60);
        assertIntact(32);
    }

    @Test
    void letsANightAndAnOwnerWaitForAnotherSealHoweverLongThatTakes() throws Exception {
        idle(1, 2);
        platform.night(TODAY);
        CompletableFuture<Void> desk;
        CompletableFuture<RunReport> night;
        try (Connection other = platform.raw().database().dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE fallow.chain_lock IN EXCLUSIVE MODE");
            desk = CompletableFuture.runAsync(() -> unseal(1));
            night = CompletableFuture.supplyAsync(() -> platform.night(TODAY.plusDays(1)));

            await(() -> platform.count("pg_locks WHERE NOT granted AND relation = 'fallow.chain_lock'::regclass"
                            + " AND clock_timestamp() - waitstart > interval '1 second'")
                    == 2);
            assertThat(desk).isNotDone();
            assertThat(night).isNotDone();
            other.commit();
        }
        desk.get(LONG.toSeconds(), TimeUnit.SECONDS);
        night.get(LONG.toSeconds(), TimeUnit.SECONDS);

        assertIntact(3);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void sealsWhatAnAbandonedRunHadDecided() {
        Policy strict = SmallPlatform.policy(
                "protected: {max: 1000000000, max-percent: 100", "protected: {max: 1, max-percent: 100");
        idle(1, 5);
        NightResult stopped = platform.attempt(TODAY, strict);
        assertThat(stopped.report().status()).isEqualTo(Run.Status.AWAITING_APPROVAL);
        assertThat(verify().problem()).isNull();
        assertThat(verify().unsealed()).isEqualTo(5);

        platform.raw().bean(Approvals.class).abandon(stopped.report().run(), "Li Na", "wrong policy");

        assertIntact(1);
        assertThat(platform.rows("SELECT run_id, decisions FROM fallow.seal")).containsExactly("(1,5)");
        platform.night(TODAY.plusDays(1));
        assertIntact(2);
    }

    @Test
    void leavesNothingOfAnActThatCouldNotBeSealed() {
        idle(1, 1);
        platform.night(TODAY);
        platform.sql("ALTER TABLE fallow.seal ADD CONSTRAINT no_more CHECK (seal_id < 2)");

        assertThatThrownBy(() -> unseal(1)).hasMessageContaining("no_more");

        assertThat(platform.state(1)).isEqualTo("PROTECTED");
        assertThat(platform.status(1)).isEqualTo("protected");
        assertIntact(1);
    }
}
