package io.fallow.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** A secret of whatever characters is taken as it was given in the environment. */
class SecretsTest {

    static Stream<String> secrets() {
        return Stream.of(
                "simple",
                "a b&c=d?e%41#f",
                "quote'\"\\back",
                "dollar$HOME",
                "pa${sword}x1",
                "#{1+1}",
                "trail ",
                "\u00fcn\u00ef\ud83d\ude00",
                "${user.dir}",
                "x\\${y}z",
                "${",
                "${a:${b}}",
                "${spring.datasource.password}");
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void thePasswordIsWhatWasGiven(String secret) {
        assertThat(Secrets.asGiven(environment("SPRING_DATASOURCE_PASSWORD", secret), "spring.datasource.password"))
                .isEqualTo(secret);
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void aBoundSecretIsWhatWasGiven(String secret) {
        Map<String, ShardSettings> shards = Binder.get(environment("FALLOW_SHARDS_EAST_PASSWORD", secret))
                .bind(
                        "fallow.shards",
                        Bindable.mapOf(String.class, ShardSettings.class),
                        Secrets.leftAlone(BindHandler.DEFAULT))
                .get();

        assertThat(shards.values()).singleElement().satisfies(east -> {
            assertThat(east.password()).isEqualTo(secret);
            assertThat(east.username()).as("not a secret, and resolved").isEqualTo("at-home");
        });
    }

    private static ConfigurableEnvironment environment(String variable, String value) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "test-systemEnvironment",
                        Map.of(variable, value, "FALLOW_SHARDS_EAST_USERNAME", "${place}", "PLACE", "at-home")));
        ConfigurationPropertySources.attach(environment);
        return environment;
    }
}
