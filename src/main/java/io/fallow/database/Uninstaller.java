package io.fallow.database;

import io.fallow.ledger.base.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/**
 * Takes Fallow out of a database: first the guards, so that the platform is free whatever follows, then the evidence is written out, then
 * the schema goes, then the roles. Each part is harmless to repeat: a crash at any point is made good by doing it again.
 */
public final class Uninstaller implements AutoCloseable {

    private static final String SESSION = Sql.named("uninstall/begin-session");
    private static final String DESCRIBE = Sql.named("uninstall/describe");
    private static final String GUARDS = Sql.named("uninstall/find-guards");
    private static final String OUTSIDERS = Sql.named("uninstall/find-outsiders");
    private static final String HAS_LOCK = Sql.named("uninstall/has-night-lock");
    private static final String LOCK_NIGHT = Sql.named("run/lock-night");
    private static final String HOLDERS = Sql.named("uninstall/find-lock-holders");
    private static final String ROLES = Sql.named("uninstall/find-roles");
    private static final String DROP_SCHEMA = Sql.named("uninstall/drop-schema");

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String INSUFFICIENT_RIGHTS = "42501";

    private final Connection connection;
    private final JdbcClient jdbc;
    private final Duration patience;
    private final DataSource holder;
    private @Nullable Connection night;

    /** @param patience how long a table's lock is tried for, a moment at a time */
    public Uninstaller(DataSource dataSource, Duration patience) {
        this.patience = patience;
        this.holder = dataSource;
        try {
            this.connection = dataSource.getConnection();
            this.jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            execute(SESSION);
        } catch (SQLException e) {
            throw new SQLStateSQLExceptionTranslator().translate("connecting to uninstall", SESSION, e);
        }
    }

    /**
     * What is there.
     *
     * @param database its name
     * @param guarded the tables with a guard
     * @param outsiders what is not Fallow's and would go with the schema
     */
    public record Installed(String database, int tables, List<String> guarded, List<String> outsiders) {}

    /** @return null when there is no schema {@code fallow} */
    public @Nullable Installed installed() {
        return jdbc.sql(DESCRIBE)
                .query((row, number) ->
                        new Installed(row.getString("database"), row.getInt("tables"), guarded(), outsiders()))
                .optional()
                .orElse(null);
    }

    private List<String> guarded() {
        return guards().stream().map(Guard::table).distinct().toList();
    }

    private List<String> outsiders() {
        return jdbc.sql(OUTSIDERS).query(String.class).list();
    }

    /**
     * Keeps nights away until this is closed.
     *
     * @throws InstallException when one is at work
     */
    public void holdNight() {
        if (!jdbc.sql(HAS_LOCK).query(Boolean.class).single()) {
            return;
        }
        try {
            night = holder.getConnection();
            night.setAutoCommit(false);
            try (var statement = night.createStatement()) {
                statement.execute(LOCK_NIGHT);
            }
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw new SQLStateSQLExceptionTranslator().translate("keeping nights away", LOCK_NIGHT, e);
            }
            throw new InstallException(
                    "a night is running; `fallow stop` ends it at its next chunk; nothing was changed", e);
        }
    }

    private record Guard(String table, String statement) {}

    private List<Guard> guards() {
        return jdbc.sql(GUARDS)
                .query((row, number) -> new Guard(row.getString(1), row.getString(2)))
                .list();
    }

    /**
     * Takes every guard off, a table at a time and without making the platform's writers wait for long.
     *
     * @return the tables that had one
     * @throws InstallException when a table stays in use
     */
    public List<String> dropGuards() {
        List<String> freed = new ArrayList<>();
        for (Guard guard : guards()) {
            patiently(guard.statement(), guard.table());
            freed.add(guard.table());
        }
        return freed.stream().distinct().toList();
    }

    /**
     * The evidence that was written out.
     *
     * @param rows of each table
     */
    public record Kept(Path folder, Map<String, Long> rows) {}

    /**
     * Writes the evidence out, one CSV file a table, into a folder that it makes.
     *
     * @throws InstallException when there is something of that name already, or it cannot be written
     */
    public Kept dumpEvidence(Path folder) {
        return new EvidenceDump(connection, jdbc).to(folder);
    }

    /** @throws InstallException naming what is not Fallow's and would go with its schema */
    public void requireNothingRestsOnIt() {
        List<String> outsiders = outsiders();
        if (!outsiders.isEmpty()) {
            throw new InstallException(
                    "schema fallow cannot go before what rests on it and is not Fallow's: "
                            + String.join(", ", outsiders) + "; drop or change it, then say `fallow uninstall` again",
                    null);
        }
    }

    /** Drops schema {@code fallow} with everything in it. */
    public void dropSchema() {
        requireNothingRestsOnIt();
        letNightGo();
        patiently(DROP_SCHEMA, "fallow.account_lifecycle");
    }

    /**
     * What became of a role.
     *
     * @param keptBy why it is still there; null when it is gone
     */
    public record Role(String name, @Nullable String keptBy) {}

    /** Drops the roles that nothing else on the server needs. */
    public List<Role> dropRoles() {
        record Found(String name, @Nullable String keptBy, String statement) {}
        List<Found> found = jdbc.sql(ROLES)
                .query((row, number) -> new Found(row.getString(1), row.getString(2), row.getString(3)))
                .list();
        return found.stream()
                .map(role -> role.keptBy() == null
                        ? dropRole(role.name(), role.statement())
                        : new Role(role.name(), role.keptBy()))
                .toList();
    }

    private Role dropRole(String name, String statement) {
        try {
            execute(statement);
            return new Role(name, null);
        } catch (SQLException e) {
            if (INSUFFICIENT_RIGHTS.equals(e.getSQLState())) {
                return new Role(name, "this login may not drop it");
            }
            throw new SQLStateSQLExceptionTranslator().translate("dropping a role", statement, e);
        }
    }

    /** Whoever queues for a table's lock holds up all who come after: a short queue, again and again, instead of a long one. */
    private void patiently(String statement, String table) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                execute(statement);
                return;
            } catch (SQLException e) {
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    throw new SQLStateSQLExceptionTranslator().translate("uninstalling", statement, e);
                }
                if (System.nanoTime() - deadline > 0) {
                    String holders = jdbc.sql(HOLDERS)
                            .param("table", table)
                            .query(String.class)
                            .optional()
                            .orElse("others");
                    throw new InstallException(
                            table + " stayed in use for " + patience + " (" + holders
                                    + "); what was taken off so far stays off, say it again to go on",
                            e);
                }
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void letNightGo() {
        JdbcUtils.closeConnection(night);
        night = null;
    }

    @Override
    public void close() {
        letNightGo();
        try {
            connection.close();
        } catch (SQLException e) {
            throw new SQLStateSQLExceptionTranslator().translate("leaving the database", null, e);
        }
    }
}
