package io.fallow.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.SimpleTransactionStatus;

/** The transaction that a caller has open on a connection, and also ends: nothing but savepoints in it is ended here. */
record TheirTransaction(Connection connection) implements PlatformTransactionManager {

    private static final class Nested extends SimpleTransactionStatus {

        private final Savepoint savepoint;

        Nested(Savepoint savepoint) {
            this.savepoint = savepoint;
        }
    }

    @Override
    public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
        if (definition == null || definition.getPropagationBehavior() != TransactionDefinition.PROPAGATION_NESTED) {
            return new SimpleTransactionStatus();
        }
        try {
            return new Nested(connection.setSavepoint());
        } catch (SQLException e) {
            throw new TransactionSystemException("savepoint", e);
        }
    }

    @Override
    public void commit(TransactionStatus status) {
        if (status.isRollbackOnly()) {
            rollback(status);
        }
    }

    @Override
    public void rollback(TransactionStatus status) {
        if (status instanceof Nested nested) {
            try {
                connection.rollback(nested.savepoint);
            } catch (SQLException e) {
                throw new TransactionSystemException("rollback to savepoint", e);
            }
        }
    }
}
