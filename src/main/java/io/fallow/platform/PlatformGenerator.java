package io.fallow.platform;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Fills the reference platform with a plausible population: accounts registered over the ten years before a day, three
 * in ten of them idle for more than a year, with what their owners hold. The same number of accounts and day give the
 * same rows, whatever the machine, the PostgreSQL version and the number of workers.
 */
public final class PlatformGenerator {

    /** What {@code fallow demo} makes unless told otherwise. */
    public static final int DEFAULT_ACCOUNTS = 1_000_000;

    private static final int ACCOUNTS_PER_STATEMENT = 25_000;

    private final JdbcClient jdbc;
    private final ReferencePlatform platform;
    private final int workers;

    /**
     * @param dataSource lends as many connections at a time as there are workers
     * @param workers how many statements run at once, at least 1; more than the machine has cores gain nothing
     */
    public PlatformGenerator(DataSource dataSource, int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers is " + workers + ", but must be at least 1");
        }
        this.jdbc = JdbcClient.create(dataSource);
        this.platform = new ReferencePlatform(dataSource);
        this.workers = workers;
    }

    /** Told of accounts made so far, from the workers' threads. */
    @FunctionalInterface
    public interface Progress {
        void made(long accounts, long ofAccounts);
    }

    /**
     * Makes the platform as it stands when {@code today} begins in {@code zone}: the newest activity is of the day before.
     * Leftovers of a generation that was interrupted are removed first.
     *
     * @param accounts how many, numbered from 1; at least 1
     * @throws IllegalStateException if a generated platform is there already
     */
    public void generate(int accounts, LocalDate today, ZoneId zone, Progress progress) {
        if (accounts < 1) {
            throw new IllegalArgumentException("accounts is " + accounts + ", but must be at least 1");
        }
        platform.generatedAccounts().ifPresent(existing -> {
            throw new IllegalStateException("the platform has been generated already, with " + existing + " accounts");
        });
        platform.discard();
        platform.createTables();
        generateRanges(accounts, today, zone, progress);
        platform.createIndexes();
        jdbc.sql(PlatformSql.read("continue-numbering"))
                .param("accounts", accounts)
                .query()
                .singleRow();
        platform.run("vacuum-tables");
        // last: a platform with feeds is complete
        jdbc.sql(PlatformSql.read("record-first-feeds"))
                .param("today", today)
                .param("zone", zone.getId())
                .update();
    }

    private void generateRanges(int accounts, LocalDate today, ZoneId zone, Progress progress) {
        String generateAccounts = PlatformSql.read("generate-accounts");
        AtomicLong made = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Future<?>> ranges = new ArrayList<>();
            for (long start = 1; start <= accounts; start += ACCOUNTS_PER_STATEMENT) {
                long lowest = start;
                long highest = Math.min(accounts, start + ACCOUNTS_PER_STATEMENT - 1);
                ranges.add(threads.submit(() -> {
                    int rows = jdbc.sql(generateAccounts)
                            .param("lowest", lowest)
                            .param("highest", highest)
                            .param("today", today)
                            .param("zone", zone.getId())
                            .update();
                    progress.made(made.addAndGet(rows), accounts);
                }));
            }
            for (Future<?> range : ranges) {
                await(range);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(Future<?> range) {
        try {
            range.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("generation was interrupted").initCause(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("generation failed", e.getCause());
        }
    }
}
