package io.fallow.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.metrics.Measure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard, the alerts and the page on metrics speak of metrics that there are. */
class WatchingTest {

    private static final String ALERTS = "config/prometheus/alerts.yml";
    private static final String ALERT_TESTS = "config/prometheus/alerts.test.yml";
    private static final Tool PROMTOOL = new Tool("promtool", "prometheus");

    private static final Pattern METRIC = Pattern.compile("\\bfallow_[a-z_]+\\b");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(fallow_[a-z_]+)` \\|");

    private static final Set<String> METRICS =
            Arrays.stream(Measure.values()).map(Measure::exposedName).collect(Collectors.toCollection(TreeSet::new));

    @Test
    void eachPanelAsksForMetricsThatThereAre() {
        JsonNode dashboard = JsonMapper.shared().readTree(Launcher.read("config/grafana/fallow.json"));
        assertThat(dashboard.get("uid").asString()).isEqualTo("fallow");
        Set<String> asked = new TreeSet<>();
        Set<Integer> ids = new TreeSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(ids.add(panel.get("id").asInt()))
                    .as("id of %s", panel.get("title"))
                    .isTrue();
            assertThat(panel.get("targets").size())
                    .as("queries of %s", panel.get("title"))
                    .isPositive();
            for (JsonNode target : panel.get("targets")) {
                Set<String> metrics = metrics(target.get("expr").asString());
                assertThat(metrics).as("query of %s", panel.get("title")).isNotEmpty();
                assertThat(METRICS).as("metrics of %s", panel.get("title")).containsAll(metrics);
                assertThat(target.get("datasource").get("uid").asString()).isEqualTo("${datasource}");
                asked.addAll(metrics);
            }
        }
        Set<String> unasked = new TreeSet<>(METRICS);
        unasked.removeAll(asked);
        assertThat(unasked)
                .as("metrics on no panel: ages, which panels compute, and dates")
                .allMatch(name ->
                        name.contains("_age_") || name.matches("fallow_(metrics_read|run_.*)_timestamp_seconds"));
    }

    @Test
    void eachAlertIsOnMetricsThatThereAreAndHasATest() {
        Map<String, String> alerts = alerts();
        alerts.forEach((alert, expression) -> {
            assertThat(metrics(expression)).as(alert).isNotEmpty();
            assertThat(METRICS).as(alert).containsAll(metrics(expression));
        });
        Matcher tested =
                Pattern.compile("(?m)^ +alertname: (\\w+)\\n +exp_alerts:\\n").matcher(Launcher.read(ALERT_TESTS));
        Set<String> withTest =
                tested.results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(withTest).isEqualTo(new TreeSet<>(alerts.keySet()));
    }

    @Test
    void prometheusUnderstandsTheAlertsAndTheyComeWhenTheyShould() {
        Tool.Said checked = PROMTOOL.run(Path.of(""), List.of("check", "rules", ALERTS));
        assertThat(checked.code()).as(checked.text()).isZero();
        Tool.Said tested = PROMTOOL.run(Path.of(""), List.of("test", "rules", ALERT_TESTS));
        assertThat(tested.code()).as(tested.text()).isZero();
    }

    @Test
    void thePageOnMetricsHasEachOfThem() {
        List<String> rows = ROW.matcher(Launcher.read("docs/metrics.md"))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(rows).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(METRICS);
    }

    private static Map<String, String> alerts() {
        Map<String, List<Map<String, List<Map<String, Object>>>>> file = new Yaml().load(Launcher.read(ALERTS));
        List<Map<String, Object>> rules = Objects.requireNonNull(file.get("groups")).stream()
                .flatMap(group -> Objects.requireNonNull(group.get("rules")).stream())
                .toList();
        return rules.stream()
                .collect(Collectors.toMap(
                        rule -> String.valueOf(rule.get("alert")), rule -> String.valueOf(rule.get("expr"))));
    }

    private static Set<String> metrics(String text) {
        return METRIC.matcher(text)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
