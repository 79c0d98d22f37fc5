package io.fallow.benchmark;

import io.fallow.database.DatabaseAccess;
import io.fallow.database.EmbeddedServer;
import io.fallow.database.Installer;
import io.fallow.platform.PlatformGenerator;
import io.fallow.platform.ReferencePlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A platform generated once and kept as a template, from which every contestant gets a fresh database. */
final class BenchmarkDatabase {

    /** What the template is made for; another number of accounts or another day makes it anew. */
    private static final List<String> PLATFORM_TABLES = List.of(
            "account",
            "wallet_balance",
            "wealth_position",
            "bank_saving",
            "payment_transaction",
            "auto_deduction",
            "micro_loan",
            "judicial_freeze",
            "block");

    /** The rows a night leaves, without what must differ: run, sequence numbers, clock times. */
    private static final Map<String, String> RESULTS = Map.of(
            "lifecycle",
            "SELECT account_id, state, since, last_active_on, owner_acted_on, protected_on, clear_since, recycle_on, last_notice_on,"
                    + " due_on, notices_issued, cohort, excluded_for FROM fallow.account_lifecycle",
            "decision",
            "SELECT account_id, business_date, from_state, to_state, reasons, evidence FROM fallow.decision",
            "event",
            "SELECT account_id, business_date, effective_on, kind FROM fallow.event",
            "notice",
            "SELECT account_id, clear_since, number, issued_on, recycle_on FROM fallow.notice",
            "platform.account",
            "SELECT account_id, status, handle, former_handle FROM platform.account");

    /** Whatever the order of the rows, and in little memory: their number, and two sums of their hashes. */
    private static final String CHECKSUM = """
            SELECT
                count(*) AS n,
                coalesce(sum(CAST(hashtextextended(r, 1) AS numeric)), 0) AS one,
                coalesce(sum(CAST(hashtextextended(r, 2) AS numeric)), 0) AS two
            FROM (SELECT CAST(t AS text) AS r FROM (%s) AS t) AS hashed
            """;

    private final EmbeddedServer server;

    BenchmarkDatabase(EmbeddedServer server) {
        this.server = server;
    }

    DatabaseAccess access(String database) {
        return new DatabaseAccess(
                server.jdbcUrl().replaceFirst("/[^/?]*(\\?|$)", "/" + database + "$1"),
                server.username(),
                server.password());
    }

    /** @return the template's name: of so many accounts, a day, and the very SQL that was installed */
    String template(int accounts, LocalDate today, ZoneId zone) {
        String name = "platform_" + accounts + "_" + today.toString().replace("-", "") + "_" + installed();
        if (admin().sql("SELECT count(*) FROM pg_database WHERE datname = :name AND datistemplate")
                        .param("name", name)
                        .query(Long.class)
                        .single()
                > 0) {
            return name;
        }
        admin().sql("DROP DATABASE IF EXISTS " + name).update();
        admin().sql("CREATE DATABASE " + name).update();
        DataSource database = access(name).unpooled("fallow benchmark");
        new PlatformGenerator(database, 2).generate(accounts, today, zone, (made, of) -> {});
        if (new ReferencePlatform(database).generatedAccounts().isEmpty()) {
            throw new IllegalStateException("the platform was not generated");
        }
        new Installer(database).installReference();
        admin().sql("ALTER DATABASE " + name + " IS_TEMPLATE true").update();
        return name;
    }

