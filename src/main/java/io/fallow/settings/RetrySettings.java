package io.fallow.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When an event that failed is tried again: after a pause that doubles from the first to the longest, shortened by up to a half at random.
 *
 * @param maxAttempts how often an event is tried before it is a dead letter: 1 to 1000
 * @param firstPause after the first failure: PT0.001S to PT1H
 * @param longestPause between two attempts: the first pause to P1D
 */
public record RetrySettings(
        @DefaultValue("15") int maxAttempts,
        @DefaultValue("PT1S") Duration firstPause,
        @DefaultValue("PT1H") Duration longestPause) {

    public RetrySettings {
        if (maxAttempts < 1 || maxAttempts > 1000) {
            throw new SettingException("delivery.retry.max-attempts", maxAttempts, "1 to 1000");
        }
        Settings.requireBetween("delivery.retry.first-pause", firstPause, Duration.ofMillis(1), Duration.ofHours(1));
        Settings.requireBetween("delivery.retry.longest-pause", longestPause, firstPause, Duration.ofDays(1));
    }
}
