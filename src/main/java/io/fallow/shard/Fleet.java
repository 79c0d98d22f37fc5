package io.fallow.shard;

import io.fallow.job.chunk.StopSignal;
import io.fallow.ledger.runs.ShardNights;
import io.fallow.settings.Settings;
import io.fallow.settings.ShardSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/**
 * All shards of the platform in this process: {@code main}, which is the control database too, and the further ones. One that is down
 * is among them, with why.
 */
public final class Fleet implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Fleet.class);

    private final Map<String, Shard> shards = new LinkedHashMap<>();
    private final ShardContexts contexts;
    private final Settings settings;
    private final Turns turns;
    private final Rendezvous rendezvous = new Rendezvous();

    /**
     * Opens every shard that answers.
     *
     * @param main the control database, as it was opened or why it was not; it is closed with the fleet
     */
    public Fleet(Shard main, ShardContexts contexts, Settings settings) {
        this.contexts = contexts;
        this.settings = settings;
        this.turns = new Turns(settings.shardsAtOnce());
        shards.put(main.name(), main);
        List<CompletableFuture<Shard>> opening = new ArrayList<>();
        settings.shards().forEach((name, shard) -> opening.add(inThread(name, () -> turns.take(() -> open(name)))));
        opening.forEach(opened -> put(opened.join()));
        if (main.isUp() && !settings.shards().isEmpty()) {
            shareLimits(main.requireUp());
        }
    }

    private Shard open(String name) {
        try {
            return new Shard(name, contexts.open(name, settings.shards().get(name)), null);
        } catch (RuntimeException e) {
            log.debug("shard {} is down", name, e);
            return new Shard(name, null, e);
        }
    }

    private void shareLimits(ConfigurableApplicationContext main) {
        ShardNights nights = main.getBean(ShardNights.class);
        SharedLimits.Meeting meeting = new SharedLimits.Meeting(rendezvous, turns, settings.shardsWait());
        up().forEach(shard -> shard.requireUp()
                .getBeanFactory()
                .registerSingleton(
                        "fleetLimits",
                        new SharedLimits(
                                shard.name(), nights, meeting, shard.requireUp().getBean(StopSignal.class))));
        // SIGTERM closes the main context, which knows nothing of the others
        main.addApplicationListener((ApplicationListener<ContextClosedEvent>) closed -> {
            if (closed.getApplicationContext() == main) {
                closeOthers();
            }
        });
    }

    private void put(Shard shard) {
        synchronized (shards) {
            shards.put(shard.name(), shard);
        }
    }

    public Collection<Shard> shards() {
        synchronized (shards) {
            return List.copyOf(shards.values());
        }
    }

    public List<String> names() {
        synchronized (shards) {
            return List.copyOf(shards.keySet());
        }
    }

    /**
     * Tries once more to open those that are down.
     *
     * @return those that answered this time
     */
    public List<Shard> openAgain(Predicate<Shard> wanted) {
        List<Shard> opened = new ArrayList<>();
        for (Shard down : shards()) {
            if (!down.isUp() && wanted.test(down)) {
                Shard now = open(down.name());
                put(now);
                if (now.isUp()) {
                    opened.add(now);
                }
            }
        }
        return opened;
    }

    /** Gives a shard up for now. */
    public Shard isDown(String name, RuntimeException problem) {
        Shard before = shard(name);
        Shard down = new Shard(name, null, problem);
        put(down);
        if (before.isUp()) {
            before.requireUp().close();
        }
        return down;
    }

    /** @throws IllegalArgumentException when there is none of that name */
    public Shard shard(String name) {
        Shard shard;
        synchronized (shards) {
            shard = shards.get(name);
        }
        if (shard == null) {
            throw new IllegalArgumentException("there is no shard " + name + "; there are " + names());
        }
        return shard;
    }

    /** The control database. */
    public Shard main() {
        return shard(ShardSettings.MAIN);
    }

    public Settings settings() {
        return settings;
    }

    Rendezvous rendezvous() {
        return rendezvous;
    }

    /** Asks every shard, so many at once as is set; the answers are in the order of the shards. */
    public <T> List<Answer<T>> each(Function<ConfigurableApplicationContext, T> question) {
        return ask(names(), shard -> question.apply(shard.requireUp()));
    }

    <T> List<Answer<T>> ask(Collection<String> names, Function<Shard, T> question) {
        List<CompletableFuture<Answer<T>>> asked = names.stream()
                .map(this::shard)
                .map(shard -> inThread(
                        shard.name(), () -> turns.take(() -> Answer.asked(shard.name(), () -> question.apply(shard)))))
                .toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    /** A thread of its own, for each may wait for others. */
    private static <T> CompletableFuture<T> inThread(String shard, Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    MDC.put("shard", "shard " + shard + ": "); // begins each line of the log
                    try {
                        result.complete(work.get());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "shard-" + shard);
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private List<Shard> up() {
        return shards().stream().filter(Shard::isUp).toList();
    }

    /** All are told before the first is waited for. */
    private void closeOthers() {
        up().forEach(shard -> {
            if (shard.requireUp().isActive()) {
                shard.requireUp().getBean(StopSignal.class).give();
            }
        });
        up().stream()
                .filter(shard -> !shard.name().equals(ShardSettings.MAIN))
                .forEach(shard -> shard.requireUp().close());
    }

    /** Closes all but one, which the caller closes. */
    public ConfigurableApplicationContext leave(String name) {
        ConfigurableApplicationContext left = shard(name).requireUp();
        put(new Shard(name, null, new IllegalStateException(name + " has left the fleet")));
        close();
        return left;
    }

    @Override
    public void close() {
        closeOthers();
        if (main().isUp()) {
            main().requireUp().close();
        }
    }
}
