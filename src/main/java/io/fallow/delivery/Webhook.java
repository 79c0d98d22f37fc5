package io.fallow.delivery;

import io.fallow.delivery.Attempted.Cause;
import io.fallow.delivery.Attempted.Failure;
import io.fallow.settings.WebhookSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One event a request, signed. What an answer means is in docs/events.md. */
final class Webhook implements Target {

    static final String CONSUMER = "webhook";

    private static final Set<Integer> TRY_AGAIN = Set.of(408, 425);
    private static final Set<Integer> NOT_THERE = Set.of(429, 502, 503, 504);
    private static final Set<Integer> WRONG_PLACE = Set.of(401, 403, 404, 405, 410);
    private static final Duration LONGEST_WISH = Duration.ofHours(1);

    private final URI url;
    private final Duration timeout;
    private final Envelope envelope;
    private final WebhookSecret secret;
    private final Clock clock;
    private final ExecutorService accounts;
    private final HttpClient client;

    Webhook(WebhookSettings settings, Envelope envelope, WebhookSecret secret, Clock clock) {
        this.url = URI.create(settings.url());
        this.timeout = settings.requestTimeout();
        this.envelope = envelope;
        this.secret = secret;
        this.clock = clock;
        this.accounts = Executors.newFixedThreadPool(settings.concurrency(), Webhook::thread);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .build();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "fallow webhook");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public String consumer() {
        return CONSUMER;
    }

    @Override
    public Attempted deliver(List<Event> events) {
        Map<String, List<Event>> chains = new LinkedHashMap<>();
        for (Event event : events) {
            chains.computeIfAbsent(event.orderKey(), key -> new ArrayList<>()).add(event);
        }
        List<Future<Attempted>> sent = new ArrayList<>();
        chains.values().forEach(chain -> sent.add(accounts.submit(() -> send(chain))));
        List<Event> delivered = new ArrayList<>();
        List<Failure> failed = new ArrayList<>();
        try {
            for (Future<Attempted> each : sent) {
                Attempted attempted = each.get();
                delivered.addAll(attempted.delivered());
                failed.addAll(attempted.failed());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TargetRefusesException refuses
                    ? refuses
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while events were being delivered", e);
        } finally {
            sent.forEach(each -> each.cancel(true));
        }
        return new Attempted(delivered, failed);
    }

    /** An account's events, one after the other, up to the first that fails. */
    private Attempted send(List<Event> chain) throws InterruptedException {
        List<Event> delivered = new ArrayList<>();
        for (Event event : chain) {
            Failure failure = send(event);
            if (failure != null) {
                return new Attempted(delivered, List.of(failure));
            }
            delivered.add(event);
        }
        return new Attempted(delivered, List.of());
    }

    private @Nullable Failure send(Event event) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request(event), BodyHandlers.discarding());
        try {
            // HttpClient's own timeout ends with the headers; a body may hang for ever
            return judge(event, answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return new Failure(event, Cause.PASSING, "no answer within " + timeout, Duration.ZERO);
        } catch (ExecutionException e) {
            Throwable error = e.getCause();
            if (!(error instanceof IOException)) {
                throw new IllegalStateException("event " + event.eventId() + " cannot be sent to " + url, error);
            }
            boolean unconnected =
                    error instanceof ConnectException || error instanceof java.net.http.HttpConnectTimeoutException;
            return new Failure(
                    event,
                    unconnected ? Cause.UNREACHABLE : Cause.PASSING,
                    unconnected ? "no connection to " + url.getAuthority() : String.valueOf(error.getMessage()),
                    Duration.ZERO);
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest request(Event event) {
        byte[] body = envelope.of(event);
        String id = Envelope.id(event);
        long second = clock.instant().getEpochSecond();
        return HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", Envelope.CONTENT_TYPE)
                .header("User-Agent", "Fallow")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(second))
                .header("webhook-signature", secret.signature(id, second, body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private @Nullable Failure judge(Event event, HttpResponse<Void> answer) {
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return null;
        }
        String error = "answered with status " + status;
        if (status / 100 == 3 || WRONG_PLACE.contains(status)) {
            throw new TargetRefusesException("the webhook at " + url.getAuthority() + " " + error
                    + " to event " + event.eventId()
                    + "; nothing is delivered until fallow.delivery.webhook.url or the receiver is put right");
        }
        if (NOT_THERE.contains(status)) {
            return new Failure(event, Cause.UNREACHABLE, error, wish(answer));
        }
        boolean passing = status / 100 == 5 || TRY_AGAIN.contains(status);
        return new Failure(event, passing ? Cause.PASSING : Cause.FINAL, error, Duration.ZERO);
    }

    /** Header Retry-After in seconds; the other form, a date, is not heeded. */
    private static Duration wish(HttpResponse<Void> answer) {
        String seconds = answer.headers().firstValue("Retry-After").orElse("0").strip();
        Duration wish = seconds.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ZERO;
        return wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
    }

    @Override
    public void close() {
        accounts.shutdownNow();
    }
}
