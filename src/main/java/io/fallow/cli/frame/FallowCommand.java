package io.fallow.cli.frame;

import io.fallow.lifecycle.Policy;
import io.fallow.run.PolicyFile;
import io.fallow.run.UsageException;
import io.fallow.settings.Settings;
import io.fallow.settings.ShardSettings;
import io.fallow.shard.Fleet;
import io.fallow.shard.Shard;
import io.fallow.shard.ShardContexts;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command has: its output, the policy, settings by flag, and a context that is only started when there is work to do. */
public abstract class FallowCommand implements Callable<Integer> {

    @Mixin
    public Output output = new Output();

    @Option(names = "--policy", paramLabel = "FILE", description = "The policy; default: fallow.policy-file.")
    @Nullable
    protected Path policyFile;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of config/application.yaml, such as fallow.partitions=4; may be repeated.")
    protected Map<String, String> settings = new HashMap<>();

    @Option(
            names = "--shard",
            paramLabel = "NAME",
            description = "With fallow.shards: this one only; main is the database of spring.datasource.")
    @Nullable
    public String shard;

    @Override
    public final Integer call() {
        try {
            return execute().code();
        } catch (RuntimeException e) {
            Problem problem = Problem.of(e);
            output.error(problem);
            return problem.code().code();
        }
    }

    protected abstract ExitCode execute();

    /** Whether the command tells itself what the log would, so that the log only has to warn. */
    protected boolean isQuiet() {
        return false;
    }

    /** Everything a command may call, on one database: where there are shards, on the one that was named. */
    protected ConfigurableApplicationContext application() {
        return start(
                Application.class,
                application -> application.addInitializers(
                        context -> ShardChoice.of(context.getEnvironment()).require(shard)));
    }

    /** The same on the shard that knows the account. */
    protected ConfigurableApplicationContext application(String account) {
        return shard == null ? AccountShard.of(fleet(), account) : application();
    }

    /** The same on all shards; without any, on the one database there is. */
    protected Fleet fleet() {
        AtomicReference<ConfigurableEnvironment> process = new AtomicReference<>();
        Shard main;
        try {
            ConfigurableApplicationContext context = start(
                    Application.class,
                    application -> application.addInitializers(starting -> {
                        process.set(starting.getEnvironment());
                        ShardChoice.of(starting.getEnvironment()).requireKnown(shard);
                    }));
            main = new Shard(ShardSettings.MAIN, context, null);
        } catch (RuntimeException e) {
            ConfigurableEnvironment environment = process.get();
            if (environment == null
                    || !ShardChoice.isDown(e)
                    || ShardChoice.of(environment).isOnly()) {
                throw e;
            }
            main = new Shard(ShardSettings.MAIN, null, e);
        }
        ConfigurableEnvironment environment = Objects.requireNonNull(process.get());
        ConfigurableApplicationContext control = main.context();
        return new Fleet(
                main,
                new ShardContexts(
                        environment, Application.class, control == null ? null : control.getBean(Clock.class)),
                control == null ? ShardChoice.settings(environment) : control.getBean(Settings.class));
    }

    /** The same, with another clock than the machine's. */
    protected ConfigurableApplicationContext application(Clock clock) {
        return start(
                Application.class,
                application -> application.addInitializers(
                        context -> ((GenericApplicationContext) context).registerBean(Clock.class, () -> clock)));
    }

    /** Settings and a database, before there is a schema. */
    protected ConfigurableApplicationContext installation() {
        return start(Installation.class, application -> {});
    }

    /** As fallow_publisher, which may deliver events and nothing else; another role by flag. */
    protected final void workAsPublisher() {
        settings.putIfAbsent("fallow.runtime-role", "fallow_publisher");
    }

    protected final ConfigurableApplicationContext start(
            Class<?> configuration, Consumer<SpringApplication> customize) {
        if (settings.keySet().stream().anyMatch(String::isBlank)) {
            throw new UsageException("--set names no setting; give KEY=VALUE, such as --set fallow.partitions=4");
        }
        SpringApplication application = new SpringApplication(configuration);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(true);
        customize.accept(application);
        if (isQuiet()) {
            settings.putIfAbsent("logging.level.io.fallow", "warn");
        }
        // only Fallow's own: whatever application.yaml lies in the caller's folder is somebody else's
        settings.putIfAbsent(
                "spring.config.location",
                "classpath:/,optional:" + home().resolve("config").toUri());
        String[] arguments = settings.entrySet().stream()
                .map(set -> "--" + set.getKey() + "=" + set.getValue())
                .toArray(String[]::new);
        return application.run(arguments);
    }

    /** The folder of the launcher. */
    protected static Path home() {
        return Path.of(System.getProperty("fallow.home", ".")).toAbsolutePath();
    }

    protected Policy policy(ConfigurableApplicationContext context) {
        return policy(context.getBean(Settings.class));
    }

    protected Policy policy(Settings configured) {
        Path file = policyFile == null ? configured.policyFile() : policyFile;
        return new PolicyFile(file).read();
    }

    /** In the policy's zone. */
    protected LocalDate today(ConfigurableApplicationContext context) {
        return LocalDate.now(
                context.getBean(Clock.class).withZone(policy(context).zone()));
    }

    protected static String operator(ConfigurableApplicationContext context, @Nullable String by) {
        return by == null ? context.getBean(Settings.class).operator() : by;
    }
}
