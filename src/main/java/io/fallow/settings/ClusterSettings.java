package io.fallow.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a night's partitions are shared among processes.
 *
 * @param enabled whether partitions are stored for any node to take; else they are threads of the process that runs the night
 * @param slots how many partitions this process works on at once: 0 (it only hands out) to 64
 * @param checkin how often a node says that it lives: PT1S to PT1M; it is thought dead when it has not for twice as long and some seconds
 */
public record ClusterSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("2") int slots,
        @DefaultValue("PT5S") Duration checkin) {

    public ClusterSettings {
        if (slots < 0 || slots > 64) {
            throw new SettingException("cluster.slots", slots, "0 to 64");
        }
        Settings.requireBetween("cluster.checkin", checkin, Duration.ofSeconds(1), Duration.ofMinutes(1));
    }
}
