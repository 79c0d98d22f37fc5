package io.fallow.shard;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a shard answered, or why it did not.
 *
 * @param shard its name
 * @param value null when there is a problem
 * @param problem null when there is none
 */
public record Answer<T>(
        String shard, @Nullable T value, @Nullable RuntimeException problem) {

    static <T> Answer<T> of(String shard, T value) {
        return new Answer<>(shard, value, null);
    }

    static <T> Answer<T> failed(String shard, RuntimeException problem) {
        return new Answer<>(shard, null, problem);
    }

    /** Asks, and keeps what goes wrong as the answer. */
    public static <T> Answer<T> asked(String shard, Supplier<T> question) {
        try {
            return of(shard, question.get());
        } catch (RuntimeException e) {
            return failed(shard, e);
        }
    }

    /** Must have no problem. */
    public T get() {
        return Objects.requireNonNull(value);
    }
}
