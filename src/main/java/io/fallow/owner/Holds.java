package io.fallow.owner;

import io.fallow.ledger.Examined;
import io.fallow.ledger.Facts;
import io.fallow.ledger.Sql;
import io.fallow.lifecycle.AccountFacts;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Legal holds (R5): while one is in force, nothing of the account is recycled or released. */
public final class Holds {

    private static final String ADD = Sql.named("ledger/add-hold");
    private static final String BE_PATIENT = Sql.named("ledger/be-patient");
    private static final String TAKE = Sql.named("ledger/take-account");
    private static final String RELEASE = Sql.named("ledger/release-hold");
    private static final String LIST = Sql.named("ledger/list-holds");

    private final JdbcClient jdbc;
    private final Facts facts;
    private final TransactionTemplate transaction;

    public Holds(JdbcClient jdbc, Facts facts, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.facts = facts;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** A hold; {@code releasedAt} is null while it is in force. */
    public record Hold(
            long hold,
            String account,
            String reason,
            String detail,
            String placedBy,
            OffsetDateTime placedAt,
            @Nullable String releasedBy,
            @Nullable OffsetDateTime releasedAt) {}

    /**
     * @return the hold's number
     * @throws AccountException when the account exists nowhere
     */
    public long add(String accountId, String detail, String by) {
        if (detail.isBlank() || by.isBlank()) {
            throw new AccountException(accountId, "a hold must say who placed it and what for");
        }
        Long hold = transaction.execute(status -> {
            jdbc.sql(BE_PATIENT).query().singleRow();
            jdbc.sql(TAKE).param("accountId", accountId).query(String.class).optional();
            Examined examined = facts.of(List.of(accountId), ZoneOffset.UTC).get(0);
            AccountFacts known = examined.facts();
            if (known != null && !known.onPlatform() && known.lifecycle() == null) {
                throw new AccountException(accountId, "it is neither on the platform nor in the ledger");
            }
            return jdbc.sql(ADD)
                    .param("accountId", accountId)
                    .param("detail", detail)
                    .param("by", by)
                    .query(Long.class)
                    .single();
        });
        return hold == null ? -1 : hold;
    }

    /** @return whether there was such a hold in force */
    public boolean release(long hold, String by) {
        return jdbc.sql(RELEASE).param("holdId", hold).param("by", by).update() == 1;
    }

    /** Those in force first; of all accounts when {@code accountId} is null. */
    public List<Hold> list(@Nullable String accountId) {
        return jdbc.sql(LIST)
                .param("accountId", accountId)
                .query((row, number) -> new Hold(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getObject(6, OffsetDateTime.class),
                        row.getString(7),
                        row.getObject(8, OffsetDateTime.class)))
                .list();
    }
}
