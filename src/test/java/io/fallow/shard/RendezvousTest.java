package io.fallow.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.ledger.runs.ShardNights.Numbers;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Shards wait for each other before their limits are checked, for a bounded time and never in a ring. */
class RendezvousTest {

    private static final LocalDate DATE = LocalDate.of(2026, 11, 20);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Numbers FIVE = new Numbers(5, 0, 10);

    private final Rendezvous rendezvous = new Rendezvous();

    @Test
    void waitsUntilTheOtherHasTold() throws Exception {
        rendezvous.begin(List.of("east", "west"));
        rendezvous.tell("east", DATE, FIVE);
        CompletableFuture<Set<String>> behind = awaited("east", DATE);
        assertThat(behind.isDone()).isFalse();

        rendezvous.tell("west", DATE, FIVE);

        assertThat(behind.get(1, TimeUnit.MINUTES)).isEmpty();
        assertThat(rendezvous.told(DATE)).containsOnlyKeys("east", "west");
    }

    @Test
    void doesNotWaitForOneThatHasLeftButKeepsWhatItTold() throws Exception {
        rendezvous.begin(List.of("east", "west", "north"));
        rendezvous.tell("east", DATE, FIVE);
        rendezvous.tell("west", DATE, FIVE);
        CompletableFuture<Set<String>> behind = awaited("east", DATE);

        rendezvous.leave("north");
        rendezvous.leave("west");

        assertThat(behind.get(1, TimeUnit.MINUTES)).isEmpty();
        assertThat(rendezvous.told(DATE)).containsOnlyKeys("east", "west");
    }

    @Test
    void oneThatIsAtAnEarlierNightIsWaitedForAndWaitsForNobodyAhead() throws Exception {
        rendezvous.begin(List.of("east", "west"));
        rendezvous.tell("east", DATE, FIVE);
        CompletableFuture<Set<String>> east = awaited("east", DATE);
        rendezvous.tell("west", DATE.minusDays(1), FIVE);

        assertThat(awaited("west", DATE.minusDays(1)).get(1, TimeUnit.MINUTES)).isEmpty();
        assertThat(east.isDone()).isFalse();
        rendezvous.tell("west", DATE, FIVE);
        assertThat(east.get(1, TimeUnit.MINUTES)).isEmpty();
        assertThat(rendezvous.told(DATE.minusDays(1))).containsOnlyKeys("west");
    }

    @Test
    void waitsNoLongerThanItMayAndNamesWhoIsBehind() {
        rendezvous.begin(List.of("east", "west"));
        rendezvous.tell("east", DATE, FIVE);

        assertThat(rendezvous.awaitOthers("east", DATE, Duration.ofMillis(1), () -> false))
                .containsExactly("west");
        assertThat(rendezvous.awaitOthers("east", DATE, LONG, () -> true)).containsExactly("west");
    }

    private CompletableFuture<Set<String>> awaited(String shard, LocalDate date) {
        return CompletableFuture.supplyAsync(() -> rendezvous.awaitOthers(shard, date, LONG, () -> false));
    }
}
