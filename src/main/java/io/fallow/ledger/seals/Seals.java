package io.fallow.ledger.seals;

import io.fallow.ledger.base.KeySpan;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Sql;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Seals decisions (DESIGN section 7): SHA-256 over the previous seal and the ordered decisions, so that one changed, removed or added
 * decision breaks every later seal. Runs and acts are links of one chain. The order is that of the keys' bytes, which no database collates
 * otherwise. A night's decisions are digested by the database in blocks, spans of that order side by side; the few of an act, or of an abandoned run, here.
 */
public final class Seals {

    private static final String ANALYZE = Sql.named("step/reconcileRun/analyze-decisions");
    private static final String PREPARE = Sql.named("step/reconcileRun/prepare-reading");
    private static final String SPLIT = Sql.named("step/reconcileRun/find-split-texts");
    private static final String DIGEST = Sql.named("ledger/seals/digest-decisions");
    private static final String WAIT = Sql.named("ledger/seals/wait-for-chain");
    private static final String TAKE_HEAD = Sql.named("ledger/seals/take-chain-head");
    private static final String READ_HEAD = Sql.named("ledger/seals/read-chain-head");
    private static final String WAITING = Sql.named("ledger/seals/find-waiting-acts");
    private static final String SAVE = Sql.named("ledger/seals/save-seal");
    private static final String SAVE_BLOCK = Sql.named("ledger/seals/save-seal-block");

    private final NamedParameterJdbcTemplate batches;
    private final JdbcClient jdbc;
    private final Decisions decisions;

    public Seals(DataSource dataSource, JdbcClient jdbc) {
        this.batches = new NamedParameterJdbcTemplate(dataSource);
        this.jdbc = jdbc;
        this.decisions = new Decisions(jdbc);
    }

    /** Tells the planner how many decisions there are; seen by transactions that begin after this one's end. */
    public void analyze(Night night) {
        jdbc.sql(ANALYZE).param("businessDate", night.businessDate()).query(row -> {});
    }

    /** Spans of the order of the keys' bytes with about as many of the run's decisions each; together they hold every one. */
    public List<KeySpan> spans(Night night, int parts) {
        List<String> keys = parts == 1
                ? List.of()
                : jdbc.sql(SPLIT)
                        .param("runId", night.runId())
                        .param("businessDate", night.businessDate())
                        .param("parts", parts)
                        .query(String.class)
                        .list();
        return KeySpan.partedBy(keys);
    }

    /** Digests the run's decisions in the span, in the order of the keys' bytes; in a transaction it has to itself. */
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
     * Seals what was read apart, in the caller's transaction; that should then commit soon, for no other seal can follow before.
     *
     * @param blocks of all decisions, in their order
     * @return the seal, in hex
     */
    public String seal(Sealed what, List<SealedBlock> blocks) {
        jdbc.sql(WAIT).query(row -> {});
        jdbc.sql(TAKE_HEAD).update();
        Head head = jdbc.sql(READ_HEAD)
                .query((row, number) -> new Head(row.getString(1), row.getObject(2, OffsetDateTime.class)))
                .single();
        SealDigest digest = new SealDigest(head.previous(), what, head.now());
        blocks.forEach(block -> digest.add(block.decisions(), block.digest()));
        String seal = digest.toHex();
        Long sealId = jdbc.sql(SAVE)
                .param("runId", what.run())
                .param("actId", what.act())
                .param("businessDate", what.businessDate())
                .param(
                        "decisions",
                        blocks.stream().mapToLong(SealedBlock::decisions).sum())
                .param("digest", seal)
                .param("previous", head.previous())
                .param("sealedAt", head.now())
                .query(Long.class)
                .single();
        save(sealId, blocks);
        return seal;
    }

    /**
     * Seals decisions that the caller's transaction has made or can see, as {@link #seal(Sealed, List)} does.
     *
     * @return the seal, in hex
     */
    public String seal(Sealed what) {
        return seal(what, blocks(what));
    }

    /**
     * Seals acts that were made in SQL and could not do so themselves, each as a link of its own, in the caller's transaction.
     *
     * @return how many
     */
    public int sealWaitingActs() {
        jdbc.sql(WAIT).query(row -> {});
        jdbc.sql(TAKE_HEAD).update();
        List<Sealed> acts = jdbc.sql(WAITING)
                .query((row, number) -> Sealed.ofAct(row.getLong(1), row.getObject(2, LocalDate.class)))
                .list();
        acts.forEach(this::seal);
        return acts.size();
    }

    private List<SealedBlock> blocks(Sealed what) {
        List<SealedBlock> blocks = new ArrayList<>();
        BlockDigest block = new BlockDigest();
        try (Stream<DecisionBytes> all = decisions.of(what)) {
            for (Iterator<DecisionBytes> rows = all.iterator(); rows.hasNext(); ) {
                block.add(rows.next());
                if (block.decisions() == BlockDigest.SIZE) {
                    blocks.add(block.block());
                    block = new BlockDigest();
                }
            }
        }
        if (block.decisions() > 0) {
            blocks.add(block.block());
        }
        return blocks;
    }

    private void save(long sealId, List<SealedBlock> blocks) {
        SqlParameterSource[] rows = new SqlParameterSource[blocks.size()];
        for (int i = 0; i < rows.length; i++) {
            SealedBlock block = blocks.get(i);
            rows[i] = new MapSqlParameterSource()
                    .addValue("sealId", sealId)
                    .addValue("block", i)
                    .addValue("decisions", block.decisions())
                    .addValue("digest", block.digest())
                    .addValue("prints", block.printBytes());
        }
        batches.batchUpdate(SAVE_BLOCK, rows);
    }

    private record Head(@Nullable String previous, OffsetDateTime now) {}
}
