package io.fallow.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.settings.ApiSettings;
import io.fallow.settings.ApiSettings.Scope;
import io.fallow.settings.ApiSettings.Token;
import io.fallow.settings.SettingException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class ApiOffTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void refusesEverythingButHealthUntilATokenIsConfigured() {
        try (Served served = new Served()) {
            for (String token : new String[] {"", SECRET}) {
                assertThat(served.get("/api/status", token).status()).isEqualTo(403);
                assertThat(served.get("/api/accounts/7", token).detail())
                        .isEqualTo(
                                "the API is off: no token is configured; set FALLOW_API_TOKENS_NAME_SECRET and _SCOPES");
                assertThat(served.post("/api/accounts/7/holds", token, "{}").status())
                        .isEqualTo(403);
            }
            assertThat(served.get("/actuator/health", null).status()).isEqualTo(200);
        }
    }

    @Test
    void tokensComeFromTheEnvironment() {
        MutablePropertySources sources = new MutablePropertySources();
        sources.addFirst(new SystemEnvironmentPropertySource(
                "systemEnvironment",
                Map.of("FALLOW_API_TOKENS_DESK_SECRET", SECRET, "FALLOW_API_TOKENS_DESK_SCOPES", "read,act")));
        ApiSettings bound = new Binder(ConfigurationPropertySources.from(sources))
                .bind("fallow.api", ApiSettings.class)
                .get();
        assertThat(bound.tokens()).containsOnlyKeys("desk");
        assertThat(bound.tokens().values()).containsExactly(new Token(SECRET, Set.of(Scope.READ, Scope.ACT)));
        assertThat(bound.toString()).doesNotContain(SECRET);
    }

    @Test
    void aTokenThatCanBeGuessedOrLetsNobodyDoAnythingIsRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> new ApiSettings(Map.of("desk", new Token("secret", Set.of(Scope.READ)))))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("fallow.api.tokens.desk.secret must be 32 printable characters or more")
                .hasMessageNotContaining("'secret'");
        assertThatThrownBy(() -> new ApiSettings(Map.of("desk", new Token(SECRET, Set.of()))))
                .hasMessageContaining("fallow.api.tokens.desk.scopes is empty");
    }
}
