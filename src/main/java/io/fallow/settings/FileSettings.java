package io.fallow.settings;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * A file that takes one event a line.
 *
 * @param path where it is, its folder must exist; nothing: no file
 * @param rotateAt the size from which on it is put aside and begun anew: 0B (never) or at least 1KB
 * @param rotateDaily whether that also happens with the first event of a day (UTC)
 */
public record FileSettings(
        @DefaultValue("") String path,
        @DefaultValue("100MB") DataSize rotateAt,
        @DefaultValue("true") boolean rotateDaily) {

    public FileSettings {
        if (rotateAt.isNegative() || rotateAt.toBytes() > 0 && rotateAt.toBytes() < 1024) {
            throw new SettingException("delivery.file.rotate-at", rotateAt, "0B (never) or at least 1KB");
        }
    }

    public boolean isSet() {
        return !path.isBlank();
    }
}
