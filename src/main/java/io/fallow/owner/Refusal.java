package io.fallow.owner;

import io.fallow.ledger.base.SetAside;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessException;

/** A refusal whose reasons the database alone knows. */
final class Refusal {

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Refusal() {}

    /**
     * @param constraint how the database names its refusals of this kind
     * @throws AccountException with the database's words
     */
    static <T> T of(String constraint, Supplier<T> work) {
        try {
            return work.get();
        } catch (DataAccessException e) {
            SQLException sql = SetAside.sqlCause(e);
            ServerErrorMessage said = sql instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
            if (said != null && constraint.equals(said.getConstraint())) {
                throw AccountException.saying(String.valueOf(said.getMessage()));
            }
            throw e;
        }
    }

    /** Whether somebody else has what the statement wanted. */
    static boolean isBusy(DataAccessException error) {
        SQLException sql = SetAside.sqlCause(error);
        return sql != null && LOCK_NOT_AVAILABLE.equals(sql.getSQLState());
    }
}
