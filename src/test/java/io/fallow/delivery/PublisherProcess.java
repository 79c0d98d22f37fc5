package io.fallow.delivery;

import io.fallow.database.DatabaseAccess;
import io.fallow.delivery.Publisher.Rhythm;
import io.fallow.settings.RetrySettings;
import io.fallow.settings.WebhookSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A publisher in a process of its own, for a test to kill. */
final class PublisherProcess {

    static final Duration TIMEOUT = Duration.ofMillis(400);

    private PublisherProcess() {}

    static Process start(OutboxDatabase outbox, String url, int batchSize) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PublisherProcess.class.getName(),
                        outbox.access().jdbcUrl(),
                        outbox.access().username(),
                        outbox.access().password(),
                        url,
                        Integer.toString(batchSize)))
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "publisher-process.log").toFile())
                .start();
    }

    public static void main(String[] arguments) {
        DatabaseAccess database = new DatabaseAccess(arguments[0], arguments[1], arguments[2]);
        WebhookSettings settings = new WebhookSettings(arguments[3], false, 16, Duration.ofSeconds(2), TIMEOUT);
        RetrySettings retry = new RetrySettings(1000, Duration.ofMillis(5), Duration.ofMillis(40));
        Delivery delivery = new Delivery(
                database,
                OutboxDatabase.ROLE,
                new Backoff(retry, new Random()),
                new Rhythm(Integer.parseInt(arguments[4]), Clock.systemUTC()),
                Duration.ofMillis(200),
                new Stop());
        try (Webhook webhook =
                new Webhook(settings, new Envelope("/fallow"), OutboxDatabase.SECRET, Clock.systemUTC())) {
            delivery.follow(webhook);
        }
    }
}
