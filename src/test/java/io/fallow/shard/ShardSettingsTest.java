package io.fallow.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.settings.SettingException;
import io.fallow.settings.ShardSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Shards as they are set: whatever is not one database of its own under a plain name is refused, naming it. */
class ShardSettingsTest {

    private static final String URL = "jdbc:postgresql://127.0.0.1:5432/";

    @ParameterizedTest
    @ValueSource(
            strings = {"East", "e_ast", "-east", "east-", "1east", "ea--st", "ost🦊", "e.ast", " ", "east;drop", "a/b"})
    void refusesANameThatIsNotPlain(String name) {
        assertThatThrownBy(() -> ShardSettings.named(Map.of(name, shard("east"))))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "postgresql://127.0.0.1/east", "jdbc:mysql://127.0.0.1/east", "127.0.0.1"})
    void refusesAUrlThatIsNotPostgresqls(String url) {
        assertThatThrownBy(() -> ShardSettings.named(Map.of("east", new ShardSettings(url, "", "secret"))))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("fallow.shards.east.url")
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesAFurtherOneThatIsCalledMain() {
        assertThatThrownBy(() -> ShardSettings.named(Map.of("main", shard("main"))))
                .hasMessageContaining("fallow.shards.main is the database of spring.datasource.url");
    }

    @Test
    void refusesTwoNamesForOneDatabase() {
        assertThatThrownBy(() -> ShardSettings.named(Map.of("east", shard("one"), "west", shard("one"))))
                .hasMessageContaining("are the same database");
        assertThatThrownBy(() -> bound(
                        Map.of("spring.datasource.url", URL + "one", "fallow.shards.east.url", URL + "one"), Map.of()))
                .hasMessageContaining("fallow.shards.east.url is that of spring.datasource.url");
    }

    @ParameterizedTest
    @CsvSource({
        "east, FALLOW_SHARDS_EAST_PASSWORD",
        "eu-west, FALLOW_SHARDS_EUWEST_PASSWORD",
        "eu-west, FALLOW_SHARDS_EU_WEST_PASSWORD",
        "eu-west-2, FALLOW_SHARDS_EUWEST2_PASSWORD"
    })
    void takesThePasswordFromTheEnvironment(String name, String variable) {
        Map<String, ShardSettings> shards =
                bound(Map.of("fallow.shards." + name + ".url", URL + name), Map.of(variable, "secret"));

        assertThat(shards).containsOnlyKeys(name);
        assertThat(shards.get(name))
                .isEqualTo(new ShardSettings(URL + name, "", "secret"))
                .hasToString(" at " + URL + name);
    }

    @Test
    void takesAWholeShardFromTheEnvironment() {
        assertThat(bound(
                        Map.of(),
                        Map.of("FALLOW_SHARDS_EAST_URL", URL + "east", "FALLOW_SHARDS_EAST_USERNAME", "fallow")))
                .containsExactly(Map.entry("east", new ShardSettings(URL + "east", "fallow", "")));
    }

    @Test
    void refusesAPasswordOfNoShard() {
        assertThatThrownBy(() -> bound(
                        Map.of("fallow.shards.east.url", URL + "east"),
                        Map.of("FALLOW_SHARDS_WEST_PASSWORD", "secret")))
                .hasMessageContaining("fallow.shards.west.url")
                .hasMessageNotContaining("secret");
    }

    @Test
    void thereAreNoneUnlessSomebodySetsThem() {
        assertThat(bound(Map.of(), Map.of())).isEmpty();
    }

    private static ShardSettings shard(String database) {
        return new ShardSettings(URL + database, "fallow", "");
    }

    private static Map<String, ShardSettings> bound(Map<String, Object> file, Map<String, Object> environment) {
        StandardEnvironment process = new StandardEnvironment();
        process.getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, environment));
        process.getPropertySources().addLast(new MapPropertySource("file", file));
        return ShardContexts.named(process);
    }
}
