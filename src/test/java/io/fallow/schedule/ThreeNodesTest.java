package io.fallow.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three processes serve one database, nights come seconds apart, and whichever node comes to mind is killed or frozen meanwhile. */
@Tag("one-server")
class ThreeNodesTest {

    private static final int NODES = 3;
    private static final Duration FROZEN_FOR = Duration.ofSeconds(6);

    private final ServedPlatform platform = new ServedPlatform();
    private final List<Process> nodes = new ArrayList<>();
    private final long epoch = Instant.now().getEpochSecond() / 60 * 60;
    private final LocalDate firstDate = ServedPlatform.today().minusDays(2_000);

    @AfterEach
    void end() throws InterruptedException {
        for (Process node : nodes) {
            node.destroyForcibly().waitFor();
        }
        platform.close();
    }

    @Test
    void twelveNightsAreRunOnceEach() throws Exception {
        serve(12, 1L);
    }

    @Test
    @Tag("endurance")
    void aHundredNightsAreRunOnceEach() throws Exception {
        serve(100, 2L);
    }

    private void serve(int nights, long seed) throws Exception {
        platform.idle(20);
        for (int number = 0; number < NODES; number++) {
            nodes.add(ServingNode.start(platform, number, epoch, firstDate));
        }
        Random random = new Random(seed);
        int disturbed = 0;
        for (int completed = 1; completed <= nights; completed++) {
            awaitCompleted(completed);
            if (completed % 3 == 0) {
                disturb(random.nextInt(NODES), disturbed++ % 2 == 0);
            }
        }
        check(nights);
    }

    private void disturb(int number, boolean kill) throws IOException, InterruptedException {
        Process node = nodes.get(number);
        if (kill) {
            signal("KILL", node);
            node.waitFor();
            nodes.set(number, ServingNode.start(platform, number, epoch, firstDate));
            return;
        }
        signal("STOP", node);
        Instant thaw = Instant.now().plus(FROZEN_FOR);
        await().atMost(Duration.ofMinutes(1)).until(() -> Instant.now().isAfter(thaw));
        signal("CONT", node);
    }

    private static void signal(String name, Process node) throws IOException, InterruptedException {
        int code = new ProcessBuilder("sh", "-c", "kill -" + name + " " + node.pid())
                .start()
                .waitFor();
        assertThat(code).as("kill -%s %s", name, node.pid()).isZero();
    }

    private void awaitCompleted(int nights) {
        await().atMost(Duration.ofMinutes(5))
                .untilAsserted(() -> assertThat(platform.count("fallow.run WHERE status = 'COMPLETED'"))
                        .isGreaterThanOrEqualTo(nights));
    }

    private void check(int nights) {
        assertThat(platform.count("fallow.firing WHERE outcome = 'COMPLETED'"))
                .isBetween(nights - 1L, nights + 10_000L);
        assertThat(platform.rows("SELECT business_date FROM fallow.firing GROUP BY business_date HAVING count(*) > 1"))
                .as("business dates that came twice")
                .isEmpty();
        assertThat(platform.rows("SELECT f.business_date FROM fallow.firing AS f"
                        + " LEFT JOIN fallow.run AS r ON r.business_date = f.business_date"
                        + " WHERE f.outcome = 'COMPLETED' AND r.status IS DISTINCT FROM 'COMPLETED'"))
                .as("nights said to be completed without a completed run")
                .isEmpty();
        assertThat(platform.rows("SELECT x.parameter_value FROM fallow.batch_job_execution_params AS x"
                        + " JOIN fallow.batch_job_execution AS e ON e.job_execution_id = x.job_execution_id"
                        + " WHERE x.parameter_name = 'businessDate' AND e.status = 'COMPLETED'"
                        + " GROUP BY x.parameter_value HAVING count(*) > 1"))
                .as("business dates run to the end twice")
                .isEmpty();
        assertThat(platform.rows("SELECT run_id FROM fallow.seal GROUP BY run_id HAVING count(*) > 1"))
                .isEmpty();
        assertThat(platform.rows("SELECT account_id FROM fallow.decision WHERE to_state = 'PROTECTED'"
                        + " GROUP BY account_id HAVING count(*) > 1"))
                .as("accounts protected twice")
                .isEmpty();
        // one that a node took with it, between Quartz's firing and the row, may come back after a later night has
        // begun
        assertThat(platform.rows("SELECT f.business_date, f.detail FROM fallow.firing AS f WHERE f.outcome = 'REFUSED'"
                        + " AND NOT EXISTS (SELECT FROM fallow.run AS r WHERE r.business_date > f.business_date)"))
                .as("nights given up without need")
                .isEmpty();
    }
}
