package io.fallow.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/**
 * A night on which every step has several chunks to write, and how it ends when nobody disturbs it. The nights before it are run
 * once; each platform is a copy of their database.
 */
final class FullNight implements AutoCloseable {

    static final LocalDate DATE = TestPlatform.TODAY;

    private static final LocalDate LONG_AGO = DATE.minusYears(2);
    private static final String COHORT = "never-used";
    private static final int ACCOUNTS_A_GROUP = 25;
    private static final String[] SMALL_CHUNKS = {"--fallow.chunk-size=10"};

    private final SmallPlatform eve = new SmallPlatform();
    private final List<String> endState;
    private final RunReport report;
    private final long read;

    FullNight() {
        leadUp();
        eve.raw().stop();
        try (TestPlatform undisturbed = platform()) {
            report = undisturbed.night(DATE).report();
            endState = undisturbed.endState();
            read = read(undisturbed);
        }
        RunReport.Counts counts = report.counts();
        assertThat(List.of(
                        counts.dormant() / 3,
                        counts.protectedAccounts(),
                        counts.warned(),
                        counts.recycled(),
                        counts.released(),
                        counts.returned(),
                        counts.excluded()))
                .as("in each group's step something happens: %s", counts)
                .containsOnly((long) ACCOUNTS_A_GROUP);
    }

    /** By the demo's policy, 16 days lie between protection and the first notice, 7 between notices and 60 before release. */
    private void leadUp() {
        group(1, LONG_AGO); // to be released
        nightsBefore(100, 83, 76, 69);
        group(2, LONG_AGO); // to be recycled
        nightsBefore(33);
        group(3, LONG_AGO); // to be warned
        group(4, LONG_AGO); // has property
        eve.sql("INSERT INTO platform.wallet_balance (account_id, balance, changed_at)"
                + " SELECT account_id, 100, now() FROM platform.account WHERE account_id / 1000 = 4");
        group(5, DATE.minusDays(92)); // to come back
        nightsBefore(17, 10);
        eve.sql("UPDATE platform.account SET last_active_at = CAST('" + DATE.minusDays(1)
                + " 12:00+08' AS timestamptz) WHERE account_id / 1000 = 5");
        group(6, LONG_AGO); // to be protected
        group(7, DATE.minusDays(70)); // to be dormant
        group(8, DATE.minusDays(70));
        eve.loaded(DATE);
    }

    private void group(int number, LocalDate lastActiveOn) {
        for (int i = 0; i < ACCOUNTS_A_GROUP; i++) {
            eve.account(number * 1000L + i, COHORT, lastActiveOn);
        }
    }

    private void nightsBefore(int... days) {
        for (int day : days) {
            eve.night(DATE.minusDays(day));
        }
    }

    /** How many accounts the steps of the undisturbed night read, in all. */
    long read() {
        return read;
    }

    /** How many accounts the steps of tonight have read by now, as far as it is committed. */
    static long read(TestPlatform platform) {
        Long read = platform.admin()
                .queryForObject(
                        "SELECT coalesce(sum(c.n), 0) FROM fallow.run_count AS c JOIN fallow.run AS r USING (run_id)"
                                + " WHERE r.business_date = ? AND c.counter = 'read'",
                        Long.class,
                        DATE);
        return read == null ? 0 : read;
    }

    /** The platform on the evening of the night. */
    TestPlatform platform(String... settings) {
        return new TestPlatform(eve.raw().database().copy(), with(settings));
    }

    static String[] with(String... settings) {
        String[] all = Arrays.copyOf(SMALL_CHUNKS, SMALL_CHUNKS.length + settings.length);
        System.arraycopy(settings, 0, all, SMALL_CHUNKS.length, settings.length);
        return all;
    }

    /** A night in a process of its own that kills itself at the point. */
    KilledNight killedAt(String point, TestPlatform platform) {
        return KilledNight.killedAt(point, platform, DATE, SMALL_CHUNKS);
    }

    /** A night in a process of its own, to be ended from outside. */
    KilledNight started(TestPlatform platform) {
        return KilledNight.start(platform, DATE, SMALL_CHUNKS);
    }

    /** A night in a process of its own that freezes itself at the point. */
    KilledNight frozenAt(String point, TestPlatform platform, String... settings) {
        return KilledNight.frozenAt(point, platform, DATE, with(settings));
    }

    /** Everything is as after the undisturbed night, and nothing was decided twice. */
    void endedOn(TestPlatform platform, RunReport ended) {
        assertThat(ended.status()).isEqualTo(Run.Status.COMPLETED);
        assertThat(platform.endState()).isEqualTo(endState);
        assertThat(ended.counts()).isEqualTo(report.counts());
        assertThat(ended.excludedFor()).isEqualTo(report.excludedFor());
        assertThat(ended.outcomes()).isEqualTo(report.outcomes());
        assertThat(platform.count("(SELECT FROM fallow.decision WHERE run_id = " + ended.run()
                        + " GROUP BY account_id, from_state, to_state HAVING count(*) > 1) AS doubled"))
                .isZero();
        assertThat(platform.count("fallow.seal AS s WHERE s.run_id = " + ended.run()
                        + " AND s.decisions = (SELECT count(*) FROM fallow.decision AS d WHERE d.run_id = s.run_id)"))
                .as("one seal over all decisions")
                .isEqualTo(1);
        assertThat(platform.count("fallow.run WHERE business_date = DATE '" + DATE + "'"))
                .isEqualTo(1);
        assertThat(platform.count("fallow.run WHERE status <> 'COMPLETED'")).isZero();
    }

    @Override
    public void close() {
        eve.close();
    }
}
