package io.fallow.ledger.runs;

import io.fallow.ledger.base.Sql;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which process may work on a partition. Every transaction on a partition holds it, so that a takeover waits for a chunk that is open,
 * and one that was taken over finds another token.
 */
public final class PartitionClaims {

    private static final String CLAIM = Sql.named("ledger/runs/claim-partition");
    private static final String CHECK = Sql.named("ledger/runs/check-partition-claim");
    private static final String OPEN = Sql.named("ledger/runs/find-open-partitions");
    private static final String HOLDERS = Sql.named("ledger/runs/find-partition-holders");

    private final JdbcClient jdbc;

    public PartitionClaims(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One process's right to work on one partition, as long as nobody has taken it over. */
    public record Claim(long stepExecutionId, int token) {}

    /**
     * Takes the partition, in the caller's transaction.
     *
     * @param node whom an operator reads of
     * @return nothing when the partition has ended
     * @throws org.springframework.dao.DataAccessException with SQLState 55P03 while somebody has a chunk of it open
     */
    public Optional<Claim> claim(long stepExecutionId, String node) {
        return jdbc.sql(CLAIM)
                .param("stepExecutionId", stepExecutionId)
                .param("node", node)
                .query(Integer.class)
                .optional()
                .map(token -> new Claim(stepExecutionId, token));
    }

    /**
     * Holds the partition for the rest of the transaction.
     *
     * @throws StalePartitionException when it was taken over
     */
    public void check(Claim claim) {
        if (jdbc.sql(CHECK)
                .param("stepExecutionId", claim.stepExecutionId())
                .param("token", claim.token())
                .query(Integer.class)
                .optional()
                .isEmpty()) {
            throw new StalePartitionException(claim.stepExecutionId());
        }
    }

    /** Which of the partitions have not ended. */
    public List<Long> open(Collection<Long> stepExecutionIds) {
        return jdbc.sql(OPEN)
                .param("stepExecutionIds", stepExecutionIds.toArray(Long[]::new))
                .query(Long.class)
                .list();
    }

    /** Names the sessions that have a chunk of the partition open; nothing when none has. */
    public Optional<String> holders(long stepExecutionId) {
        return jdbc.sql(HOLDERS)
                .param("stepExecutionId", stepExecutionId)
                .query(String.class)
                .optional();
    }
}
