package io.fallow.owner;

import io.fallow.ledger.base.Sql;
import io.fallow.lifecycle.ActRules.UnsealRules;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts attempts to unseal an account, by command and in SQL alike, so that nobody can go on guessing what counts as evidence (R10). */
public final class UnsealAttempts {

    private static final String MAY = Sql.named("owner/may-attempt-unseal");
    private static final String RECORD = Sql.named("owner/record-unseal-attempt");

    private final JdbcClient jdbc;
    private final Clock clock;

    public UnsealAttempts(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record May(boolean allowed, @Nullable OffsetDateTime until) {}

    /** @return from when on the account may be tried again; empty when it may be now, by this transaction alone */
    Optional<OffsetDateTime> closedUntil(String accountId, UnsealRules rules) {
        May may = jdbc.sql(MAY)
                .param("accountId", accountId)
                .param("maxAttempts", rules.maxAttempts())
                .param("within", rules.within().toSeconds())
                .param("now", now())
                .query((row, number) -> new May(row.getBoolean(1), row.getObject(2, OffsetDateTime.class)))
                .single();
        return may.allowed ? Optional.empty() : Optional.ofNullable(may.until);
    }

    void unsealed(String accountId, Evidence evidence, long act) {
        record(accountId, evidence, "UNSEALED", null, act);
    }

    void refused(String accountId, Evidence evidence, String why) {
        record(accountId, evidence, "REFUSED", why, null);
    }

    void tooMany(String accountId, Evidence evidence, String why) {
        record(accountId, evidence, "TOO_MANY", why, null);
    }

    private void record(String accountId, Evidence evidence, String outcome, @Nullable String why, @Nullable Long act) {
        jdbc.sql(RECORD)
                .param("accountId", accountId)
                .param("now", now())
                .param("actId", act)
                .param("outcome", outcome)
                .param("why", why)
                .param("method", evidence.method())
                .param("reference", evidence.reference())
                .param("by", evidence.by())
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
