package io.fallow.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that Prometheus's node exporter collects, for nights that are started by cron and leave nobody to be asked. */
public final class Textfile {

    private final Path file;

    public Textfile(Path file) {
        this.file = file;
    }

    /**
     * Replaces the file in one go: whoever reads it meanwhile reads the old one, or the new one.
     *
     * @throws IOException when it cannot be written; the old one stays
     */
    public void write(Figures figures) throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try {
            new Gauges(registry).show(figures.withoutAges());
            // the exporter takes files that end in .prom
            Path fresh = file.resolveSibling(
                    "." + file.getFileName() + "." + ProcessHandle.current().pid());
            try {
                Files.writeString(fresh, registry.scrape());
                // the exporter is another user
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } finally {
            registry.close();
        }
    }
}
