package io.fallow.owner;

import io.fallow.ledger.base.Poison;
import io.fallow.ledger.base.Sql;
import io.fallow.ledger.base.UnsafeInputsException;
import io.fallow.ledger.facts.Examined;
import io.fallow.ledger.facts.Facts;
import io.fallow.lifecycle.AccountFacts;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks accounts up: whether anybody knows them, and what the contract's views can tell of them. */
public final class LookUp {

    private static final String IN_LEDGER = Sql.named("owner/is-in-ledger");
    private static final String ON_PLATFORM = Sql.named("owner/is-on-platform");

    private static final String ACTIVITY = "fallow.account_activity";

    private static final List<Computed> VIEWS = List.of(
            new Computed(ACTIVITY, Sql.named("owner/compute-activity-of")),
            new Computed("fallow.account_exclusion", Sql.named("owner/compute-exclusion-of")),
            new Computed("fallow.account_block", Sql.named("owner/compute-block-of")),
            new Computed("fallow.account_freeze", Sql.named("owner/compute-freeze-of")));

    private final JdbcClient jdbc;
    private final Facts facts;
    private final TransactionTemplate savepoint;

    public LookUp(JdbcClient jdbc, Facts facts, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.facts = facts;
        this.savepoint = new TransactionTemplate(transactions);
        this.savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    private record Computed(String view, String sql) {}

    /** @throws AccountException when the platform does not know the account, and Fallow has nothing on record of it */
    void requireKnown(String accountId) {
        if (!is(IN_LEDGER, accountId) && !computed(accountId, () -> is(ON_PLATFORM, accountId))) {
            throw AccountException.unknown(accountId);
        }
    }

    private boolean is(String sql, String accountId) {
        return jdbc.sql(sql).param("accountId", accountId).query(Boolean.class).single();
    }

    /** @throws UnsafeInputsException naming the view and the account, when the facts cannot be computed */
    AccountFacts facts(String accountId, ZoneId zone) {
        Examined examined = of(List.of(accountId), zone).get(0);
        RuntimeException poison = examined.poison();
        if (poison != null) {
            throw new UnsafeInputsException(List.of(why(accountId, poison)));
        }
        return examined.requireFacts();
    }

    /** Each with its facts, or with what keeps them from being computed. */
    List<Examined> of(List<String> ids, ZoneId zone) {
        if (ids.isEmpty()) {
            return List.of();
        }
        try {
            return Objects.requireNonNull(savepoint.execute(status -> facts.of(ids, zone)));
        } catch (RuntimeException e) {
            if (!Poison.is(e)) {
                throw e;
            }
            if (ids.size() == 1) {
                return List.of(Examined.poisoned(ids.get(0), e));
            }
            int half = ids.size() / 2;
            List<Examined> examined = new ArrayList<>(of(ids.subList(0, half), zone));
            examined.addAll(of(ids.subList(half, ids.size()), zone));
            return examined;
        }
    }

    /**
     * What the ledger alone says of an account.
     *
     * @throws AccountException when it says nothing
     */
    AccountFacts row(String accountId, ZoneId zone) {
        return facts.rowsOf(List.of(accountId), zone).stream()
                .findFirst()
                .orElseThrow(() -> new AccountException(accountId, "it has no row in the ledger"))
                .requireFacts();
    }

    /** @throws UnsafeInputsException naming the view and the account, when the work fails by what a view cannot compute */
    <T> T computed(String accountId, Supplier<T> work) {
        try {
            return work.get();
        } catch (DataAccessException e) {
            if (Poison.is(e)) {
                throw new UnsafeInputsException(List.of(why(accountId, e)));
            }
            throw e;
        }
    }

    /** Which view it is that cannot compute the account. */
    String why(String accountId, RuntimeException error) {
        String view = VIEWS.stream()
                .filter(one -> fails(one, accountId))
                .map(Computed::view)
                .findFirst()
                .orElse(ACTIVITY);
        return "view " + view + " tells of account " + accountId + " what cannot be used: " + Poison.firstLine(error)
                + "; nights set the account aside until that is put right";
    }

    private boolean fails(Computed one, String accountId) {
        try {
            savepoint.executeWithoutResult(status ->
                    jdbc.sql(one.sql).param("accountId", accountId).query().listOfRows());
            return false;
        } catch (DataAccessException e) {
            return Poison.is(e);
        }
    }
}
