package io.fallow.run;

import io.fallow.ledger.facts.Facts;
import io.fallow.ledger.facts.Sources;
import io.fallow.ledger.movements.PlatformActs;
import io.fallow.ledger.movements.Transitions;
import io.fallow.ledger.runs.Runs;
import io.fallow.ledger.seals.Seals;
import io.fallow.owner.AccountException;
import io.fallow.owner.ActReview;
import io.fallow.owner.ActWriter;
import io.fallow.owner.Evidence;
import io.fallow.owner.Holds;
import io.fallow.owner.LookUp;
import io.fallow.owner.OwnerDesk;
import io.fallow.owner.UnsealAttempts;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What the platform, an authority or the owner's desk does with one account, in the transaction that is open on a connection. */
enum Act {
    DEPOSIT("INSERT INTO platform.wallet_balance (account_id, balance, changed_at) VALUES (%1$s, 1, now())"
            + " ON CONFLICT ON CONSTRAINT wallet_balance_pk DO UPDATE SET balance = wallet_balance.balance + 1"),
    WITHDRAWAL(
            "UPDATE platform.wallet_balance SET balance = balance - 1 WHERE account_id = %1$s;"
                    + " UPDATE platform.account SET last_active_at = TIMESTAMPTZ '2026-11-20 23:00+08' WHERE account_id = %1$s"),
    TRANSACTION_OPENED("INSERT INTO platform.payment_transaction (account_id, amount, started_at, status)"
            + " VALUES (%1$s, 1, now(), 'awaiting delivery')"),
    DEDUCTION_SET_UP(
            "INSERT INTO platform.auto_deduction (account_id, set_up_at, payee) VALUES (%1$s, now(), 'a power company')"),
    LOGIN("UPDATE platform.account SET last_active_at = TIMESTAMPTZ '2026-11-20 23:00+08' WHERE account_id = %1$s"),
    JUDICIAL_FREEZE(
            "INSERT INTO platform.judicial_freeze (account_id, frozen_at, authority) VALUES (%1$s, now(), 'a court')"),
    BOUNCE("SELECT fallow.report_notice(%1$s, 1, 'BOUNCED', TIMESTAMPTZ '2026-11-20 23:00+08', 'message 1')"),
    HOLD(""),
    UNSEAL(""),
    RESTORE("");

    private final String sql;

    Act(String sql) {
        this.sql = sql;
    }

    boolean isPlatforms() {
        return !sql.isEmpty();
    }

    void perform(Connection connection, long account) throws SQLException {
        if (isPlatforms()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(String.format(sql, account));
            }
            return;
        }
        SingleConnectionDataSource only = new SingleConnectionDataSource(connection, true);
        JdbcClient jdbc = JdbcClient.create(only);
        // the transaction is the caller's, who also ends it
        TheirTransaction theirs = new TheirTransaction(connection);
        LookUp lookUp = new LookUp(jdbc, new Facts(jdbc, EveOfRecycling.LATER), theirs);
        if (this == HOLD) {
            new Holds(jdbc, lookUp, theirs)
                    .place(String.valueOf(account), new Holds.Order(Holds.Kind.LEGAL_HOLD, "order 18", "legal", null));
            return;
        }
        Clock clock = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
        OwnerDesk desk = new OwnerDesk(
                lookUp,
                new ActReview(new Transitions(only, jdbc), lookUp),
                new ActWriter(jdbc, new PlatformActs(jdbc), new Runs(jdbc), new Sources(jdbc), new Seals(only, jdbc)),
                new UnsealAttempts(jdbc, clock),
                theirs,
                clock);
        if (this == UNSEAL) {
            desk.unseal(String.valueOf(account), new Evidence("PASSPORT", "case 9", "desk"), EveOfRecycling.POLICY);
        } else {
            desk.restore(String.valueOf(account), "passport", "desk", EveOfRecycling.POLICY);
        }
    }

    /** Whether the refusal is one that a person can understand: by the guard, or by the desk. Everything else is an accident. */
    static boolean isRefusal(Throwable error) {
        return error instanceof AccountException
                || (error instanceof SQLException sql
                        && "55000".equals(sql.getSQLState())
                        && String.valueOf(sql.getMessage()).contains("is recycled"));
    }
}
