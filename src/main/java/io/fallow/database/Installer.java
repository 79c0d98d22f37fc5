package io.fallow.database;

import io.fallow.ledger.base.Sql;
import io.fallow.ledger.facts.Contract;
import io.fallow.ledger.facts.Precondition;
import io.fallow.ledger.facts.Precondition.Asker;
import io.fallow.ledger.facts.Preconditions;
import io.fallow.ledger.facts.Unmet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/**
 * Installs roles, schema and contract with the login's own rights. Safe to repeat, and safe when several install at once: Flyway
 * lets one through at a time.
 */
public final class Installer {

    private static final Logger log = LoggerFactory.getLogger(Installer.class);

    private static final String PURPOSE = Sql.named("database/set-purpose");
    private static final String INSUFFICIENT_RIGHTS = "42501";
    private static final String COLUMNS_CHANGE = "42P16";
    private static final String TRANSACTION_COMMAND = "0A000";

    private final DataSource dataSource;
    private final Contract contract;
    private final Preconditions preconditions;

    public Installer(DataSource dataSource) {
        this.dataSource = dataSource;
        this.contract = new Contract(JdbcClient.create(dataSource));
        this.preconditions = new Preconditions(JdbcClient.create(dataSource), Clock.systemUTC());
    }

    /**
     * Creates or upgrades schema {@code fallow}.
     *
     * @return how many migrations were applied
     * @throws InstallException when it was installed for another type of account key, or the login lacks rights
     */
    public int installSchema(String accountIdType) {
        remarkEncoding();
        contract.accountIdType().ifPresent(installed -> {
            if (!installed.equals(accountIdType)) {
                throw new InstallException(
                        "the schema was installed for account keys of type " + installed
                                + ", fallow.account-id-type is " + accountIdType + "; set it to " + installed
                                + ", the type cannot be changed later",
                        null);
            }
        });
        try {
            execute(Sql.named("role/create-roles"));
            execute(Sql.named("role/create-schema"));
        } catch (SQLException e) {
            if (!INSUFFICIENT_RIGHTS.equals(e.getSQLState())) {
                throw new SQLStateSQLExceptionTranslator().translate("creating roles and schema", null, e);
            }
            throw new InstallException(
                    "roles and schema cannot be created: " + e.getMessage()
                            + "; run sql/role/create-roles.sql and sql/role/create-schema.sql as a superuser and grant"
                            + " fallow_owner to this login",
                    e);
        }
        try {
            MigrateResult result = Flyway.configure()
                    .dataSource(dataSource)
                    .schemas("fallow")
                    .createSchemas(false)
                    .initSql("SET ROLE fallow_owner")
                    .locations("classpath:sql/migration")
                    .placeholders(Map.of("accountIdType", accountIdType))
                    .load()
                    .migrate();
            secureInstalled();
            return result.migrationsExecuted;
        } catch (FlywayException e) {
            throw new InstallException("the schema cannot be migrated: " + rootMessage(e), e);
        }
    }

    private void remarkEncoding() {
        String encoding = JdbcClient.create(dataSource)
                .sql(Sql.named("role/read-encoding"))
                .query(String.class)
                .single();
        if (encoding.equals("SQL_ASCII")) {
            log.warn(
                    "this database is SQL_ASCII: PostgreSQL checks no characters in it, and keys that are no UTF-8 cannot be read");
        }
    }

    /** Whether schema {@code fallow} is there, whole or not. */
    public boolean isInstalled() {
        return JdbcClient.create(dataSource)
                .sql(Sql.named("contract/find-schema"))
                .query(Boolean.class)
                .single();
    }

    /** Takes schema {@code fallow} out again, as after a first try in which the contract was refused. */
    public void removeSchema() {
        try {
            execute(Sql.named("uninstall/drop-schema"));
        } catch (SQLException e) {
            throw new SQLStateSQLExceptionTranslator().translate("removing the schema", null, e);
        }
    }

