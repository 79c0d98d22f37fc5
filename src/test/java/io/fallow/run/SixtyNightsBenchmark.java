package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.TestDatabase;
import io.fallow.ledger.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What sixty nights leave on disk: what is evidence grows with what happened, what is work stays as small as it was. */
@Tag("benchmark")
class SixtyNightsBenchmark {

    private static final Path REPORT = Path.of("docs/benchmark/sixty-nights.md");
    private static final int ACCOUNTS = Integer.getInteger("benchmark.accounts", 200_000);
    private static final int NIGHTS = 60;
    private static final int EVERY = 10;

    /** Rewritten whole, a table must not come out at less than half. */
    private static final double BLOAT = 2.0;

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
            HAVING sum(pg_total_relation_size(c.oid)) > 1000000
            """;

    /** Tables that autovacuum would look after by now: nights follow each other faster here than it wakes up. */
    private static final String OVERDUE = """
            SELECT format('%I.%I', s.schemaname, s.relname)
            FROM pg_stat_user_tables AS s
            JOIN pg_class AS c ON c.oid = s.relid
            WHERE s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0)
                OR s.n_ins_since_vacuum > 1000 + 0.2 * greatest(c.reltuples, 0)
            """;

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
            String report = report(sizes, seconds, tight, platform);
            System.out.println(report);
            if (Boolean.getBoolean("benchmark.write")) {
                Files.writeString(REPORT, report);
            }
            assertThat(loose)
                    .allSatisfy((name, size) -> assertThat(size.megabytes())
                            .as(name)
                            .isLessThan(BLOAT
                                    * Math.max(1, tight.getOrDefault(name, size).megabytes())));
        }
    }

    private static Map<String, Size> sizes(TestPlatform platform) {
        Map<String, Size> sizes = new TreeMap<>();
        platform.admin().query(SIZES, row -> {
            sizes.put(row.getString("name"), new Size(row.getLong("rows"), row.getLong("indexes")));
        });
        return sizes;
    }

    private static String report(
            Map<String, Map<Integer, Size>> sizes,
            Map<Integer, Double> seconds,
            Map<String, Size> tight,
            TestPlatform platform) {
        StringBuilder text = new StringBuilder("# What sixty nights leave on disk\n\n");
        text.append(
                "Written by `mvn -Pbenchmark test -Dtest=SixtyNightsBenchmark -Dbenchmark.write=true`. Days pass on the platform between the\n");
        text.append(
                "nights; tables are vacuumed when autovacuum would have done it. Rewritten: after VACUUM FULL, which a platform never needs.\n\n");
        text.append(String.format(
                Locale.ROOT,
                "PostgreSQL %s. %,d accounts. Megabytes with indexes, of tables above one.%n%n",
                platform.admin().queryForObject("SHOW server_version", String.class),
                ACCOUNTS));
        List<String> head = new ArrayList<>(
                seconds.keySet().stream().map(night -> "night " + night).toList());
        text.append("| table | ")
                .append(String.join(" | ", head))
                .append(" | rewritten |\n|---|")
                .append("---:|".repeat(head.size() + 1))
                .append('\n');
        sizes.forEach((name, byNight) -> {
            text.append("| ").append(name);
            seconds.keySet()
                    .forEach(night -> text.append(
                            byNight.containsKey(night)
                                    ? String.format(
                                            Locale.ROOT,
                                            " | %.1f",
                                            byNight.get(night).megabytes())
                                    : " | "));
            Size rewritten = tight.get(name);
            text.append(
                    rewritten == null ? " | |\n" : String.format(Locale.ROOT, " | %.1f |%n", rewritten.megabytes()));
        });
        text.append("| *seconds of the night*");
        seconds.values().forEach(took -> text.append(String.format(Locale.ROOT, " | %.1f", took)));
        return text.append(" | |\n").toString();
    }
}
