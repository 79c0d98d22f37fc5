package io.fallow.job.chunk;

import io.fallow.ledger.base.KeyRange;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** One partition of a step: its bounds by name, kept in the step's execution context so that a restart finds the same ones. */
public record Part(Map<String, String> bounds) {

    private static final String PREFIX = "part.";

    public Part {
        if (bounds.isEmpty()) {
            throw new IllegalArgumentException("a partition without bounds would read everything");
        }
        bounds = Map.copyOf(bounds);
    }

    public static Part of(KeyRange range) {
        return new Part(Map.of("first", range.first(), "last", range.last()));
    }

    /** The same partition with one more word about how to read it. */
    public Part with(String name, String value) {
        Map<String, String> more = new TreeMap<>(bounds);
        more.put(name, value);
        return new Part(more);
    }

    public boolean has(String name) {
        return bounds.containsKey(name);
    }

    /** @throws IllegalStateException when the bound is missing: reading without it would read too much */
    public String get(String name) {
        String value = bounds.get(name);
        if (value == null) {
            throw new IllegalStateException("the partition has no bound '" + name + "', only " + bounds.keySet());
        }
        return value;
    }

    public KeyRange range() {
        return new KeyRange(get("first"), get("last"));
    }

    ExecutionContext toContext() {
        ExecutionContext context = new ExecutionContext();
        bounds.forEach((name, value) -> context.putString(PREFIX + name, value));
        return context;
    }

    static Part from(ExecutionContext context) {
        Map<String, String> bounds = new TreeMap<>();
        context.toMap().forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                bounds.put(name.substring(PREFIX.length()), String.valueOf(value));
            }
        });
        return new Part(bounds);
    }
}
