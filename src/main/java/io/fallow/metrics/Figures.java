package io.fallow.metrics;

import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values of one moment, by what is measured and by their labels. */
public final class Figures {

    private static final double MILLIS = 1000.0;

    private final Map<Measure, Map<Tags, Double>> values = new EnumMap<>(Measure.class);

    /** That the database could not be read, and nothing else. */
    static Figures none() {
        return new Figures().add(Measure.DATABASE_UP, 0);
    }

    /** @param labels names and values in turn */
    Figures add(Measure measure, double value, String... labels) {
        values.computeIfAbsent(measure, first -> new LinkedHashMap<>()).put(Tags.of(labels), value);
        return this;
    }

    Figures add(Measure measure, Instant at, String... labels) {
        return add(measure, at.toEpochMilli() / MILLIS, labels);
    }

    Map<Tags, Double> of(Measure measure) {
        return values.getOrDefault(measure, Map.of());
    }

    /** The same for readers who come at any later time. */
    Figures withoutAges() {
        Figures lasting = new Figures();
        values.forEach((measure, byLabels) -> {
            if (!measure.isAge()) {
                lasting.values.put(measure, byLabels);
            }
        });
        return lasting;
    }
}
