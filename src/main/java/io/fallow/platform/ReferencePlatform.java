package io.fallow.platform;

import java.util.OptionalLong;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The reference platform's tables as a whole. The contract on them is sql/contract/reference.sql. */
public final class ReferencePlatform {

    private final JdbcTemplate scripts;
    private final JdbcClient jdbc;

    public ReferencePlatform(DataSource dataSource) {
        this.scripts = new JdbcTemplate(dataSource);
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** Creates tables, functions and indexes, all empty; what exists already is left as it is. */
    public void create() {
        createTables();
        createIndexes();
    }

    /** How many accounts the generator made; empty where it never ran to its end. */
    public OptionalLong generatedAccounts() {
        if (!exists()
                || jdbc.sql(PlatformSql.read("count-feeds")).query(Long.class).single() == 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(accounts());
    }

    /**
     * Drops schema {@code platform} and everything made on it, Fallow's contract views included; the ledger in schema
     * {@code fallow} stays.
     */
    public void discard() {
        run("drop-platform");
    }

    /**
     * Makes room for a demo: drops the platform and the ledger of an earlier one, evidence included, and marks the database as a
     * demo's before anything is made in it.
     *
     * @throws IllegalStateException when schema {@code fallow} or {@code platform} is there and no demo made it: nothing real is
     *     ever destroyed
     */
    public void beginDemo() {
        if (jdbc.sql(PlatformSql.read("find-foreign-ledger"))
                .query(Boolean.class)
                .single()) {
            throw new IllegalStateException(
                    "this database has a schema fallow or platform that no demo made, and a demo would"
                            + " destroy it; nothing was changed. Play in another database, or without SPRING_DATASOURCE_URL in another"
                            + " folder with FALLOW_DATA_DIR");
        }
        run("mark-demo");
        run("drop-ledger");
        discard();
    }

    /** From now on the database is somebody's: no demo begins anew in it. */
    public void endDemo() {
        run("unmark-demo");
    }

    /** Tables with their keys but without the indexes that a bulk load should not have to keep. */
    void createTables() {
        run("create-tables");
        run("create-functions");
    }

    void createIndexes() {
        run("create-indexes");
        run("retire-handles");
    }

    /** The number of accounts, which are numbered from 1. */
    long accounts() {
        return jdbc.sql(PlatformSql.read("count-accounts")).query(Long.class).single();
    }

    void run(String script) {
        scripts.execute(PlatformSql.read(script));
    }

    private boolean exists() {
        return jdbc.sql(PlatformSql.read("find-platform")).query(Boolean.class).single();
    }
}
