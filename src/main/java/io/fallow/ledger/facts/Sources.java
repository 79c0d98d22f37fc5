package io.fallow.ledger.facts;

import io.fallow.ledger.base.Sql;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The inputs of a night: what they say of themselves, what the last completed run saw of them, and whether the guards stand. */
public final class Sources {

    private static final String HEALTH = Sql.named("step/checkInputs/read-source-health");
    private static final String VANISHED = Sql.named("step/checkInputs/find-vanished-sources");
    private static final String SAVE = Sql.named("step/checkInputs/save-source");
    private static final String WITHOUT_KEY = Sql.named("step/checkInputs/find-views-without-key");
    private static final String ORPHANS = Sql.named("step/checkInputs/find-orphans");
    private static final String BETWEEN = Sql.named("step/checkInputs/find-account-between");
    private static final String PREFER_INDEXES = Sql.named("step/checkInputs/prefer-indexes");
    private static final String OFFSETS = Sql.named("step/checkInputs/read-zone-offsets");
    private static final String GUARDS = Sql.named("step/checkInputs/count-guards");
    private static final String PARTITION = Sql.named("step/checkInputs/make-decision-partition");

    private final JdbcClient jdbc;

    public Sources(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param rowsBefore at the last completed run; null when that had no such source */
    public record Health(
            @Nullable String source,
            @Nullable Long rows,
            @Nullable OffsetDateTime newest,
            @Nullable Long rowsBefore) {}

    public List<Health> health() {
        return jdbc.sql(HEALTH)
                .query((row, number) -> new Health(
                        row.getString(1),
                        row.getObject(2, Long.class),
                        row.getObject(3, OffsetDateTime.class),
                        row.getObject(4, Long.class)))
                .list();
    }

    /** Sources of the last completed run that say nothing tonight. */
    public List<String> vanished() {
        return jdbc.sql(VANISHED).query(String.class).list();
    }

    public void save(long runId, Health health) {
        jdbc.sql(SAVE)
                .param("runId", runId)
                .param("source", health.source())
                .param("rows", health.rows())
                .param("newest", health.newest())
                .update();
    }

    /** @param of how many there are */
    public record Orphan(String key, String reason, long of) {}

    /** A few of the things that are held by keys that are no account's, between two accounts; without bounds on the whole platform. */
    public List<Orphan> orphans(@Nullable String after, @Nullable String before) {
        return jdbc.sql(ORPHANS)
                .param("after", after)
                .param("before", before)
                .query((row, number) -> new Orphan(row.getString(1), row.getString(2), row.getLong(3)))
                .list();
    }

    /** The account in the middle of those between two; empty when none is. */
    public Optional<String> accountBetween(@Nullable String after, @Nullable String before) {
        return jdbc.sql(BETWEEN)
                .param("after", after)
                .param("before", before)
                .query(String.class)
                .optional();
    }

    /** Views of the contract with a row that belongs to no account. Looks through the whole platform. */
    public List<String> viewsWithoutKey() {
        return jdbc.sql(WITHOUT_KEY).query(String.class).list();
    }

    /** Asks without reading whole tables, where an index allows it. In a transaction. */
    public <T> T byIndexes(Supplier<T> question) {
        jdbc.sql(PREFER_INDEXES).param("wholeTables", "off").query().singleRow();
        T answer = question.get();
        jdbc.sql(PREFER_INDEXES).param("wholeTables", "on").query().singleRow();
        return answer;
    }

    /** What the database takes the zone for at these instants, in seconds east of UTC. */
    public List<Integer> offsets(ZoneId zone, List<Instant> at) {
        return jdbc.sql(OFFSETS)
                .param("zone", zone.getId())
                .param("at", at.stream().map(Instant::toString).toArray(String[]::new))
                .query(Integer.class)
                .list();
    }

    public long guards() {
        return jdbc.sql(GUARDS).query(Long.class).single();
    }

    /** Makes the decision log's partition for the month of the business date. */
    public void makeDecisionPartition(LocalDate businessDate) {
        jdbc.sql(PARTITION).param("businessDate", businessDate).query(row -> {});
    }
}
