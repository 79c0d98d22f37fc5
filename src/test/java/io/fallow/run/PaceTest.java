package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.job.chunk.StopSignal;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A night can be held back for the sake of a platform at work. */
class PaceTest {

    private static final int ACCOUNTS = 40;

    @Test
    void worksThroughNoMoreAccountsInASecondThanItMay() {
        try (SmallPlatform platform = platform("--fallow.accounts-per-second=20")) {
            RunReport report = platform.night(TODAY);

            assertThat(report.counts().protectedAccounts()).isEqualTo(ACCOUNTS);
            for (String step : new String[] {"scanIdleAccounts", "excludePropertyHolders", "protectLongUnused"}) {
                assertThat(report.steps())
                        .filteredOn(each -> each.name().equals(step))
                        .singleElement()
                        .satisfies(each -> assertThat(each.seconds()).isGreaterThanOrEqualTo(ACCOUNTS / 20.0));
            }
        }
    }

    @Test
    void stopsInTheMidstOfARest() {
        try (SmallPlatform platform = platform("--fallow.accounts-per-second=1")) {
            Instant begun = Instant.now();
            CompletableFuture<NightResult> night =
                    CompletableFuture.supplyAsync(() -> platform.attempt(TODAY, SmallPlatform.policy()));
            Awaitility.await()
                    .until(() -> !platform.rows("SELECT account_id FROM fallow.account_lifecycle")
                            .isEmpty());

            platform.raw().bean(StopSignal.class).give();

            assertThat(night.join().report().status()).isEqualTo(Run.Status.STOPPED);
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(ACCOUNTS / 2));
        }
    }

    private static SmallPlatform platform(String pace) {
        SmallPlatform platform = new SmallPlatform("--fallow.chunk-size=5", pace);
        for (int id = 1; id <= ACCOUNTS; id++) {
            platform.account(id, "standard", TODAY.minusYears(4));
        }
        return platform;
    }
}
