package io.fallow.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What operators watch.
 *
 * @param readEvery how often {@code fallow serve} reads its figures from the database: PT1S to PT1H
 * @param textfile where {@code fallow run} and {@code fallow rerun} leave theirs at their end, for Prometheus's node exporter; null: nowhere
 */
public record MetricsSettings(
        @DefaultValue("PT1M") Duration readEvery, @Nullable String textfile) {

    public MetricsSettings {
        Settings.requireBetween("metrics.read-every", readEvery, Duration.ofSeconds(1), Duration.ofHours(1));
        textfile = textfile == null || textfile.isBlank() ? null : textfile;
        if (textfile != null && !textfile.endsWith(".prom")) {
            throw new SettingException(
                    "metrics.textfile", textfile, "a file whose name ends in .prom, as the node exporter wants it");
        }
    }
}
