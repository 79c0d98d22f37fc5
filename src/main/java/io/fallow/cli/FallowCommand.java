package io.fallow.cli;

import io.fallow.lifecycle.Policy;
import io.fallow.run.PolicyFile;
import io.fallow.run.UsageException;
import io.fallow.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command has: its output, the policy, settings by flag, and a context that is only started when there is work to do. */
abstract class FallowCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Option(names = "--policy", paramLabel = "FILE", description = "The policy; default: fallow.policy-file.")
    @Nullable
    Path policyFile;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of config/application.yaml, such as fallow.partitions=4; may be repeated.")
    Map<String, String> settings = new HashMap<>();

    @Override
    public final Integer call() {
        try {
            return execute().code();
        } catch (RuntimeException e) {
            Problem problem = Problem.of(e);
            output.error(problem.code(), problem.line());
            return problem.code().code();
        }
    }

    abstract ExitCode execute();

    /** Whether the command tells itself what the log would, so that the log only has to warn. */
    boolean isQuiet() {
        return false;
    }

    /** Everything a command may call. */
    ConfigurableApplicationContext application() {
        return start(Application.class, application -> {});
    }

    /** The same, with another clock than the machine's. */
    ConfigurableApplicationContext application(Clock clock) {
        return start(
                Application.class,
                application -> application.addInitializers(
                        context -> ((GenericApplicationContext) context).registerBean(Clock.class, () -> clock)));
    }

    /** Settings and a database, before there is a schema. */
    ConfigurableApplicationContext installation() {
        return start(Installation.class, application -> {});
    }

    /** As fallow_publisher, which may deliver events and nothing else; another role by flag. */
    final void workAsPublisher() {
        settings.putIfAbsent("fallow.runtime-role", "fallow_publisher");
    }

    final ConfigurableApplicationContext start(Class<?> configuration, Consumer<SpringApplication> customize) {
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
    static Path home() {
        return Path.of(System.getProperty("fallow.home", ".")).toAbsolutePath();
    }

    Policy policy(ConfigurableApplicationContext context) {
        Path file = policyFile == null ? context.getBean(Settings.class).policyFile() : policyFile;
        return new PolicyFile(file).read();
    }

    /** In the policy's zone. */
    LocalDate today(ConfigurableApplicationContext context) {
        return LocalDate.now(
                context.getBean(Clock.class).withZone(policy(context).zone()));
    }

    static String operator(ConfigurableApplicationContext context, @Nullable String by) {
        return by == null ? context.getBean(Settings.class).operator() : by;
    }
}
