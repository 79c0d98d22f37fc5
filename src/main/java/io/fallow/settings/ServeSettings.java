package io.fallow.settings;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where {@code fallow serve} answers.
 *
 * @param address the address it listens on: this machine only by default
 * @param port 1 to 65535; 0: any that is free
 */
public record ServeSettings(
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("8080") int port) {

    private static final int LAST_PORT = 65_535;

    public ServeSettings {
        if (address.isBlank()) {
            throw new SettingException("serve.address", address, "an address of this machine, such as 127.0.0.1");
        }
        if (port < 0 || port > LAST_PORT) {
            throw new SettingException("serve.port", port, "1 to 65535, or 0: any that is free");
        }
    }
}
