package io.fallow.ledger.acts;

import io.fallow.ledger.base.Sql;
import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How many accounts stand where. */
public final class Standings {

    private static final String COUNTS = Sql.named("ledger/acts/status-counts");

    private final JdbcClient jdbc;

    public Standings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param due how many of them something can happen to on the date */
    public record Standing(String state, long accounts, long due) {}

    public List<Standing> on(LocalDate date) {
        return jdbc.sql(COUNTS)
                .param("businessDate", date)
                .query((row, number) -> new Standing(row.getString(1), row.getLong(2), row.getLong(3)))
                .list();
    }
}
