package io.fallow.run;

import io.fallow.ledger.base.Night;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writers that all aim at the very chunk that is being recycled, and once more at it when it has been: what a platform does in a
 * year, in seconds. No act is ever undone, so every account with an accepted act must still be there.
 */
final class Collisions {

    private static final int WRITERS = 4;
    private static final int CHUNK = 12;
    private static final List<Act> ACTS = List.of(Act.DEPOSIT, Act.TRANSACTION_OPENED, Act.DEDUCTION_SET_UP, Act.LOGIN);

    private final EveOfRecycling eve;
    private final AtomicInteger acts = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger onRecycled = new AtomicInteger();
    private final Map<String, Integer> accidents = new ConcurrentHashMap<>();
    private final Set<Long> committedAsRecycled = ConcurrentHashMap.newKeySet();
    private volatile List<Long> chunk = List.of();

    Collisions(EveOfRecycling eve) {
        this.eve = eve;
    }

    /**
     * @param acts that hit the chunk being recycled
     * @param wronglyRecycled accounts that are recycled although they have property or activity
     * @param onRecycled acts that were accepted although the account had been recycled, and everybody could know it
     * @param accidents errors of the platform's that are no refusal
     */
    record Result(
            int acts,
            int accepted,
            int refused,
            long recycled,
            long wronglyRecycled,
            int onRecycled,
            Map<String, Integer> accidents) {}

    interface Recycling {
        void recycle(Night night, List<Long> chunk);
    }

    /** Recycles chunk after chunk until there were so many collisions, or no account is left. */
    Result collide(int collisions, int accounts, Recycling recycling) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> writers = new ArrayList<>();
        try {
            for (int writer = 0; writer < WRITERS; writer++) {
                Random random = new Random(writer);
                writers.add(threads.submit(() -> {
                    write(random);
                    return null;
                }));
            }
            Night night = eve.night();
            JdbcTemplate observer = new JdbcTemplate(eve.payments());
            for (long first = 1; first + CHUNK <= accounts && acts.get() < collisions; first += CHUNK) {
                List<Long> next = EveOfRecycling.chunk(first, first + CHUNK - 1);
                chunk = next;
                recycling.recycle(night, next);
                committedAsRecycled.addAll(observer.queryForList(
                        "SELECT account_id FROM fallow.account_status WHERE state = 'RECYCLED' AND account_id >= "
                                + first + " AND account_id < " + (first + CHUNK),
                        Long.class));
                int since = acts.get(); // everybody can know now what has been recycled: the writers go on at it
                while (acts.get() < since + CHUNK && writers.stream().noneMatch(Future::isDone)) {
                    Thread.onSpinWait();
                }
            }
            chunk = List.of();
            threads.shutdown();
            for (Future<?> writer : writers) {
                writer.get();
            }
            return result(observer);
        } finally {
            chunk = List.of();
            threads.shutdownNow();
        }
    }

    private void write(Random random) throws SQLException {
        try (Connection connection = eve.payments().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            List<Long> aim = chunk;
            while (aim.isEmpty()) {
                Thread.onSpinWait();
                aim = chunk;
            }
            while (!aim.isEmpty()) {
                long account = aim.get(random.nextInt(aim.size()));
                boolean wasRecycled = committedAsRecycled.contains(account);
                acts.incrementAndGet();
                try {
                    ACTS.get(random.nextInt(ACTS.size())).perform(connection, account);
                    connection.commit();
                    accepted.incrementAndGet();
                    if (wasRecycled) {
                        onRecycled.incrementAndGet();
                    }
                } catch (SQLException e) {
                    connection.rollback();
                    if (Act.isRefusal(e)) {
                        refused.incrementAndGet();
                    } else {
                        accidents.merge(e.getSQLState() + " " + e.getMessage(), 1, Integer::sum);
                    }
                }
                aim = chunk;
            }
        }
    }

    private Result result(JdbcTemplate observer) {
        Long recycled = observer.queryForObject(
                "SELECT count(*) FROM fallow.account_status WHERE state = 'RECYCLED'", Long.class);
        Long wrongly = observer.queryForObject(
                "SELECT count(*) FROM fallow.account_status AS s JOIN platform.account AS a ON a.account_id = s.account_id"
                        + " WHERE s.state = 'RECYCLED' AND (a.last_active_at > TIMESTAMPTZ '" + EveOfRecycling.LONG_AGO
                        + " 12:00+08' OR EXISTS (SELECT FROM fallow.account_exclusion AS e WHERE e.account_id = s.account_id))",
                Long.class);
        return new Result(
                acts.get(),
                accepted.get(),
                refused.get(),
                recycled == null ? -1 : recycled,
                wrongly == null ? -1 : wrongly,
                onRecycled.get(),
                Map.copyOf(accidents));
    }
}
