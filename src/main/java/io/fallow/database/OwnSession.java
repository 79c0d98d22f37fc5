package io.fallow.database;

import io.fallow.ledger.base.Sql;
import io.fallow.settings.SettingException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Whether a database session is ours alone. A pooler that hands sessions out by the transaction gives ours to the platform, with our role
 * and locks, and gives us others, without our settings. So a session is marked, and must still be the one that was marked while another
 * of our connections has a transaction open.
 */
final class OwnSession {

    private static final String MARK = Sql.named("role/mark-session");
    private static final String READ = Sql.named("role/read-mark");
    private static final String POWER = Sql.named("role/find-power");
    private static final String PURPOSE = Sql.named("role/read-purpose");
    private static final String PRODUCTION = "PRODUCTION";
    private static final String PROTOCOL_VIOLATION = "08P01";
    private static final int ROUNDS = 3;
    private static final int QUESTIONS = 4;
    private static final int PATIENCE_MILLIS = (int) TimeUnit.SECONDS.toMillis(10);

    private OwnSession() {}

    /** @throws SettingException when it is shared */
    static void require(Connection session, DatabaseAccess access) throws SQLException {
        String marked = ask(session, MARK, UUID.randomUUID().toString());
        try (Connection other = access.bare("fallow").getConnection()) {
            other.setAutoCommit(false);
            for (int round = 0; round < ROUNDS; round++) {
                requireSame(marked, session, other);
            }
        }
    }

    /** Several questions, since a pool may give its sessions out in turn and come by the marked one. */
    private static void requireSame(String marked, Connection session, Connection other) throws SQLException {
        boolean same = begins(other);
        for (int question = 0; same && question < QUESTIONS; question++) {
            same = marked.equals(readInTime(session));
        }
        if (!same) {
            throw new SettingException(
                    "spring.datasource.url leads to a pooler that gives a session to several clients, by transactions or statements"
                            + " (PgBouncer: pool_mode); Fallow's locks and settings would be lost, and reach others. Connect to"
                            + " PostgreSQL itself, or to a pool in session mode");
        }
        other.rollback();
    }

    /** A pool by statements knows no transactions. */
    private static boolean begins(Connection other) throws SQLException {
        try (Statement statement = other.createStatement()) {
            statement.execute(READ);
            return true;
        } catch (SQLException e) {
            if (PROTOCOL_VIOLATION.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Refuses a login that is more than a night may be.
     *
     * @throws SettingException naming what it is and the cure
     */
    static void requireNoPower(Connection session, String login) throws SQLException {
        String power = ask(session, POWER);
        if (!power.isEmpty() && ask(session, PURPOSE).equals(PRODUCTION)) {
            throw new SettingException(
                    "login " + login + " " + power
                            + ": what the platform's views and triggers do while Fallow reads and writes would be done with its rights; use a"
                            + " login of its own, CREATE ROLE night LOGIN and GRANT fallow_runtime TO night. Only init and uninstall want more");
        }
    }

    /** A shared pool may have no session left for us while the other's transaction is open. */
    private static String readInTime(Connection session) throws SQLException {
        int before = session.getNetworkTimeout();
        session.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
        try {
            String read = ask(session, READ);
            session.setNetworkTimeout(Runnable::run, before);
            return read;
        } catch (SQLException e) {
            if (session.isClosed()) {
                return "";
            }
            throw e;
        }
    }

    private static String ask(Connection session, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? String.valueOf(row.getString(1)) : "";
            }
        }
    }
}
