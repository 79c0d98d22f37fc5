package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.TestDatabase;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An ordinary night's cost follows what changed: by PostgreSQL's own counters, no step reads a whole table. */
class SteadyNightTest {

    private static final LocalDate MEASURED = TODAY.plusDays(2);

    /** The base of all percentages is counted once a night, which reads each of the entries of this index, and no account. */
    private static final String COUNTED = "platform.account_pk";

    /**
     * Of each table and index: how many rows it has, and how many were ever read of it. Of a table by whatever kind of scan, of an index
     * its entries, also those for which no row was looked up.
     */
    private static final String READS = """
            SELECT format('%I.%I', s.schemaname, s.relname) AS name, c.reltuples AS size, s.seq_tup_read + coalesce(s.idx_tup_fetch, 0) AS n
            FROM pg_stat_user_tables AS s
            JOIN pg_class AS c ON c.oid = s.relid
            UNION ALL
            SELECT format('%I.%I', s.schemaname, s.indexrelname), c.reltuples, s.idx_tup_read
            FROM pg_stat_user_indexes AS s
            JOIN pg_class AS c ON c.oid = s.indexrelid
            """;

    /** A table of a few pages is cheaper read whole than probed, and the older servers do so. */
    private static final int FEW = 2_000;

    private record Reads(double size, long n) {}

    @Test
    void readsNoWholeTable() {
        assertThat(readsOfAnOrdinaryNight(60_000, 0.5)).isEmpty();
    }

    @Test
    @Tag("benchmark")
    void readsNotAnEighthOfAnyTableOfAMillionAccounts() {
        assertThat(readsOfAnOrdinaryNight(Integer.getInteger("benchmark.accounts", 1_000_000), 0.125))
                .isEmpty();
    }

    /** @return what was read of tables and indexes more than a share of which was; small ones don't count */
    private static List<String> readsOfAnOrdinaryNight(int accounts, double share) {
        TestDatabase database =
                TestDatabase.from("steady-platform-" + accounts, empty -> TestPlatform.prepare(empty, accounts));
        try (TestPlatform platform = new TestPlatform(database)) {
            spend(platform);
            platform.stop();
            platform.admin().execute("VACUUM (ANALYZE)"); // as autovacuum would have, in time
            Map<String, Reads> before = reads(platform);
            RunReport report;
            TestPlatform measured = new TestPlatform(database);
            try {
                report = completed(measured.night(MEASURED));
            } finally {
                measured.stop(); // and not closed: the database is needed
            }
            assertThat(List.of(
                            report.counts().dormant(),
                            report.counts().returned(),
                            report.counts().protectedAccounts(),
                            report.counts().warned(),
                            report.counts().recycled(),
                            report.counts().released()))
                    .allMatch(n -> n > 0);
            return excessive(before, reads(platform), accounts, share);
        }
    }

    private static List<String> excessive(
            Map<String, Reads> before, Map<String, Reads> after, int accounts, double share) {
        List<String> excessive = new ArrayList<>();
        after.forEach((name, reads) -> {
            Reads earlier = before.getOrDefault(name, new Reads(0, 0));
            long n = reads.n - earlier.n - (name.equals(COUNTED) ? accounts : 0);
            if (earlier.size > FEW && n > earlier.size * share) {
                excessive.add(String.format("%s: %,d read of %,.0f", name, n, earlier.size));
            }
        });
        return excessive;
    }

    /** The nights before the measured one, and what months of nights bring about bit by bit. */
    private static void spend(TestPlatform platform) {
        completed(platform.night(TODAY));
        putOnTheEve(platform, 0, TODAY.plusDays(1), TODAY.plusDays(1));
        platform.dayBefore(TODAY.plusDays(1));
        completed(platform.night(TODAY.plusDays(1)));
        platform.admin()
                .update(
                        "UPDATE fallow.account_lifecycle SET since = since - 60, due_on = ? WHERE state = 'RECYCLED'",
                        MEASURED);
        putOnTheEve(platform, 1, MEASURED, MEASURED);
        putOnTheEve(platform, 2, MEASURED, null);
        platform.dayBefore(MEASURED);
    }

    /** One in a hundred of the accounts that are protected and hold nothing: due for recycling, or else for the first notice. */
    private static void putOnTheEve(TestPlatform platform, int which, LocalDate night, @Nullable LocalDate recycleOn) {
        boolean warned = recycleOn != null;
        int moved = platform.admin()
                .update(
                        "UPDATE fallow.account_lifecycle SET since = ?, protected_on = ?, clear_since = ?, recycle_on = ?, due_on = ?,"
                                + " notices_issued = ?, last_notice_on = ?"
                                + " WHERE state = 'PROTECTED' AND excluded_for = '{}' AND cohort = 'standard' AND notices_issued = 0"
                                + " AND last_active_on < ? AND account_id % 100 = ?",
                        night.minusDays(60),
                        night.minusDays(60),
                        night.minusDays(60),
                        warned ? recycleOn : night.plusDays(30),
                        night,
                        warned ? 3 : 0,
                        warned ? night.minusDays(7) : null,
                        night.minusYears(3).minusDays(31),
                        which);
        assertThat(moved).isPositive();
    }

    private static RunReport completed(NightResult result) {
        assertThat(result.report().status())
                .as(String.valueOf(result.problem()))
                .isEqualTo(Run.Status.COMPLETED);
        return result.report();
    }

    /** A session tells what it has read when it ends, and no later. */
    private static Map<String, Reads> reads(TestPlatform platform) {
        Awaitility.await()
                .until(() -> platform.count("pg_stat_activity WHERE datname = current_database()"
                                + " AND backend_type = 'client backend' AND pid <> pg_backend_pid()")
                        == 0);
        Map<String, Reads> reads = new TreeMap<>();
        platform.admin().query(READS, row -> {
            reads.put(row.getString("name"), new Reads(row.getDouble("size"), row.getLong("n")));
        });
        return reads;
    }
}
