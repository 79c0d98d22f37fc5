package io.fallow.platform;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets days pass on a generated platform: some owners come back, deposit, spend and settle, a few accounts are frozen or
 * blocked, so that accounts free of property appear and disappear. Who does what follows from the account and the day
 * alone. It touches some thousandths of the accounts a day, and never a recycled one, which the guard would refuse.
 */
public final class PlatformWorld {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ReferencePlatform platform;
    private final ZoneId zone;

    /** @param zone whose days pass; the one the platform was generated for */
    public PlatformWorld(DataSource dataSource, ZoneId zone) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.platform = new ReferencePlatform(dataSource);
        this.zone = zone;
    }

    /**
     * Plays the whole of a day, in one transaction, to be called between the night of that day and the next. Days are
     * played in order. Playing a day again changes nothing and only says anew who wants an account back.
     */
    public PlatformDay playDay(LocalDate day) {
        Map<String, Object> when = Map.of("day", day, "zone", zone.getId(), "accounts", platform.accounts());
        return transaction.execute(status -> act("begin-day", when) == 0 ? nothing(day, when) : play(day, when));
    }

    private PlatformDay play(LocalDate day, Map<String, Object> when) {
        int cameBack = act("keep-alive", when) + act("come-back", when);
        int settled = act("spend-change", when)
                + act("finish-transactions", when)
                + act("close-deductions", when)
                + act("repay-loans", when)
                + act("redeem-wealth", when)
                + act("withdraw-savings", when);
        Deposits deposits = jdbc.sql(PlatformSql.read("day/deposit-change"))
                .params(when)
                .query(Deposits.class)
                .single();
        addRows(day, "wallet_balance", deposits.firstDeposits());
        addRows(day, "payment_transaction", act("start-transactions", when));
        act("lift-freezes", when);
        addRows(day, "judicial_freeze", act("freeze-accounts", when));
        act("lift-blocks", when);
        addRows(day, "block", act("block-accounts", when));
        return new PlatformDay(
                day,
                cameBack,
                deposits.deposits(),
                settled,
                find("find-owners-who-unseal", when),
                find("find-owners-who-complain", when));
    }

    private PlatformDay nothing(LocalDate day, Map<String, Object> when) {
        return new PlatformDay(
                day, 0, 0, 0, find("find-owners-who-unseal", when), find("find-owners-who-complain", when));
    }

    private int act(String name, Map<String, Object> when) {
        return jdbc.sql(PlatformSql.read("day/" + name)).params(when).update();
    }

    private List<String> find(String name, Map<String, Object> when) {
        return jdbc.sql(PlatformSql.read("day/" + name))
                .params(when)
                .query(String.class)
                .list();
    }

    private void addRows(LocalDate day, String source, int added) {
        jdbc.sql(PlatformSql.read("day/count-rows-added"))
                .param("day", day)
                .param("source", source)
                .param("added", added)
                .update();
    }

    private record Deposits(int deposits, int firstDeposits) {}
}
