package io.fallow.ledger.plan;

import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Sha256;
import io.fallow.ledger.base.Sql;
import io.fallow.ledger.runs.StaleRunException;
import io.fallow.lifecycle.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Array;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Looks through tonight's plan before anything is done: paces, counts and digests it, and compares it with an approved one. */
public final class PlanReview {

    private static final String COUNT = Sql.named("step/checkLimits/count-verdicts");
    private static final String DONE = Sql.named("step/checkLimits/count-done");
    private static final String DEFER = Sql.named("step/checkLimits/defer-over-pace");
    private static final String MEDIAN = Sql.named("step/checkLimits/median-of-recent-runs");
    private static final String DIGEST = Sql.named("step/checkLimits/digest-plan");
    private static final String KEYS_COLLATE = Sql.named("ledger/seals/keys-collate");
    private static final String GAINED = Sql.named("step/checkLimits/find-gained");
    private static final String SAMPLE = Sql.named("step/checkLimits/sample-plan");
    private static final String AWAIT = Sql.named("step/checkLimits/await-approval");
    private static final String ACCEPT = Sql.named("step/checkLimits/accept-plan");

    /** Rows a cursor brings at once while digesting. */
    private static final int FETCH_SIZE = 10_000;

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate streaming;

    public PlanReview(DataSource dataSource, JdbcClient jdbc) {
        this.jdbc = jdbc;
        JdbcTemplate template = new JdbcTemplate(dataSource);
        template.setFetchSize(FETCH_SIZE);
        this.streaming = new NamedParameterJdbcTemplate(template);
    }

    /** How many accounts of a cohort a verdict is planned for, and what they are excluded for. */
    public record Count(String verdict, String cohort, List<String> excludedFor, long n) {}

    public List<Count> counts(Night night) {
        return planned(COUNT, night)
                .query((row, number) -> {
                    Array excludedFor = row.getArray(3);
                    return new Count(
                            row.getString(1),
                            row.getString(2),
                            List.of((String[]) excludedFor.getArray()),
                            row.getLong(4));
                })
                .list();
    }

    /** How many accounts a step of the run had written before the run was continued. */
    public long done(Night night, String step) {
        return jdbc.sql(DONE)
                .param("runId", night.runId())
                .param("step", step)
                .query(Long.class)
                .single();
    }

    /** Leaves all but the {@code pace} oldest due of a verdict for later nights. */
    public void defer(Night night, Verdict verdict, long pace) {
        planned(DEFER, night)
                .param("verdict", verdict.name())
                .param("pace", pace)
                .update();
    }

    /** The median of recent runs' counts; empty while there are too few of them to say. */
    public OptionalDouble medianOfRecentRuns(Verdict verdict) {
        List<Double> medians = new ArrayList<>();
        jdbc.sql(MEDIAN).param("verdict", verdict.name()).query(row -> {
            double median = row.getDouble(1);
            if (!row.wasNull()) {
                medians.add(median);
            }
        });
        return medians.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(medians.get(0));
    }

    /** SHA-256 of the accounts to be protected and recycled, in hex. Streams: must be called in a transaction. */
    public String digest(Night night) {
        MessageDigest digest = Sha256.start();
        boolean collate = jdbc.sql(KEYS_COLLATE).query(Boolean.class).single();
        streaming.query(
                DIGEST, Map.of("runId", night.runId(), "executionId", night.executionId(), "collate", collate), row -> {
                    digest.update(row.getString(1).getBytes(StandardCharsets.UTF_8));
                    digest.update((byte) '\n');
                });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Accounts the plan has gained since the approved one, at most ten to show; none means it only lost some. */
    public List<String> gainedSince(Night night, long approvedExecution) {
        return planned(GAINED, night)
                .param("approvedExecution", approvedExecution)
                .query(String.class)
                .list();
    }

    public List<String> sample(Night night, Verdict verdict) {
        return planned(SAMPLE, night)
                .param("verdict", verdict.name())
                .query(String.class)
                .list();
    }

    public void awaitApproval(Night night, String digest, String summary) {
        decide(AWAIT, night, digest, summary);
    }

    public void accept(Night night, String digest, String summary) {
        decide(ACCEPT, night, digest, summary);
    }

    private void decide(String sql, Night night, String digest, String summary) {
        int decided = planned(sql, night)
                .param("token", night.token())
                .param("digest", digest)
                .param("summary", summary)
                .update();
        if (decided != 1) {
            throw new StaleRunException(night.runId());
        }
    }

    private StatementSpec planned(String sql, Night night) {
        return jdbc.sql(sql).param("runId", night.runId()).param("executionId", night.executionId());
    }
}
