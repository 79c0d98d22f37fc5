package io.fallow.settings;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An address that takes one event a request. The secret that signs them is not among the settings: it comes from the environment alone.
 *
 * @param url where to; nothing: no webhook. https, or plain http to this machine
 * @param allowHttp whether plain http may leave this machine, as inside a network that encrypts by itself
 * @param concurrency how many accounts' events are under way at once: 1 to 64; each account's go one after the other
 * @param connectTimeout the longest a connection may take: PT0.01S to PT1M
 * @param requestTimeout the longest an answer may take: PT0.01S to PT5M
 */
public record WebhookSettings(
        @DefaultValue("") String url,
        @DefaultValue("false") boolean allowHttp,
        @DefaultValue("8") int concurrency,
        @DefaultValue("PT5S") Duration connectTimeout,
        @DefaultValue("PT10S") Duration requestTimeout) {

    public WebhookSettings {
        URI uri = DeliverySettings.uri(url);
        if (uri == null || !url.isEmpty() && !isAddress(uri)) {
            throw new SettingException(
                    "delivery.webhook.url",
                    url.replaceAll("//.*@", "//...@"),
                    "https://host/path without user or password, or nothing: no webhook");
        }
        if ("http".equals(uri.getScheme()) && !allowHttp && !isThisMachine(uri.getHost())) {
            throw new SettingException(
                    "delivery.webhook.url",
                    url,
                    "https, or http where fallow.delivery.webhook.allow-http is true: anybody on the way could read it");
        }
        if (concurrency < 1 || concurrency > 64) {
            throw new SettingException("delivery.webhook.concurrency", concurrency, "1 to 64");
        }
        Duration least = Duration.ofMillis(10);
        Settings.requireBetween("delivery.webhook.connect-timeout", connectTimeout, least, Duration.ofMinutes(1));
        Settings.requireBetween("delivery.webhook.request-timeout", requestTimeout, least, Duration.ofMinutes(5));
    }

    public boolean isSet() {
        return !url.isEmpty();
    }

    private static boolean isAddress(URI uri) {
        return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getUserInfo() == null
                && uri.getFragment() == null;
    }

    private static boolean isThisMachine(@Nullable String host) {
        return host != null
                && (host.equals("localhost") || host.matches("127\\.\\d+\\.\\d+\\.\\d+") || host.equals("[::1]"));
    }
}
