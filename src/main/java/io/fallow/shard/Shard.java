package io.fallow.shard;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One database and everything that works on it.
 *
 * @param context null when it is down
 * @param problem why it is down
 */
public record Shard(
        String name,
        @Nullable ConfigurableApplicationContext context,
        @Nullable RuntimeException problem) {

    public boolean isUp() {
        return context != null;
    }

    /** @throws RuntimeException that which keeps it down */
    public ConfigurableApplicationContext requireUp() {
        if (problem != null) {
            throw problem;
        }
        return Objects.requireNonNull(context);
    }
}
