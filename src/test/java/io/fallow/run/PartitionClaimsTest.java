package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.ledger.runs.PartitionClaims;
import io.fallow.ledger.runs.PartitionClaims.Claim;
import io.fallow.ledger.runs.PassingFault;
import io.fallow.ledger.runs.StalePartitionException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Who may work on a partition is decided by locks on rows of ours. */
class PartitionClaimsTest {

    private final SmallPlatform platform = new SmallPlatform();
    private final PartitionClaims claims = platform.raw().bean(PartitionClaims.class);
    private final TransactionTemplate transaction =
            new TransactionTemplate(platform.raw().bean(PlatformTransactionManager.class));
    private long partition;
    private long bystander;

    @BeforeEach
    void twoOpenPartitions() {
        platform.account(1, "standard", TODAY.minusYears(4)).night(TODAY);
        platform.sql("UPDATE fallow.batch_step_execution SET status = 'STARTED'")
                .sql("DELETE FROM fallow.partition_claim");
        partition = execution("min");
        bystander = execution("max");
        assertThat(partition).isNotEqualTo(bystander);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private long execution(String which) {
        return Long.parseLong(platform.rows("SELECT " + which + "(step_execution_id) FROM fallow.batch_step_execution")
                .get(0)
                .replaceAll("[()]", ""));
    }

    private Optional<Claim> claim(long stepExecutionId, String node) {
        return Optional.ofNullable(transaction.execute(status -> claims.claim(stepExecutionId, node)))
                .orElseThrow();
    }

    private static DataAccessException refused(Runnable act) {
        try {
            act.run();
        } catch (DataAccessException e) {
            return e;
        }
        throw new AssertionError("it was not held up");
    }

    @Test
    void aTakeoverWaitsForAnOpenChunkAndNamesWhoHasIt() {
        Claim first = claim(partition, "first").orElseThrow();
        transaction.executeWithoutResult(chunk -> {
            claims.check(first);
            TransactionTemplate other = new TransactionTemplate(platform.raw().bean(PlatformTransactionManager.class));
            other.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);

            assertThat(PassingFault.is(
                            refused(() -> other.executeWithoutResult(status -> claims.claim(partition, "second")))))
                    .isTrue();
            assertThat(claims.holders(partition).orElseThrow())
                    .startsWith("fallow, process " + ProcessHandle.current().pid() + ", database session ");
            assertThat(claims.holders(bystander)).isEmpty();
            assertThat(other.<Optional<Claim>>execute(status -> claims.claim(bystander, "second")))
                    .contains(new Claim(bystander, 1));
        });
        assertThat(claims.holders(partition)).isEmpty();
        assertThat(claim(partition, "second")).contains(new Claim(partition, 2));
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> claims.check(first)))
                .isInstanceOf(StalePartitionException.class);
    }

    @Test
    void takesNoPartitionThatHasEndedAndLeavesNoTrace() {
        platform.sql(
                "UPDATE fallow.batch_step_execution SET status = 'COMPLETED' WHERE step_execution_id = " + partition);

        assertThat(claim(partition, "first")).isEmpty();
        assertThat(claim(bystander, "first")).isPresent();
        assertThat(platform.count("fallow.partition_claim")).isEqualTo(1);
    }

    @Test
    void aStrangersLocksHoldNobodyUp() throws SQLException {
        try (Connection other = platform.raw().database().dataSource().getConnection();
                Statement stranger = other.createStatement()) {
            stranger.execute("CREATE ROLE stranger_" + ProcessHandle.current().pid());
            other.setAutoCommit(false);
            stranger.execute(
                    "SET LOCAL ROLE stranger_" + ProcessHandle.current().pid());
            stranger.execute(
                    "SELECT pg_advisory_xact_lock(hashtext('fallow partition'), CAST(" + partition + " AS integer))");

            assertThat(claim(partition, "first")).contains(new Claim(partition, 1));

            other.rollback();
            other.setAutoCommit(true);
            stranger.execute("DROP ROLE stranger_" + ProcessHandle.current().pid());
        }
    }
}
