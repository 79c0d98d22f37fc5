package io.fallow.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Seals a run's decisions (DESIGN section 7): SHA-256 over the previous seal and the ordered decisions, so that one changed,
 * removed or added decision breaks every later seal. The database digests blocks of decisions, spans of the key order side by side;
 * the seal is the digest of their digests.
 */
public final class Seals {

    private static final String ANALYZE = Sql.named("step/reconcileRun/analyze-decisions");
    private static final String PREPARE = Sql.named("step/reconcileRun/prepare-reading");
    private static final String SPLIT = Sql.named("step/reconcileRun/find-split-keys");
    private static final String DIGEST = Sql.named("ledger/digest-decisions");
    private static final String LAST = Sql.named("ledger/find-last-seal");
    private static final String SAVE = Sql.named("ledger/save-seal");
    private static final String SAVE_BLOCK = Sql.named("ledger/save-seal-block");

    private final NamedParameterJdbcTemplate batches;
    private final JdbcClient jdbc;

    public Seals(DataSource dataSource, JdbcClient jdbc) {
        this.batches = new NamedParameterJdbcTemplate(dataSource);
        this.jdbc = jdbc;
    }

    /** Tells the planner how many decisions there are; seen by transactions that begin after this one's end. */
    public void analyze(Night night) {
        jdbc.sql(ANALYZE).param("businessDate", night.businessDate()).query(row -> {});
    }

    /** Spans of the key order with about as many of the run's decisions each; together they hold every one. */
    public List<KeySpan> spans(Night night, int parts) {
        List<String> keys = parts == 1
                ? List.of()
                : jdbc.sql(SPLIT)
                        .param("runId", night.runId())
                        .param("businessDate", night.businessDate())
                        .param("parts", parts)
                        .query(String.class)
                        .list();
        List<KeySpan> spans = new ArrayList<>(keys.size() + 1);
        String after = null;
        for (String key : keys) {
            spans.add(new KeySpan(after, key));
            after = key;
        }
        spans.add(new KeySpan(after, null));
        return spans;
    }

    /** Digests the run's decisions in the span, in the order of keys; in a transaction it has to itself. */
    public List<SealedBlock> digest(long runId, KeySpan span) {
        jdbc.sql(PREPARE).query().singleRow();
        return jdbc.sql(DIGEST)
                .param("runId", runId)
                .param("after", span.after())
                .param("upTo", span.upTo())
                .query((row, number) -> new SealedBlock(row.getLong(1), row.getBytes(2), row.getBytes(3)))
                .list();
    }

    /**
     * Seals the run in the caller's transaction.
     *
     * @param blocks of all spans, in their order
     * @return the seal, in hex
     */
    public String seal(long runId, List<SealedBlock> blocks) {
        String previous = jdbc.sql(LAST).query(String.class).optional().orElse(null);
        String seal = chain(previous, blocks);
        Long sealId = jdbc.sql(SAVE)
                .param("runId", runId)
                .param(
                        "decisions",
                        blocks.stream().mapToLong(SealedBlock::decisions).sum())
                .param("digest", seal)
                .param("previous", previous)
                .query(Long.class)
                .single();
        SqlParameterSource[] rows = new SqlParameterSource[blocks.size()];
        for (int i = 0; i < rows.length; i++) {
            SealedBlock block = blocks.get(i);
            rows[i] = new MapSqlParameterSource()
                    .addValue("sealId", sealId)
                    .addValue("block", i)
                    .addValue("decisions", block.decisions())
                    .addValue("digest", block.digest())
                    .addValue("prints", block.prints());
        }
        batches.batchUpdate(SAVE_BLOCK, rows);
        return seal;
    }

    private static String chain(@Nullable String previous, List<SealedBlock> blocks) {
        MessageDigest digest = Sha256.start();
        digest.update(String.valueOf(previous).getBytes(StandardCharsets.US_ASCII));
        for (SealedBlock block : blocks) {
            digest.update((block + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
