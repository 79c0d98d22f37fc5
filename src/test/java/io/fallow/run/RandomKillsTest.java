package io.fallow.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills at random statements of the whole night, whosever they are; the names of the tests say which. */
@Tag("endurance")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomKillsTest {

    private static final int KILLS = 50;
    private static final int NEVER = Integer.MAX_VALUE;

    private FullNight night;
    private int statements;

    @BeforeAll
    void countTheStatementsOfAnUndisturbedNight() throws InterruptedException {
        night = new FullNight();
        try (TestPlatform platform = night.platform();
                KilledNight undisturbed = night.killedAt("before * #" + NEVER, platform)) {
            assertThat(undisturbed.ended()).as(undisturbed.said()).isZero();
            statements = undisturbed.timesAtThePoint();
        }
    }

    @AfterAll
    void close() {
        night.close();
    }

    Stream<String> points() {
        Random random = new Random();
        return IntStream.range(0, KILLS)
                .mapToObj(i -> (random.nextBoolean() ? "before" : "after") + " * #" + (1 + random.nextInt(statements)));
    }

    @ParameterizedTest
    @MethodSource("points")
    void aNightKilledAnywhereIsContinuedAsIfNothingHadHappened(String point) throws InterruptedException {
        try (TestPlatform platform = night.platform();
                KilledNight killed = night.killedAt(point, platform)) {
            killed.awaitDeath();

            night.endedOn(platform, platform.night(FullNight.DATE).report());
        }
    }
}
