package io.fallow.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A consumer of events that checks signatures, keeps what it took, and fails in as many ways as consumers do. */
final class Receiver implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Random random = new Random(7);
    private final Set<Long> taken = new HashSet<>();
    private final Map<String, Long> lastOf = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final double faults;
    private final long hangMillis;
    private int repetitions;
    private volatile int answer = 200;
    private HttpServer server;

    /**
     * @param faults how many of its answers go wrong: 0 to 1
     * @param hangMillis how long one hangs that does not answer
     */
    Receiver(double faults, long hangMillis) throws IOException {
        this.faults = faults;
        this.hangMillis = hangMillis;
        this.server = start(0);
    }

    private HttpServer start(int port) throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        started.createContext("/events", this::handle);
        started.setExecutor(threads);
        started.start();
        return started;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
    }

    /** It is gone at once, with whatever it was about to answer, and back on the same port. */
    void restart() throws IOException {
        int port = server.getAddress().getPort();
        server.stop(0);
        server = start(port);
    }

    void answer(int status) {
        answer = status;
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        byte[] body = exchange.getRequestBody().readAllBytes();
        double dice;
        synchronized (this) {
            dice = random.nextDouble() / Math.max(faults, 1e-9);
        }
        try (exchange) {
            if (dice < 0.25) {
                exchange.sendResponseHeaders(500, -1);
            } else if (dice < 0.5) {
                hang();
            } else if (dice < 0.75) {
                return; // the connection is closed without a word
            } else if (dice < 1) {
                take(exchange, body); // and the answer is lost
            } else {
                if (answer / 100 == 2) {
                    take(exchange, body);
                }
                exchange.sendResponseHeaders(answer, -1);
            }
        }
    }

    private void hang() {
        try {
            closed.await(hangMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void take(HttpExchange exchange, byte[] body) {
        String id = String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id"));
        String timestamp = String.valueOf(exchange.getRequestHeaders().getFirst("webhook-timestamp"));
        String signature = String.valueOf(exchange.getRequestHeaders().getFirst("webhook-signature"));
        JsonNode event = JSON.readTree(body);
        if (!OutboxDatabase.SECRET
                        .signature(id, Long.parseLong(timestamp), body)
                        .equals(signature)
                || !event.get("id").asString().equals(id)) {
            violations.add("event " + id + " has a wrong signature");
        }
        long number = Long.parseLong(id);
        if (!taken.add(number)) {
            repetitions++;
            return;
        }
        String key = event.get("partitionkey").asString();
        Long before = lastOf.put(key, number);
        if (before != null && before > number) {
            violations.add("event " + id + " of " + key + " came after " + before);
        }
    }

    synchronized Set<Long> taken() {
        return new HashSet<>(taken);
    }

    synchronized int count() {
        return taken.size();
    }

    synchronized int repetitions() {
        return repetitions;
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
