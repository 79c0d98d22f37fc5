package io.fallow.shard;

import io.fallow.settings.Secrets;
import io.fallow.settings.SettingException;
import io.fallow.settings.ShardSettings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Opens shards, each in a context of its own under the settings of the process with another database. It is no Spring Boot application:
 * that would set up the process's logging anew, once for each.
 */
public final class ShardContexts {

    private static final String ATTACHED = "configurationProperties";

    private final ConfigurableEnvironment process;
    private final Class<?> configuration;
    private final @Nullable Clock clock;

    /**
     * @param process what the process was started with
     * @param configuration everything that works on a database
     * @param clock null: each has the machine's
     */
    public ShardContexts(ConfigurableEnvironment process, Class<?> configuration, @Nullable Clock clock) {
        this.process = process;
        this.configuration = configuration;
        this.clock = clock;
    }

    /**
     * The shards beside {@code main}, by name; none where nobody has set any.
     *
     * @throws io.fallow.settings.SettingException when one is not as allowed
     */
    public static Map<String, ShardSettings> named(ConfigurableEnvironment environment) {
        Map<String, ShardSettings> shards = ShardSettings.named(Binder.get(environment)
                .bind(
                        "fallow.shards",
                        Bindable.mapOf(String.class, ShardSettings.class),
                        Secrets.leftAlone(BindHandler.DEFAULT))
                .orElse(Map.of()));
        String main = environment.getProperty("spring.datasource.url", "");
        shards.forEach((name, shard) -> {
            if (shard.url().equals(main)) {
                throw new SettingException("fallow.shards." + name + ".url is that of spring.datasource.url, " + main
                        + "; that database is shard main, and each has one of its own");
            }
        });
        return shards;
    }

    /** Where the shard is, to stand before all other settings. */
    public static PropertySource<?> database(String name, ShardSettings shard) {
        return new MapPropertySource(
                "shard " + name,
                Map.of(
                        "spring.datasource.url", shard.url(),
                        "spring.datasource.username", shard.username(),
                        "spring.datasource.password", shard.password()));
    }

    /**
     * @param shard null: the database that the process was started with
     * @throws RuntimeException when its database does not answer, or is not installed
     */
    ConfigurableApplicationContext open(String name, @Nullable ShardSettings shard) {
        StandardEnvironment environment = new StandardEnvironment();
        MutablePropertySources sources = environment.getPropertySources();
        List.copyOf(sources.stream().toList()).forEach(source -> sources.remove(source.getName()));
        process.getPropertySources().stream()
                .filter(source -> !source.getName().equals(ATTACHED))
                .forEach(sources::addLast);
        if (shard != null) {
            sources.addFirst(database(name, shard));
        }
        ConfigurationPropertySources.attach(environment);
        environment.setConversionService(new ApplicationConversionService());
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.setId("shard " + name);
        context.setEnvironment(environment);
        context.getBeanFactory().setConversionService(environment.getConversionService());
        Clock same = clock;
        if (same != null) {
            context.registerBean(Clock.class, () -> same);
        }
        context.register(configuration);
        try {
            context.refresh();
            return context;
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }
}
