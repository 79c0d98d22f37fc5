package io.fallow.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seeded worlds in which owners come back, pay in and out, borrow, are blocked, frozen and held, unseal and restore, and nights are
 * skipped or die half-way, against a model that was written without the rule. {@code -Dsimulation.seed=N} replays one of them.
 */
@Tag("one-server")
class SimulationTest {

    private static final Logger log = LoggerFactory.getLogger(SimulationTest.class);

    static Stream<List<Integer>> twoHundredSeeds() {
        Integer one = Integer.getInteger("simulation.seed");
        return one == null ? SimulatedWorlds.batches(200) : Stream.of(List.of(one));
    }

    @ParameterizedTest(name = "seeds {0}")
    @MethodSource("twoHundredSeeds")
    void everyRowIsTheModelsAfterEveryNight(List<Integer> seeds) {
        SimulatedWorlds.Summary summary = live(seeds);
        if (seeds.size() > 1) {
            assertThat(summary.deaths()).isGreaterThan(3);
            assertThat(summary.refused()).isGreaterThan(3);
            assertThat(summary.bounces()).isGreaterThan(100);
            assertThat(summary.recycled()).isGreaterThan(100);
            assertThat(summary.released()).isGreaterThan(50);
        }
    }

    static Stream<List<Integer>> fiveThousandSeeds() {
        return SimulatedWorlds.batches(5_000);
    }

    @ParameterizedTest(name = "seeds {0}")
    @MethodSource("fiveThousandSeeds")
    @Tag("endurance")
    void everyRowIsTheModelsAfterEveryNightOfManyWorlds(List<Integer> seeds) {
        live(seeds);
    }

    private static SimulatedWorlds.Summary live(List<Integer> seeds) {
        try (SimulatedWorlds worlds = new SimulatedWorlds(seeds)) {
            SimulatedWorlds.Summary summary = worlds.live();
            log.info("{} seeds: {}", seeds.size(), summary);
            return summary;
        }
    }
}
