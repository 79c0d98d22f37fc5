package io.fallow.owner;

import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.base.Sql;
import io.fallow.ledger.runs.Run;
import io.fallow.lifecycle.Policy;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings back, within quarantine, every account that a run recycled and that is still RECYCLED: one act, all of it or nothing, sealed
 * as one link. What cannot be brought back stays as it is, and is listed.
 */
public final class RestoreRun {

    private static final Logger log = LoggerFactory.getLogger(RestoreRun.class);

    private static final String FIND = Sql.named("owner/find-recycled-by");

    private final JdbcClient jdbc;
    private final ActReview review;
    private final ActWriter writer;
    private final TransactionTemplate transaction;
    private final TransactionTemplate savepoint;
    private final Clock clock;
    private final int chunkSize;

    RestoreRun(
            JdbcClient jdbc,
            ActReview review,
            ActWriter writer,
            PlatformTransactionManager transactions,
            Clock clock,
            int chunkSize) {
        this.jdbc = jdbc;
        this.review = review;
        this.writer = writer;
        this.clock = clock;
        this.chunkSize = chunkSize;
        transaction = new TransactionTemplate(transactions);
        savepoint = new TransactionTemplate(transactions);
        savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /**
     * @param left accounts that the run recycled and that were not brought back, each with why
     * @param act null when nothing was brought back
     */
    public record Restored(
            long restored,
            Map<String, String> left,
            @Nullable Long act,
            @Nullable String seal) {}

    /**
     * @param evidence how it was verified that they are to come back
     * @throws AccountException when no evidence is given
     */
    public Restored of(Run run, String evidence, String by, Policy policy) {
        LocalDate today = LocalDate.now(clock.withZone(policy.zone()));
        String said = OwnerDesk.said(evidence, by);
        Restored restored =
                transaction.execute(status -> inOneAct(run, writer.begin(Act.RESTORE, said, policy, today)));
        log.info(
                "{} accounts that run {} recycled are restored, {} are left, seal {}",
                restored.restored,
                run.runId(),
                restored.left.size(),
                restored.seal);
        return restored;
    }

    private record Found(String accountId, boolean asRecycled, String standing) {}

    private Restored inOneAct(Run run, SealedAct act) {
        Map<String, String> left = new LinkedHashMap<>();
        long restored = 0;
        List<Found> chunk = find(run, null);
        while (!chunk.isEmpty()) {
            List<String> ids = new ArrayList<>();
            for (Found found : chunk) {
                if (found.asRecycled) {
                    ids.add(found.accountId);
                } else {
                    left.put(found.accountId, found.standing);
                }
            }
            restored += restore(act, ids, left);
            chunk = find(run, chunk.get(chunk.size() - 1).accountId);
        }
        return restored == 0
                ? new Restored(0, left, null, null)
                : new Restored(restored, left, act.number(), writer.seal(act));
    }

    private List<Found> find(Run run, @Nullable String after) {
        return jdbc.sql(FIND)
                .param("runId", run.runId())
                .param("businessDate", run.businessDate())
                .param("after", after)
                .param("limit", chunkSize)
                .query((row, number) -> new Found(
                        row.getString(1),
                        row.getBoolean(4),
                        "it is " + row.getString(2) + (row.getString(3) == null ? "" : " since " + row.getString(3))))
                .list();
    }

    /** Of accounts that the platform refuses to take back, halving finds those, and only those are left. */
    private long restore(SealedAct act, List<String> ids, Map<String, String> left) {
        if (ids.isEmpty()) {
            return 0;
        }
        try {
            ActReview.Reviewed reviewed = savepoint.execute(status -> {
                ActReview.Reviewed each = review.of(act, ids);
                writer.apply(act, each.decided());
                return each;
            });
            left.putAll(reviewed.refused());
            return reviewed.decided().size();
        } catch (DataAccessException e) {
            SQLException said = SetAside.sqlCause(e);
            if (ids.size() == 1) {
                left.put(ids.get(0), "the platform refuses it: " + (said == null ? e : said).getMessage());
                return 0;
            }
            int half = ids.size() / 2;
            return restore(act, ids.subList(0, half), left) + restore(act, ids.subList(half, ids.size()), left);
        }
    }
}