    /**
     * Runs the adopter's contract in one transaction, gives what it made to its owner, and asks whether nights can rest on it.
     *
     * @param name what the SQL is called in messages
     * @throws InstallException naming the line at which the SQL fails, or what nights cannot rest on; nothing of it was kept
     */
    public void installContract(String name, String sql) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                run(connection, sql);
            } catch (SQLException e) {
                connection.rollback();
                if (!COLUMNS_CHANGE.equals(e.getSQLState())) {
                    throw refused(name, sql, e);
                }
                runAnew(connection, name, sql);
            }
            secure(connection);
            List<String> unmet = unmet(connection);
            if (!unmet.isEmpty()) {
                throw new InstallException(
                        "contract " + name + " was refused, and nothing was changed: " + String.join("; ", unmet),
                        null);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new InstallException("contract " + name + " cannot be installed: " + firstLine(e), e);
        }
    }

    private static void runAnew(Connection connection, String name, String sql) throws SQLException {
        try {
            execute(connection, Sql.named("contract/drop-views"));
            run(connection, sql);
        } catch (SQLException e) {
            throw refused(name, sql, e);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (PreparedStatement give = connection.prepareStatement(Sql.named("contract/give-contract"))) {
            give.setString(1, sql);
            give.execute();
        }
        execute(connection, Sql.named("contract/run-contract"));
    }

    private static InstallException refused(String name, String sql, SQLException error) {
        String line = ContractLines.of(sql, error).map(at -> ", line " + at).orElse("");
        String said = TRANSACTION_COMMAND.equals(error.getSQLState())
                ? "it is one transaction, and must not end or begin any; take COMMIT, ROLLBACK, BEGIN and the like out"
                : firstLine(error);
        return new InstallException("contract " + name + line + ": " + said + "; nothing was changed", error);
    }

    /** Gives the contract's objects to their owner, and makes what reads them. */
    private static void secure(Connection connection) throws SQLException {
        execute(connection, Sql.named("contract/readers"));
        execute(connection, Sql.named("contract/harden"));
    }

    private static List<String> unmet(Connection connection) {
        JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        return new Contract(jdbc).problems().isEmpty()
                ? preconditions(connection).unmet(Asker.INIT).stream()
                        .map(Unmet::sentence)
                        .toList()
                : List.of();
    }

    /** After an upgrade the guards are attached anew, as this version makes them. */
    private void secureInstalled() {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            secure(connection);
            if (!preconditions(connection).unmet(Precondition.GUARDS_STAND).isEmpty()) {
                execute(connection, Sql.named("contract/reattach-guards"));
            }
            connection.commit();
        } catch (SQLException e) {
            throw new InstallException(
                    "the guards cannot be attached anew, or the contract's objects be given to fallow_contract: "
                            + firstLine(e) + "; run it as who owns the platform's tables",
                    e);
        }
    }

    private static Preconditions preconditions(Connection connection) {
        return new Preconditions(
                JdbcClient.create(new SingleConnectionDataSource(connection, true)), Clock.systemUTC());
    }

    /** The same from a file. */
    public void installContract(Path file) {
        String sql;
        try {
            sql = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InstallException("contract " + file + " cannot be read: " + e, e);
        }
        installContract(file.toString(), sql);
    }

    /** Schema and contract on the reference platform, whose tables must be there: a demo, which brings its own clock. */
    public void installReference() {
        installSchema("bigint");
        installReferenceContract();
        mark("DEMO");
    }

    /**
     * Says what the installation is for: {@code PRODUCTION}, as it is after {@link #installSchema}, or {@code DEMO} or {@code TEST}, where
     * the database's clock has no say.
     */
    public void mark(String purpose) {
        JdbcClient.create(dataSource).sql(PURPOSE).param("purpose", purpose).update();
    }

    /** The reference platform's contract alone: puts back whatever of it is no longer as it was. */
    public void installReferenceContract() {
        installContract("reference.sql", Sql.named("contract/reference"));
    }

    /** What the contract still lacks and what does not hold that nights rest on, one sentence each; empty when nights can run. */
    public List<String> problems() {
        List<String> lacking = contract.problems();
        return lacking.isEmpty()
                ? preconditions.unmet(Asker.INIT).stream().map(Unmet::sentence).toList()
                : lacking;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            execute(connection, sql);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String firstLine(SQLException error) {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).replace('\n', ' ');
    }
}
