package io.fallow.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Map;

/** Shows the latest figures in a registry. All of Fallow's are gauges: they are read from the database, and no process counts itself. */
final class Gauges {

    private final Map<Measure, MultiGauge> gauges = new EnumMap<>(Measure.class);
    private volatile Figures figures = Figures.none();

    Gauges(MeterRegistry registry) {
        for (Measure measure : Measure.values()) {
            gauges.put(
                    measure,
                    MultiGauge.builder(measure.meterName())
                            .description(measure.description())
                            .baseUnit(measure.unit())
                            .register(registry));
        }
    }

    /** What stays is never gone for a moment: its gauge is kept, and asks for the value that is the latest then. */
    synchronized void show(Figures latest) {
        figures = latest;
        gauges.forEach((measure, gauge) -> gauge.register(latest.of(measure).keySet().stream()
                .<Row<?>>map(labels -> Row.of(labels, this, self -> self.value(measure, labels)))
                .toList()));
    }

    private double value(Measure measure, Tags labels) {
        return figures.of(measure).getOrDefault(labels, Double.NaN);
    }
}
