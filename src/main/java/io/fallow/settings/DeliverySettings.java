package io.fallow.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where {@code fallow publish} delivers events, and how.
 *
 * @param source what the events' attribute {@code source} says: a URI or a part of one
 * @param batchSize how many events are read, delivered and then settled at once: 1 to 10000; so many may come again after a crash
 * @param pollEvery how often a publisher that follows looks without being woken: PT0.1S to PT1H
 * @param retry when what failed is tried again
 * @param webhook an address that takes one event a request
 * @param file a file that takes one event a line
 */
public record DeliverySettings(
        @DefaultValue("/fallow") String source,
        @DefaultValue("500") int batchSize,
        @DefaultValue("PT5S") Duration pollEvery,
        @DefaultValue RetrySettings retry,
        @DefaultValue WebhookSettings webhook,
        @DefaultValue FileSettings file) {

    public DeliverySettings {
        if (uri(source) == null || source.isBlank()) {
            throw new SettingException("delivery.source", source, "a URI or a part of one, such as /fallow");
        }
        if (batchSize < 1 || batchSize > 10_000) {
            throw new SettingException("delivery.batch-size", batchSize, "1 to 10000");
        }
        Settings.requireBetween("delivery.poll-every", pollEvery, Duration.ofMillis(100), Duration.ofHours(1));
    }

    static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
