package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is old goes, as far as a setting says so; what an auditor or a receiver of events may still need stays. */
class KeepHouseTest {

    private static final String EVIDENCE = """
            SELECT (SELECT md5(string_agg(CAST(d AS text), '|' ORDER BY seq)) FROM fallow.decision AS d WHERE business_date <= '%1$s'),
                (SELECT md5(string_agg(CAST(s AS text), '|' ORDER BY seal_id)) FROM fallow.seal AS s
                    WHERE business_date <= '%1$s'),
                (SELECT md5(string_agg(CAST(r AS text), '|' ORDER BY run_id)) FROM fallow.run AS r WHERE business_date <= '%1$s'),
                (SELECT count(*) FROM pg_inherits WHERE inhparent = 'fallow.decision'::regclass)
            """.formatted(TODAY.plusDays(2));

    @Test
    void deletesWhatIsOldButNeitherEvidenceNorTheLastNightNorWhatWasNotDelivered() {
        try (SmallPlatform platform = new SmallPlatform(
                "--fallow.keep.batch-history=P2D", "--fallow.keep.delivered-events=P2D", "--fallow.keep.counts=P2D")) {
            nights(platform);
            platform.sql(
                    "INSERT INTO fallow.consumer (name, delivered_through) SELECT 'webhook', max(event_id) FROM fallow.event");
            platform.sql("INSERT INTO fallow.undelivered_event (event_id, next_attempt_at, consumer, order_key)"
                    + " SELECT event_id, now(), 'webhook', 'account 3' FROM fallow.event WHERE account_id = 3");
            platform.sql("UPDATE fallow.event SET business_date = DATE '" + TODAY.plusDays(2) + "'"
                    + " WHERE event_id = (SELECT min(event_id) FROM fallow.event WHERE account_id = 2)");
            platform.sql("INSERT INTO fallow.run_count SELECT run_id, 'scanIdleAccounts:0', 'test', 7 FROM fallow.run");
            List<String> evidence = platform.rows(EVIDENCE);

            platform.night(TODAY.plusDays(4));

            assertThat(platform.rows(
                            "SELECT DISTINCT business_date FROM fallow.run JOIN fallow.run_count USING (run_id)"))
                    .containsExactly("(" + TODAY.plusDays(2) + ")");
            assertThat(platform.count("fallow.batch_job_instance")).isEqualTo(2);
            assertThat(platform.count("fallow.batch_job_execution_params WHERE parameter_value = '" + TODAY + "'"))
                    .isZero();
            assertThat(platform.rows("SELECT account_id, business_date FROM fallow.event WHERE account_id <= 2"))
                    .containsExactly("(2," + TODAY.plusDays(2) + ")");
            assertThat(platform.count("fallow.event WHERE account_id = 3")).isEqualTo(2);
            assertThat(platform.rows(EVIDENCE)).isEqualTo(evidence);
        }
    }

    @Test
    void keepsTheLastCompletedNightHoweverOldItIs() {
        try (SmallPlatform platform =
                new SmallPlatform("--fallow.keep.batch-history=P1D", "--fallow.keep.counts=P1D")) {
            nights(platform);

            platform.night(TODAY.plusDays(100));

            assertThat(platform.rows("SELECT parameter_value FROM fallow.batch_job_execution_params"
                            + " WHERE parameter_name = 'businessDate' ORDER BY 1"))
                    .containsExactly("(" + TODAY.plusDays(2) + ")", "(" + TODAY.plusDays(100) + ")");
        }
    }

    @Test
    void deletesNothingUnlessASettingSaysSo() {
        try (SmallPlatform platform = new SmallPlatform()) {
            nights(platform);
            platform.sql("INSERT INTO fallow.consumer (name, delivered_through) VALUES ('webhook', 1000000)");
            long events = platform.count("fallow.event");

            platform.night(TODAY.plusDays(300));

            assertThat(platform.count("fallow.event WHERE business_date <= DATE '" + TODAY.plusDays(2) + "'"))
                    .isEqualTo(events);
            assertThat(platform.count("fallow.batch_job_instance")).isEqualTo(4);
        }
    }

    /** Three, the last of them two days before the one in which house is kept. */
    private static void nights(SmallPlatform platform) {
        for (int id = 1; id <= 3; id++) {
            platform.account(id, "standard", TODAY.minusYears(4));
        }
        for (int day = 0; day <= 2; day++) {
            platform.night(TODAY.plusDays(day));
        }
    }
}
