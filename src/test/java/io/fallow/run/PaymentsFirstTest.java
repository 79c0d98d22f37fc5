package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.lifecycle.Policy;
import io.fallow.owner.AccountException;
import io.fallow.owner.Evidence;
import io.fallow.owner.OwnerDesk;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The night loses, never the payment: no transaction of the platform's ends because of a lock of a night's. */
class PaymentsFirstTest {

    private static final int ACCOUNTS = 400;
    private static final int PAYERS = 4;
    private static final Policy POLICY = EveOfRecycling.POLICY;

    private final SmallPlatform platform =
            new SmallPlatform("--fallow.chunk-size=50", "--fallow.barrier-timeout=PT30S");
    private final AtomicInteger payments = new AtomicInteger();
    private final Map<String, Integer> accidents = new ConcurrentHashMap<>();

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void completesNightsBesideTransfersLoginsAndDepositsOnTheVeryRowsAndAbortsNone() throws Exception {
        platform.sql("INSERT INTO platform.account (account_id, cohort, last_active_at, handle)"
                + " SELECT n, 'standard', TIMESTAMPTZ '" + EveOfRecycling.LONG_AGO
                + " 12:00+08', 'owner' || n FROM generate_series(1, " + ACCOUNTS + ") AS n");
        platform.sql("INSERT INTO platform.wallet_balance (account_id, balance, changed_at)"
                + " SELECT n, 0, now() FROM generate_series(1, " + ACCOUNTS + ") AS n");
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(PAYERS);
        List<Future<?>> payers = new ArrayList<>();
        for (int payer = 0; payer < PAYERS; payer++) {
            int mine = payer;
            payers.add(threads.submit(() -> {
                pay(mine, over);
                return null;
            }));
        }
        long recycled = 0;
        try {
            for (int day = 0; day < 4; day++) {
                recycled += platform.night(TODAY.plusDays(day), POLICY).counts().recycled();
            }
        } finally {
            over.set(true);
            threads.shutdown();
            for (Future<?> payer : payers) {
                payer.get();
            }
        }

        assertThat(accidents).isEmpty();
        assertThat(payments.get()).isGreaterThan(100);
        assertThat(recycled).isPositive();
        assertThat(platform.count("fallow.account_status AS s JOIN fallow.account_exclusion AS e ON e.account_id ="
                        + " s.account_id WHERE s.state = 'RECYCLED'"))
                .isZero();
    }

    /** Each payer has accounts of its own, so that payments never meet each other: whatever goes wrong is a night's doing. */
    private void pay(int payer, AtomicBoolean over) throws SQLException {
        Random random = new Random(payer);
        try (Connection connection = platform.raw().database().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!over.get()) {
                // some of the accounts are left alone, so that there is something to recycle
                int one = 1 + payer + PAYERS * random.nextInt(ACCOUNTS / PAYERS / 2);
                int other = 1 + payer + PAYERS * random.nextInt(ACCOUNTS / PAYERS / 2);
                try {
                    for (String sql : payment(random, one, other)) {
                        statement.execute(sql);
                    }
                    connection.commit();
                    payments.incrementAndGet();
                } catch (SQLException e) {
                    connection.rollback();
                    if (!Act.isRefusal(e)) {
                        accidents.merge(e.getSQLState() + " " + e.getMessage(), 1, Integer::sum);
                    }
                }
            }
        }
    }

    /** From one account to the other, in whichever order of their keys. No payment leaves anything behind that lasts. */
    private static List<String> payment(Random random, int one, int other) {
        String change = "UPDATE platform.wallet_balance SET balance = balance + %d WHERE account_id = %d";
        String login = "UPDATE platform.account SET phone = '139' WHERE account_id = %d";
        return switch (random.nextInt(3)) {
            case 0 ->
                List.of(
                        String.format(change, 1, one),
                        String.format(change, 1, other),
                        String.format(change, -1, one),
                        String.format(change, -1, other));
            case 1 -> List.of(String.format(login, one), String.format(login, other));
            default ->
                List.of(String.format(login, one), String.format(change, 1, other), String.format(change, -1, other));
        };
    }

    @Test
    void tellsTheDeskThatAnAccountIsInUse() throws SQLException {
        LocalDate day = TODAY;
        platform.account(1, "standard", EveOfRecycling.LONG_AGO).night(day, POLICY);
        // the platform locks the account and has not come to the guard yet, as a row lock of its own does
        try (Connection payment = platform.raw().database().dataSource().getConnection();
                Statement statement = payment.createStatement()) {
            payment.setAutoCommit(false);
            statement.execute("SELECT FROM platform.account WHERE account_id = 1 FOR UPDATE");

            assertThatThrownBy(() -> platform.raw()
                            .bean(OwnerDesk.class)
                            .unseal("1", new Evidence("PASSPORT", "case 9", "desk"), POLICY))
                    .isInstanceOf(AccountException.class)
                    .hasMessage("account 1: it is in use by another transaction; try again in a moment");

            payment.rollback();
        }
        platform.raw().bean(OwnerDesk.class).unseal("1", new Evidence("PASSPORT", "case 9", "desk"), POLICY);
        assertThat(platform.state(1)).isEqualTo("ACTIVE");
        assertThat(platform.status(1)).isEqualTo("active");
    }
}
