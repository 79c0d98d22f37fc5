package io.fallow.database;

import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** At which line of a contract an error is. */
final class ContractLines {

    /** PostgreSQL gives no position for what it refuses in a block. */
    private static final Pattern TRANSACTION = Pattern.compile(
            "(?im)^\\s*(begin|start\\s+transaction|commit|end|rollback|abort|savepoint|release|prepare\\s+transaction)\\b[^;'$]*;");

    private static final String TRANSACTION_COMMAND = "0A000";

    private ContractLines() {}

    static Optional<Long> of(String sql, SQLException error) {
        ServerErrorMessage message = error instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        int position = message == null ? 0 : Math.max(message.getInternalPosition(), message.getPosition());
        if (message != null && sql.equals(message.getInternalQuery()) && position > 0) {
            return Optional.of(line(sql, position));
        }
        Matcher command = TRANSACTION.matcher(sql);
        return TRANSACTION_COMMAND.equals(error.getSQLState()) && command.find()
                ? Optional.of(line(sql, command.start(1) + 1))
                : Optional.empty();
    }

    private static long line(String sql, int position) {
        return sql.substring(0, Math.min(position, sql.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
    }
}
