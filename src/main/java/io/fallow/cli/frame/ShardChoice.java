package io.fallow.cli.frame;

import io.fallow.database.DatabaseUnavailableException;
import io.fallow.ledger.base.SetAside;
import io.fallow.run.Failures;
import io.fallow.run.UsageException;
import io.fallow.settings.Secrets;
import io.fallow.settings.Settings;
import io.fallow.settings.ShardSettings;
import io.fallow.shard.ShardContexts;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;

/** Which of the shards a command is about. */
public record ShardChoice(ConfigurableEnvironment environment, Map<String, ShardSettings> shards) {

    public static ShardChoice of(ConfigurableEnvironment environment) {
        return new ShardChoice(environment, ShardContexts.named(environment));
    }

    /** Whether there is one database, and no shards. */
    public boolean isOnly() {
        return shards.isEmpty();
    }

    /**
     * Lets the process work on the shard of that name.
     *
     * @throws UsageException when there is none, or there are shards and none is named
     */
    public void require(@Nullable String name) {
        if (name == null && !isOnly()) {
            throw new UsageException(
                    "there are several shards: name one with --shard, of main, " + String.join(", ", shards.keySet()));
        }
        requireKnown(name);
        ShardSettings shard = name == null ? null : shards.get(name);
        if (name != null && shard != null) {
            environment.getPropertySources().addFirst(ShardContexts.database(name, shard));
        }
    }

    public void requireKnown(@Nullable String name) {
        if (name != null && !name.equals(ShardSettings.MAIN) && !shards.containsKey(name)) {
            throw new UsageException("there is no shard '" + name + "'; there is main"
                    + (isOnly() ? " alone: fallow.shards names none" : ", and " + String.join(", ", shards.keySet())));
        }
    }

    /** Whether a database does not answer, or is not installed: its own trouble, not that of others. */
    static boolean isDown(RuntimeException error) {
        return SetAside.sqlCause(error) != null || Failures.find(error, DatabaseUnavailableException.class) != null;
    }

    static Settings settings(ConfigurableEnvironment environment) {
        return Binder.get(environment)
                .bindOrCreate("fallow", Bindable.of(Settings.class), Secrets.leftAlone(BindHandler.DEFAULT));
    }
}
