package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.cli.frame.Application;
import io.fallow.database.TestDatabase;
import io.fallow.evidence.Verify;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.lifecycle.Policy;
import io.fallow.settings.Settings;
import io.fallow.shard.Answer;
import io.fallow.shard.Fleet;
import io.fallow.shard.FleetNights;
import io.fallow.shard.Shard;
import io.fallow.shard.ShardContexts;
import io.fallow.shard.Totals;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Nights of one platform in two databases: together they do what one with all accounts does, and each goes on without the other. */
class ShardsTest {

    private static final int ACCOUNTS = 600;
    private static final String PROTECTED = "protected: {max: 1000000000";

    private static final List<String> RESULTS = List.of(
            "SELECT account_id, state, since, last_active_on, owner_acted_on, protected_on, clear_since, recycle_on, last_notice_on,"
                    + " due_on, notices_issued, cohort, excluded_for FROM fallow.account_lifecycle",
            "SELECT account_id, business_date, from_state, to_state, reasons FROM fallow.decision",
            "SELECT account_id, business_date, effective_on, kind FROM fallow.event",
            "SELECT account_id, clear_since, number, issued_on, recycle_on FROM fallow.notice",
            "SELECT account_id, status, handle, former_handle FROM platform.account");

    @Test
    void twoHalvesEndAsOneDatabaseWithAll() {
        try (TestDatabase east = half(1);
                TestPlatform all = new TestPlatform(TestDatabase.from("shards-all", ShardsTest::prepare));
                TestPlatform main = new TestPlatform(half(0), settings(east));
                Fleet fleet = fleet(main)) {
            JdbcTemplate eastern = new JdbcTemplate(east.dataSource());
            FleetNights nights = new FleetNights(fleet);
            for (int day : new int[] {0, 15, 31, 38, 45}) {
                LocalDate date = TODAY.plusDays(day);
                Stream.of(all.admin(), main.admin(), eastern).forEach(each -> loaded(each, date));
                RunReport expected = all.night(date).report();
                main.clock(date);

                Totals totals = totals(date, nights.run(date, TestPlatform.policy(), fleet.names()));

                assertThat(totals.completed()).isEqualTo(2);
                assertThat(totals.reconciled()).isTrue();
                assertThat(totals.counts()).isEqualTo(expected.counts());
                assertThat(totals.accounts()).isEqualTo(ACCOUNTS);
                assertThat(totals.excludedFor()).isEqualTo(expected.excludedFor());
                assertThat(totals.outcomes()).isEqualTo(expected.outcomes());
            }
            for (String rows : RESULTS) {
                assertThat(sorted(rows, main.admin(), eastern)).as(rows).isEqualTo(sorted(rows, all.admin()));
            }
            assertThat(all.count("fallow.account_status WHERE state = 'RECYCLED'"))
                    .isPositive();
            assertThat(fleet.each(
                            context -> context.getBean(Verify.class).of(null).intact()))
                    .containsExactly(new Answer<>("main", true, null), new Answer<>("east", true, null));
            assertThat(main.rows("SELECT status, count(*) FROM fallow.shard_night GROUP BY status"))
                    .containsExactly("(COMPLETED,10)");
        }
    }

