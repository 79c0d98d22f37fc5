package io.fallow.database;

import io.fallow.ledger.Contract;
import io.fallow.ledger.Precondition.Asker;
import io.fallow.ledger.Preconditions;
import io.fallow.ledger.Sql;
import io.fallow.ledger.Unmet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/**
 * Installs roles, schema and contract with the login's own rights. Safe to repeat, and safe when several install at once: Flyway
 * lets one through at a time.
 */
public final class Installer {

    private static final String INSUFFICIENT_RIGHTS = "42501";

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
            return result.migrationsExecuted;
        } catch (FlywayException e) {
            throw new InstallException("the schema cannot be migrated: " + rootMessage(e), e);
        }
    }

    /**
     * Runs the adopter's contract in one transaction and secures what it created.
     *
     * @param name what the SQL is called in messages
     * @throws InstallException naming the line at which the SQL fails; nothing of it was kept
     */
    public void installContract(String name, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new InstallException(
                        "contract " + name + at(e, sql) + ": " + firstLine(e) + "; nothing was changed", e);
            }
            statement.execute(Sql.named("contract/harden"));
            connection.commit();
        } catch (SQLException e) {
            throw new InstallException("contract " + name + " cannot be installed: " + firstLine(e), e);
        }
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

    /** Schema and contract on the reference platform, whose tables must be there. */
    public void installReference() {
        installSchema("bigint");
        installReferenceContract();
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
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String at(SQLException error, String sql) {
        ServerErrorMessage message = error instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        if (message == null || message.getPosition() <= 0) {
            return "";
        }
        int position = Math.min(message.getPosition(), sql.length());
        long line = sql.substring(0, position).chars().filter(c -> c == '\n').count() + 1;
        return ", line " + line;
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
