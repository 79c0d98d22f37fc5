package io.fallow.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the database ends by itself in the night's sessions, so that nothing hangs for ever.
 *
 * @param statementTimeout the longest a statement may take: PT1S to P1D
 * @param lockTimeout the longest a statement waits for a lock, never more than half the server's deadlock_timeout: PT0.01S to PT1M
 * @param idleInTransactionTimeout the longest an open transaction may be left idle, as by a process that hangs: PT1S to P1D
 */
public record SessionSettings(
        @DefaultValue("PT15M") Duration statementTimeout,
        @DefaultValue("PT0.5S") Duration lockTimeout,
        @DefaultValue("PT10M") Duration idleInTransactionTimeout) {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    public SessionSettings {
        Settings.requireBetween("session.statement-timeout", statementTimeout, SECOND, DAY);
        Settings.requireBetween("session.lock-timeout", lockTimeout, Duration.ofMillis(10), Duration.ofMinutes(1));
        Settings.requireBetween("session.idle-in-transaction-timeout", idleInTransactionTimeout, SECOND, DAY);
    }
}
