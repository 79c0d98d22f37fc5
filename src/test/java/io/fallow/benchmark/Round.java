package io.fallow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.DatabaseAccess;
import io.fallow.lifecycle.Policy;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A turn of each contestant on an equal database, one database at a time: all must leave the same rows. */
record Round(BenchmarkDatabase database, String template, Policy policy, LocalDate date) {

    private static final String NIGHT = "night";

    /**
     * @param first which of them begins, counted on from the last one to the first
     * @param keptAs the name under which the last one's database is kept; null: none is
     */
    void play(Measurements measurements, int first, @Nullable String keptAs) throws Exception {
        play(measurements, List.copyOf(measurements.contestants()), first, keptAs);
    }

    /** @param contestants those of them that take part in this round */
    void play(Measurements measurements, List<Contestant> contestants, int first, @Nullable String keptAs)
            throws Exception {
        Map<String, Map<String, String>> results = new HashMap<>();
        for (int turn = 0; turn < contestants.size(); turn++) {
            Contestant contestant = contestants.get((first + turn) % contestants.size());
            DatabaseAccess access = database.fresh(template, NIGHT);
            long wal = database.walBytes();
            Map<String, String> measured = contestant.measured(access, policy, date);
            measured.put("wal", String.valueOf(database.walBytes() - wal));
            measured.put("changed", String.valueOf(database.changed(access)));
            measurements.add(contestant, measured);
            results.put(contestant.name(), database.results(access));
            System.out.println(date + ", " + contestant.label() + ": " + measured);
        }
        if (keptAs == null) {
            database.drop(NIGHT);
        } else {
            database.rename(NIGHT, keptAs);
        }
        Map<String, String> expected = results.get(contestants.get(0).name());
        assertThat(results).allSatisfy((name, rows) -> assertThat(rows).as(name).isEqualTo(expected));
    }
}
