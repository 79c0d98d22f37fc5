package io.fallow.ledger;

import java.time.LocalDate;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads decisions as they are sealed: the database only delivers their bytes. */
public final class Decisions {

    private static final String OF_RUN = Sql.named("ledger/read-decisions-of-run");
    private static final String OF_ACT = Sql.named("ledger/read-decisions-of-act");

    private static final int ROWS_AT_ONCE = 1_000;

    private final JdbcClient jdbc;

    public Decisions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In the order they are sealed in; to be closed. Only inside of a transaction are they not all held in memory. */
    public Stream<DecisionBytes> of(Sealed what) {
        return jdbc
                .sql(what.run() == null ? OF_ACT : OF_RUN)
                .withFetchSize(ROWS_AT_ONCE)
                .param("id", what.run() == null ? what.act() : what.run())
                .query((row, number) ->
                        new DecisionBytes(row.getString(1), row.getObject(2, LocalDate.class), row.getBytes(3)))
                .stream();
    }
}