    private static String installed() {
        CRC32 crc = new CRC32();
        for (String folder : List.of("sql/migration", "sql/contract", "sql/platform", "sql/role")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    crc.update(Files.readAllBytes(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Long.toHexString(crc.getValue());
    }

    /** A fresh database, on disk and read once. */
    DatabaseAccess fresh(String template, String name) {
        drop(name);
        admin().sql("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY FILE_COPY")
                .update();
        admin().sql("CHECKPOINT").update();
        DatabaseAccess access = access(name);
        JdbcClient jdbc = JdbcClient.create(access.unpooled("fallow benchmark"));
        for (String table : PLATFORM_TABLES) {
            jdbc.sql("SELECT count(t) FROM platform." + table + " AS t")
                    .query(Long.class)
                    .single();
        }
        return access;
    }

    void rename(String from, String to) {
        drop(to);
        admin().sql("ALTER DATABASE " + from + " RENAME TO " + to).update();
    }

    void vacuum(String name) {
        JdbcClient.create(access(name).unpooled("fallow benchmark"))
                .sql("VACUUM (ANALYZE)")
                .update();
    }

    void detachGuard(DatabaseAccess access) {
        guard(access, "SELECT fallow.detach_guard(:table)");
    }

    void attachGuard(DatabaseAccess access) {
        guard(
                access,
                "SELECT fallow.attach_guard(CAST(:table AS regclass), 'account_id',"
                        + " refuses => :table NOT IN ('platform.judicial_freeze', 'platform.block'))");
    }

    private static void guard(DatabaseAccess access, String change) {
        JdbcClient jdbc = JdbcClient.create(access.unpooled("fallow benchmark"));
        PLATFORM_TABLES.forEach(table ->
                jdbc.sql(change).param("table", "platform." + table).query().listOfRows());
    }

    /** How much the server has logged up to now. */
    long walBytes() {
        return admin().sql("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")
                .query(Long.class)
                .single();
    }

    /** What the platform's own part in protecting the accounts that are PROTECTED in a database adds to the log, on a fresh one. */
    long walOfProtecting(String template, String done) {
        String accounts = JdbcClient.create(access(done).unpooled("fallow benchmark"))
                .sql("SELECT CAST(array_agg(account_id ORDER BY account_id) AS text) FROM fallow.account_status"
                        + " WHERE state = 'PROTECTED'")
                .query(String.class)
                .single();
        DatabaseAccess access = fresh(template, "protecting");
        long before = walBytes();
        JdbcClient.create(access.unpooled("fallow benchmark"))
                .sql("SELECT fallow.apply_protect(CAST(:accounts AS fallow.account_id[]))")
                .param("accounts", accounts)
                .query()
                .listOfRows();
        long written = walBytes() - before;
        drop("protecting");
        return written;
    }

    /** How many accounts the latest run moved, or looked at and found due later. */
    long changed(DatabaseAccess access) {
        return JdbcClient.create(access.unpooled("fallow benchmark"))
                .sql(
                        "SELECT count(*) FROM (SELECT account_id FROM fallow.account_lifecycle WHERE run_id = (SELECT max(run_id) FROM fallow.run)"
                                + " UNION SELECT account_id FROM fallow.decision WHERE run_id = (SELECT max(run_id) FROM fallow.run)) AS changed")
                .query(Long.class)
                .single();
    }

    void drop(String name) {
        admin().sql("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)").update();
    }

    Map<String, String> results(DatabaseAccess access) {
        return results(List.of(access));
    }

    /** Of several databases together: sums of hashes add up. */
    Map<String, String> results(List<DatabaseAccess> databases) {
        Map<String, String> results = new TreeMap<>();
        RESULTS.forEach((table, sql) -> {
            long rows = 0;
            BigDecimal one = BigDecimal.ZERO;
            BigDecimal two = BigDecimal.ZERO;
            for (DatabaseAccess access : databases) {
                Map<String, Object> sums = JdbcClient.create(access.unpooled("fallow benchmark"))
                        .sql(String.format(CHECKSUM, sql))
                        .query()
                        .singleRow();
                rows += Long.parseLong(String.valueOf(sums.get("n")));
                one = one.add((BigDecimal) sums.get("one"));
                two = two.add((BigDecimal) sums.get("two"));
            }
            results.put(table, rows + " rows, " + one + " " + two);
        });
        return results;
    }

    /** The template's accounts with even numbers, or with odd ones, as a template. */
    String half(String template, int remainder) {
        String name = template + "_half" + remainder;
        if (admin().sql("SELECT count(*) FROM pg_database WHERE datname = :name AND datistemplate")
                        .param("name", name)
                        .query(Long.class)
                        .single()
                > 0) {
            return name;
        }
        drop(name);
        admin().sql("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY FILE_COPY")
                .update();
        // half a million foreign keys need not be looked after: what refers to an account goes with it
        admin().sql("ALTER DATABASE " + name + " SET session_replication_role = replica")
                .update();
        DatabaseAccess access = access(name);
        JdbcClient jdbc = JdbcClient.create(access.unpooled("fallow benchmark"));
        for (int i = PLATFORM_TABLES.size() - 1; i >= 0; i--) { // what refers to accounts before them
            jdbc.sql("DELETE FROM platform." + PLATFORM_TABLES.get(i) + " WHERE account_id % 2 <> :remainder")
                    .param("remainder", remainder)
                    .update();
        }
        admin().sql("ALTER DATABASE " + name + " RESET session_replication_role")
                .update();
        jdbc.sql("VACUUM (FULL, ANALYZE)").update();
        admin().sql("ALTER DATABASE " + name + " IS_TEMPLATE true").update();
        return name;
    }

    String describe() {
        StringBuilder text = new StringBuilder("PostgreSQL ")
                .append(admin().sql("SHOW server_version").query(String.class).single());
        for (String setting : List.of(
                "fsync",
                "synchronous_commit",
                "full_page_writes",
                "shared_buffers",
                "max_wal_size",
                "work_mem",
                "max_parallel_workers_per_gather")) {
            text.append(", ")
                    .append(setting)
                    .append(' ')
                    .append(admin().sql("SHOW " + setting).query(String.class).single());
        }
        return text.toString();
    }

    private JdbcClient admin() {
        return JdbcClient.create(access("postgres").unpooled("fallow benchmark"));
    }
}
