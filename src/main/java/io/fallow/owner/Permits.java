package io.fallow.owner;

import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.base.Sql;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks the database what an account may do now, as the platform does at each login and operation (R5 to R7). */
public final class Permits {

    private static final String ASK = Sql.named("owner/ask-permits");
    private static final String INVALID_PARAMETER = "22023";

    private final JdbcClient jdbc;
    private final LookUp lookUp;
    private final Clock clock;

    public Permits(JdbcClient jdbc, LookUp lookUp, Clock clock) {
        this.jdbc = jdbc;
        this.lookUp = lookUp;
        this.clock = clock;
    }

    /** @param until until when that holds, as far as is known */
    public record Answer(
            String account,
            String operation,
            boolean allowed,
            String reason,
            @Nullable OffsetDateTime until) {}

    /**
     * @param operation one of docs/permits.md
     * @throws AccountException when there is no such account
     * @throws IllegalArgumentException when it is none of them
     */
    public Answer ask(String accountId, String operation) {
        lookUp.requireKnown(accountId);
        try {
            return jdbc.sql(ASK)
                    .param("accountId", accountId)
                    .param("operation", operation)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .query((row, number) -> new Answer(
                            accountId,
                            operation,
                            row.getBoolean("allowed"),
                            row.getString("reason"),
                            row.getObject("until", OffsetDateTime.class)))
                    .single();
        } catch (DataAccessException e) {
            SQLException sql = SetAside.sqlCause(e);
            if (sql != null && INVALID_PARAMETER.equals(sql.getSQLState())) {
                throw new IllegalArgumentException(
                        "operation " + operation + " is unknown; docs/permits.md names those there are", e);
            }
            throw e;
        }
    }
}
