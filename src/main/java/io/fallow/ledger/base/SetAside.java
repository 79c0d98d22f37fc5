package io.fallow.ledger.base;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Poison: accounts whose data a run could not digest, with what went wrong. They stay due. */
public final class SetAside {

    private static final String PUT = Sql.named("ledger/base/set-aside");
    private static final String AMONG = Sql.named("ledger/base/count-set-aside-among");
    private static final String COUNT = Sql.named("ledger/base/count-set-aside");

    private final JdbcClient jdbc;

    public SetAside(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return what this adds to the run's counts: nothing when the account was put aside before */
    public Tally put(long runId, String accountId, String step, Throwable error) {
        SQLException sql = sqlCause(error);
        String message = sql == null ? String.valueOf(error.getMessage()) : String.valueOf(sql.getMessage());
        Optional<Boolean> untraced = jdbc.sql(PUT)
                .param("runId", runId)
                .param("accountId", accountId)
                .param("step", step)
                .param("sqlstate", sql == null ? null : sql.getSQLState())
                .param("error", message.replace("\u0000", ""))
                .query(Boolean.class)
                .optional();
        Tally tally = new Tally();
        untraced.ifPresent(first -> tally.add(Tally.SKIPPED, 1).add(Tally.SCANNED, first ? 1 : 0));
        return tally;
    }

    /** How many of the accounts this run has put aside, and so counted, already. */
    public long among(long runId, List<String> ids) {
        return jdbc.sql(AMONG)
                .param("runId", runId)
                .param("ids", ids.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    public long count(long runId) {
        return jdbc.sql(COUNT).param("runId", runId).query(Long.class).single();
    }

    /** The database's own error behind an exception, if there is one. */
    public static @Nullable SQLException sqlCause(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