    @Test
    void oneThatIsDownFailsItsOwnPartOnlyAndRerunFinishesIt() {
        try (SmallPlatform east = idle(11, 13);
                SmallPlatform main = idle(1, 2, settings(east.raw().database()))) {
            allowConnections(main, east, false);
            try (Fleet fleet = fleet(main.raw())) {
                List<Answer<NightResult>> answers =
                        new FleetNights(fleet).run(TODAY, TestPlatform.policy(), fleet.names());
                assertThat(answers.get(0).get().report().status()).isEqualTo(Run.Status.COMPLETED);
                assertThat(answers.get(1).problem()).isNotNull();
                assertThat(totals(TODAY, answers).missing()).containsExactly("east");
            }
            allowConnections(main, east, true);
            assertThat(nights(main)).containsExactly("(east,DOWN,)", "(main,COMPLETED,2)");
            assertThat(east.count("fallow.run")).isZero();
        }
        try (SmallPlatform east = idle(11, 13);
                SmallPlatform main = idle(1, 2, settings(east.raw().database()))) {
            main.loaded(TODAY).raw().night(TODAY);
            east.loaded(TODAY);
            try (Fleet fleet = fleet(main.raw())) {
                FleetNights nights = new FleetNights(fleet);

                Totals totals = totals(TODAY, nights.rerun(TODAY, TestPlatform.policy(), fleet.names()));

                assertThat(totals.completed()).isEqualTo(2);
                assertThat(totals.accounts()).isEqualTo(5);
                assertThat(totals.counts().protectedAccounts()).isEqualTo(5);
                assertThat(nights(main)).containsExactly("(east,COMPLETED,3)", "(main,COMPLETED,2)");
                assertThatThrownBy(() -> nights.rerun(null, TestPlatform.policy(), fleet.names()))
                        .isInstanceOf(UsageException.class)
                        .hasMessageContaining("there is nothing to rerun");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void awaitApprovalWhenTheyAreOverALimitTogether(String atOnce) {
        Policy five = SmallPlatform.policy(PROTECTED, "protected: {max: 5");
        try (SmallPlatform east = idle(11, 13);
                SmallPlatform main = idle(1, 3, settings(east.raw().database(), "--fallow.shards-at-once=" + atOnce));
                Fleet fleet = fleet(main.raw())) {
            FleetNights nights = new FleetNights(fleet);

            List<Answer<NightResult>> stopped = nights.run(TODAY, five, fleet.names());

            for (Answer<NightResult> answer : stopped) {
                assertThat(answer.get().report().status()).isEqualTo(Run.Status.AWAITING_APPROVAL);
                assertThat(answer.get().plan())
                        .isNotNull()
                        .satisfies(
                                plan -> assertThat(plan.over())
                                        .containsExactly(
                                                "all shards together: 6 accounts would be protected, more than limits.protected.max 5"));
            }
            assertThat(protectedOn(main) + protectedOn(east)).isZero();

            approve(fleet, "main", stopped.get(0));
            assertThat(statuses(nights.rerun(TODAY, five, fleet.names())))
                    .containsExactly(Run.Status.COMPLETED, Run.Status.AWAITING_APPROVAL);
            approve(fleet, "east", stopped.get(1));
            assertThat(statuses(nights.rerun(TODAY, five, fleet.names())))
                    .containsExactly(Run.Status.COMPLETED, Run.Status.COMPLETED);
            assertThat(protectedOn(main) + protectedOn(east)).isEqualTo(6);
        }
    }

    @Test
    void oneThatComesLaterIsCountedWithWhatTheOthersHaveDone() {
        Policy five = SmallPlatform.policy(PROTECTED, "protected: {max: 5");
        try (SmallPlatform east = idle(11, 13);
                SmallPlatform main = idle(1, 3, settings(east.raw().database()));
                Fleet fleet = fleet(main.raw())) {
            FleetNights nights = new FleetNights(fleet);
            assertThat(statuses(nights.run(TODAY, five, List.of("main")))).containsExactly(Run.Status.COMPLETED);

            assertThat(statuses(nights.rerun(TODAY, five, List.of("east"))))
                    .containsExactly(Run.Status.AWAITING_APPROVAL);

            assertThat(protectedOn(main)).isEqualTo(3);
            assertThat(protectedOn(east)).isZero();
        }
    }

    private static void approve(Fleet fleet, String shard, Answer<NightResult> stopped) {
        fleet.shard(shard)
                .requireUp()
                .getBean(Approvals.class)
                .approve(stopped.get().report().run(), "Li Na", "counted");
    }

    private static List<Run.Status> statuses(List<Answer<NightResult>> answers) {
        return answers.stream().map(answer -> answer.get().report().status()).toList();
    }

    private static Totals totals(LocalDate date, List<Answer<NightResult>> answers) {
        return Totals.of(
                date,
                answers.stream()
                        .filter(answer -> answer.problem() == null)
                        .map(answer -> answer.get().report())
                        .toList(),
                answers.stream()
                        .filter(answer -> answer.problem() != null)
                        .map(Answer::shard)
                        .toList());
    }

    private static SmallPlatform idle(int first, int last, String... settings) {
        SmallPlatform platform = new SmallPlatform(settings);
        for (int id = first; id <= last; id++) {
            platform.account(id, "standard", TODAY.minusYears(4));
        }
        return platform.loaded(TODAY);
    }

    private static long protectedOn(SmallPlatform platform) {
        return platform.count("fallow.account_status WHERE state = 'PROTECTED'");
    }

    private static List<String> nights(SmallPlatform main) {
        return main.rows("SELECT shard, status, protected_count FROM fallow.shard_night ORDER BY shard");
    }

    private static void allowConnections(SmallPlatform main, SmallPlatform shard, boolean allowed) {
        String url = shard.raw().database().jdbcUrl();
        String name = url.substring(url.lastIndexOf('/') + 1).replaceFirst("\\?.*", "");
        main.sql("ALTER DATABASE " + name + " ALLOW_CONNECTIONS " + allowed);
    }

    private static Fleet fleet(TestPlatform main) {
        return new Fleet(
                new Shard("main", main.context(), null),
                new ShardContexts(main.context().getEnvironment(), Application.class, main.bean(Clock.class)),
                main.bean(Settings.class));
    }

    private static String[] settings(TestDatabase east, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "--fallow.shards.east.url=" + east.jdbcUrl(),
                "--fallow.shards.east.username=" + east.username(),
                "--fallow.shards.east.password=" + east.password()));
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    private static void prepare(DataSource empty) {
        TestPlatform.prepare(empty, ACCOUNTS);
    }

    /** The platform's accounts with even numbers, or with odd ones. */
    private static TestDatabase half(int remainder) {
        return TestDatabase.from("shards-half-" + remainder, empty -> {
            prepare(empty);
            JdbcTemplate jdbc = new JdbcTemplate(empty);
            for (String table : jdbc.queryForList(
                    "SELECT format('platform.%I', table_name) FROM information_schema.columns"
                            + " WHERE table_schema = 'platform' AND column_name = 'account_id'"
                            + " ORDER BY table_name = 'account'",
                    String.class)) {
                jdbc.update("DELETE FROM " + table + " WHERE account_id % 2 <> ?", remainder);
            }
        });
    }

    /** Every source as fresh as on the evening before the date. */
    private static void loaded(JdbcTemplate platform, LocalDate date) {
        platform.update(
                "INSERT INTO platform.feed (source, loaded_on, rows, newest)"
                        + " SELECT DISTINCT ON (f.source) f.source, CAST(? AS date), f.rows, CAST(? AS timestamptz)"
                        + " FROM platform.feed AS f ORDER BY f.source, f.loaded_on DESC"
                        + " ON CONFLICT ON CONSTRAINT feed_pk DO UPDATE SET newest = excluded.newest",
                date.minusDays(1).toString(),
                TestPlatform.eveningOf(date.minusDays(1)).toString());
    }

    private static List<String> sorted(String rows, JdbcTemplate... databases) {
        return Stream.of(databases)
                .flatMap(database ->
                        database.queryForList("SELECT CAST(r AS text) FROM (" + rows + ") AS r", String.class).stream())
                .sorted()
                .toList();
    }
}
