package io.fallow.delivery;

import io.fallow.database.DatabaseAccess;
import io.fallow.ledger.base.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one database session that publishes to a consumer: it holds the consumer's advisory lock, and everything is read and written in it, so
 * that whoever lost the lock can settle nothing any more.
 */
final class ConsumerSession implements AutoCloseable {

    private static final String TRY_LOCK = Sql.named("delivery/try-consumer-lock");
    private static final String OWNER = Sql.named("delivery/find-consumer-lock-owner");
    private static final String REGISTER = Sql.named("delivery/register-consumer");
    private static final String FOLLOWED = Sql.named("delivery/set-followed");
    private static final String LISTEN = Sql.named("delivery/listen");

    private final SingleConnectionDataSource dataSource;
    private final Connection connection;
    private final JdbcClient jdbc;
    private final String consumer;

    private ConsumerSession(SingleConnectionDataSource dataSource, Connection connection, String consumer) {
        this.dataSource = dataSource;
        this.connection = connection;
        this.jdbc = JdbcClient.create(dataSource);
        this.consumer = consumer;
    }

    /**
     * @param role the database role to publish as
     * @throws PublishingInProgressException naming who publishes to it
     */
    static ConsumerSession open(DatabaseAccess database, String role, String consumer) {
        String name = "fallow publish " + consumer + ", process "
                + ProcessHandle.current().pid();
        Connection connection = DataSourceUtils.getConnection(database.unpooled(name));
        ConsumerSession session =
                new ConsumerSession(new SingleConnectionDataSource(connection, true), connection, consumer);
        try {
            // a role is no parameter; the settings only let plain names through
            session.jdbc.sql("SET ROLE " + role).update();
            session.lock();
            session.jdbc.sql(REGISTER).param("consumer", consumer).update();
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private void lock() {
        if (!jdbc.sql(TRY_LOCK).param("consumer", consumer).query(Boolean.class).single()) {
            String owner = jdbc.sql(OWNER)
                    .param("consumer", consumer)
                    .query(String.class)
                    .optional()
                    .orElse("its publisher has just ended");
            throw new PublishingInProgressException(consumer, owner);
        }
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    TransactionTemplate transaction() {
        return new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** From now on whoever writes events wakes this session. */
    void follow() {
        jdbc.sql(LISTEN).update();
        jdbc.sql(FOLLOWED).param("consumer", consumer).param("followed", true).update();
    }

    void unfollow() {
        jdbc.sql(FOLLOWED).param("consumer", consumer).param("followed", false).update();
    }

    /** @return whether there was a notification within that time */
    boolean awaitNotification(Duration limit) {
        try {
            int millis = (int) Math.max(1, Math.min(limit.toMillis(), Integer.MAX_VALUE));
            return connection.unwrap(PGConnection.class).getNotifications(millis).length > 0;
        } catch (SQLException e) {
            throw new SQLStateSQLExceptionTranslator().translate("waiting for events", LISTEN, e);
        }
    }

    @Override
    public void close() {
        dataSource.destroy();
        JdbcUtils.closeConnection(connection);
    }
}
