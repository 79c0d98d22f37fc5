package io.fallow.delivery;

import io.fallow.settings.DeliverySettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The targets that settings name. */
final class Targets {

    private final DeliverySettings settings;
    private final Path home;
    private final Supplier<WebhookSecret> secret;
    private final Clock clock;

    /** @param secret only asked for where there is a webhook */
    Targets(DeliverySettings settings, Path home, Supplier<WebhookSecret> secret, Clock clock) {
        this.settings = settings;
        this.home = home;
        this.secret = secret;
        this.clock = clock;
    }

    /**
     * @param consumer this one only; null: all that are configured
     * @throws DeliveryException when nothing, or not that one, is configured
     */
    List<Target> open(@Nullable String consumer) {
        List<Target> open = new ArrayList<>();
        Envelope envelope = new Envelope(settings.source());
        if (settings.webhook().isSet() && isWanted(consumer, Webhook.CONSUMER)) {
            open.add(new Webhook(settings.webhook(), envelope, secret.get(), clock));
        }
        if (settings.file().isSet() && isWanted(consumer, NdjsonFile.CONSUMER)) {
            open.add(new NdjsonFile(home.resolve(settings.file().path()), settings.file(), envelope, clock));
        }
        if (open.isEmpty()) {
            throw new DeliveryException("there is nowhere to deliver "
                    + (consumer == null ? "" : "as '" + consumer + "' ")
                    + "to; set fallow.delivery.webhook.url or fallow.delivery.file.path");
        }
        return open;
    }

    private static boolean isWanted(@Nullable String wanted, String consumer) {
        return wanted == null || wanted.equals(consumer);
    }
}
