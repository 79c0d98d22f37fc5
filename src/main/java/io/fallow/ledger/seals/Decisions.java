package io.fallow.ledger.seals;

import io.fallow.ledger.base.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads decisions as they are sealed: the database only delivers their bytes. */
public final class Decisions {

    private static final String READ = Sql.named("ledger/seals/read-decisions");
    private static final String READ_BY_KEY = Sql.named("ledger/seals/read-decisions-by-key");
    private static final String READ_BY_PRINT = Sql.named("ledger/seals/read-decisions-by-print");
    private static final String KEYS_COLLATE = Sql.named("ledger/seals/keys-collate");

    private static final int ROWS_AT_ONCE = 1_000;

    private final JdbcClient jdbc;

    public Decisions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In the order they are sealed in; to be closed. Only inside of a transaction are they not all held in memory. */
    public Stream<DecisionBytes> of(Sealed what) {
        return of(what, SealOrder.TEXT);
    }

    /** In an order; to be closed. Only inside of a transaction are they not all held in memory. */
    public Stream<DecisionBytes> of(Sealed what, SealOrder order) {
        return jdbc
                .sql(order == SealOrder.TEXT ? READ : READ_BY_KEY)
                .withFetchSize(ROWS_AT_ONCE)
                .param("run", what.run())
                .param("act", what.act())
                .query((row, number) -> decision(row, 1))
                .stream();
    }

    /**
     * In the order of the seal's prints, each place with every decision that has its print; then those whose print was not sealed, in the
     * order of the keys' bytes. To be closed. Only inside of a transaction are they not all held in memory.
     */
    public Stream<PlacedDecision> byPrint(Seal seal) {
        return jdbc
                .sql(READ_BY_PRINT)
                .withFetchSize(ROWS_AT_ONCE)
                .param("sealId", seal.sealId())
                .param("run", seal.of().run())
                .param("act", seal.of().act())
                .query((row, number) -> new PlacedDecision(
                        row.getObject(1, Integer.class),
                        row.getInt(2),
                        row.getBytes(5) == null ? null : decision(row, 3)))
                .stream();
    }

    /** Whether the order of keys is a collation's, which another database may not have. */
    public boolean keysCollate() {
        return jdbc.sql(KEYS_COLLATE).query(Boolean.class).single();
    }

    private static DecisionBytes decision(ResultSet row, int first) throws SQLException {
        return new DecisionBytes(
                row.getString(first), row.getObject(first + 1, LocalDate.class), row.getBytes(first + 2));
    }
}
