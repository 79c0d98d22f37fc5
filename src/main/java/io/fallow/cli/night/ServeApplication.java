package io.fallow.cli.night;

import io.fallow.api.ApiConfiguration;
import io.fallow.api.Wording;
import io.fallow.cli.frame.Application;
import io.fallow.cli.frame.Problem;
import io.fallow.metrics.MetricsConfiguration;
import io.fallow.schedule.ScheduleConfiguration;
import io.fallow.settings.ServeSettings;
import io.fallow.settings.SettingException;
import io.fallow.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What commands have, and beside it what stays: the schedule and a web server. Only {@code fallow serve} loads it. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({Application.class, ScheduleConfiguration.class, MetricsConfiguration.class, ApiConfiguration.class})
public class ServeApplication {

    @Bean
    WebServerFactoryCustomizer<ConfigurableWebServerFactory> whereItAnswers(Settings settings) {
        ServeSettings serve = settings.serve();
        return server -> {
            server.setAddress(address(serve.address()));
            server.setPort(serve.port());
        };
    }

    @Bean
    Wording wording() {
        return error -> Problem.of(error).line();
    }

    private static InetAddress address(String name) {
        try {
            return InetAddress.getByName(name);
        } catch (UnknownHostException e) {
            throw new SettingException("serve.address", name, "an address of this machine, such as 127.0.0.1");
        }
    }
}
