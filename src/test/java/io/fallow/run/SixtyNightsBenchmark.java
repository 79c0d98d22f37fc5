package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.benchmark.Page;
import io.fallow.database.TestDatabase;
import io.fallow.ledger.runs.Run;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What sixty nights leave on disk: what is evidence grows with what happened, what is work stays as small as it was. */
@Tag("benchmark")
class SixtyNightsBenchmark {

    private static final Path REPORT = Path.of("docs/benchmark/sixty-nights.md");
    private static final int ACCOUNTS = Integer.getInteger("benchmark.accounts", 200_000);
    private static final int NIGHTS = 60;
    private static final int EVERY = 10;

    /** Rewritten whole, a table must not come out at less than half; nor may what is work grow so in the second half of the nights. */
    private static final double BLOAT = 2.0;

    /** Megabytes. */
    private static final double SMALL = 1;

    /** These are kept for ever, and grow with what happens. */
    private static final Set<String> EVIDENCE = Set.of("decision", "event", "notice", "seal_block", "borrower_notice");

    private static final String SIZES = """
            SELECT
                CASE WHEN p.relname IS NULL THEN c.relname ELSE p.relname END AS name,
                sum(pg_table_size(c.oid)) AS rows,
                sum(pg_indexes_size(c.oid)) AS indexes
            FROM pg_class AS c
            LEFT JOIN pg_inherits AS i ON i.inhrelid = c.oid
            LEFT JOIN pg_class AS p ON p.oid = i.inhparent
            WHERE c.relkind = 'r' AND c.relnamespace = 'fallow'::regnamespace
            GROUP BY 1
            """;

    /** Tables that autovacuum would look after by now: nights follow each other faster here than it wakes up. */
    private static final String OVERDUE = """
            SELECT format('%I.%I', s.schemaname, s.relname)
            FROM pg_stat_user_tables AS s
            JOIN pg_class AS c ON c.oid = s.relid
            WHERE s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0)
                OR s.n_ins_since_vacuum > 1000 + 0.2 * greatest(c.reltuples, 0)
            """;

    private static final Size NONE = new Size(0, 0);

    /** Bytes. */
    private record Size(long rows, long indexes) {
        double megabytes() {
            return (rows + indexes) / (1024.0 * 1024.0);
        }
    }

    @Test
    void leaveNoMoreThanWhatHappened() throws Exception {
        Map<String, Map<Integer, Size>> sizes = new TreeMap<>();
        Map<Integer, Double> seconds = new TreeMap<>();
        try (TestPlatform platform = new TestPlatform(
                TestDatabase.from("sixty-nights-" + ACCOUNTS, empty -> TestPlatform.prepare(empty, ACCOUNTS)))) {
            for (int i = 0; i <= NIGHTS; i++) {
                LocalDate date = TODAY.plusDays(i);
                platform.dayBefore(date);
                long begun = System.nanoTime();
                assertThat(platform.night(date).report().status()).isEqualTo(Run.Status.COMPLETED);
                double took = (System.nanoTime() - begun) / 1e9;
                platform.admin()
                        .queryForList(OVERDUE, String.class)
                        .forEach(table -> platform.admin().execute("VACUUM (ANALYZE) " + table));
                if (i % EVERY == 0) {
                    seconds.put(i, took);
                    int night = i;
                    sizes(platform)
                            .forEach((name, size) -> sizes.computeIfAbsent(name, none -> new TreeMap<>())
                                    .put(night, size));
                }
            }
            Map<String, Size> loose = sizes(platform);
            platform.admin().execute("VACUUM FULL");
            Map<String, Size> tight = sizes(platform);
            page(sizes, seconds, tight, platform).publish(REPORT);
            assertThat(loose)
                    .allSatisfy((name, size) -> assertThat(size.megabytes())
                            .as(name)
                            .isLessThan(BLOAT
                                    * Math.max(
                                            SMALL,
                                            tight.getOrDefault(name, NONE).megabytes())));
            assertThat(sizes)
                    .allSatisfy((name, byNight) -> assertThat(
                                    EVIDENCE.contains(name)
                                            ? 0
                                            : byNight.getOrDefault(NIGHTS, NONE).megabytes())
                            .as(name + ", in the second half of the nights")
                            .isLessThan(BLOAT
                                    * Math.max(
                                            SMALL,
                                            byNight.getOrDefault(NIGHTS / 2, NONE)
                                                    .megabytes())));
        }
    }

    private static Map<String, Size> sizes(TestPlatform platform) {
        Map<String, Size> sizes = new TreeMap<>();
        platform.admin().query(SIZES, row -> {
            sizes.put(row.getString("name"), new Size(row.getLong("rows"), row.getLong("indexes")));
        });
        return sizes;
    }

    private static Page page(
            Map<String, Map<Integer, Size>> sizes,
            Map<Integer, Double> seconds,
            Map<String, Size> tight,
            TestPlatform platform) {
        Page text = new Page().add("# What sixty nights leave on disk\n\n");
        text.add(
                "Written by `mvn -Pbenchmark test -Dtest=SixtyNightsBenchmark -Dbenchmark.write=true`. Days pass on the platform between the\n");
        text.add(
                "nights; tables are vacuumed when autovacuum would have done it. Rewritten: after VACUUM FULL, which a platform never needs.\n\n");
        text.add(
                "PostgreSQL %s. %,d accounts. Megabytes with indexes, of tables above one.%n%n",
                String.valueOf(platform.admin().queryForObject("SHOW server_version", String.class)), ACCOUNTS);
        text.add("| table");
        seconds.keySet().forEach(night -> text.add(" | night %d", night));
        text.add(" | rewritten |\n|---|")
                .add("---:|".repeat(seconds.size() + 1))
                .add("\n");
        sizes.forEach((name, byNight) -> {
            if (byNight.values().stream().noneMatch(size -> size.megabytes() > SMALL)) {
                return;
            }
            text.add("| ").add(name);
            seconds.keySet().forEach(night -> cell(text, byNight.get(night)));
            cell(text, tight.get(name));
            text.add(" |\n");
        });
        text.add("| *seconds of the night*");
        seconds.values().forEach(took -> text.add(" | %.1f", took));
        return text.add(" | |\n");
    }

    private static void cell(Page text, @Nullable Size size) {
        if (size == null) {
            text.add(" |");
        } else {
            text.add(" | %.1f", size.megabytes());
        }
    }
}
