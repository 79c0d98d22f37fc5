package io.fallow.ledger;

import java.time.LocalDate;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads decisions as they are sealed: the database only delivers their bytes. */
public final class Decisions {

    private static final String READ = Sql.named("ledger/read-decisions");

    private static final int ROWS_AT_ONCE = 1_000;

    private final JdbcClient jdbc;

    public Decisions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In the order they are sealed in; to be closed. Only inside of a transaction are they not all held in memory. */
    public Stream<DecisionBytes> of(Sealed what) {
        return jdbc
                .sql(READ)
                .withFetchSize(ROWS_AT_ONCE)
                .param("run", what.run())
                .param("act", what.act())
                .query((row, number) ->
                        new DecisionBytes(row.getString(1), row.getObject(2, LocalDate.class), row.getBytes(3)))
                .stream();
    }
}
