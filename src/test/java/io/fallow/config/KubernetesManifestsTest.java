package io.fallow.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fallow.lifecycle.PolicyReader;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class KubernetesManifestsTest {

    private static final String CRON_JOB = "config/kubernetes/cronjob.yaml";
    private static final String DEPLOYMENT = "config/kubernetes/deployment.yaml";
    private static final int STOP_TIMEOUT_SECONDS = 60;

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1 ConfigMap", ConfigMap.class,
            "v1 Service", Service.class,
            "batch/v1 CronJob", CronJob.class,
            "apps/v1 Deployment", Deployment.class);

    /** The models keep fields they don't know apart; here there is nowhere to keep them. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    @Test
    void theNightIsStartedOnceADayInTheZoneOfThePolicy() {
        CronJob job = one(CRON_JOB, CronJob.class);
        assertThat(ZoneId.of(job.getSpec().getTimeZone()))
                .isEqualTo(
                        PolicyReader.read(Launcher.read("config/policy.yaml")).zone());
        Launcher.assertOnceADay(job.getSpec().getSchedule());
        assertThat(job.getSpec().getConcurrencyPolicy()).isEqualTo("Forbid");
    }

    @Test
    void aNightThatWantsAPersonIsNotTriedAgainAndOneThatTheClusterEndedIs() {
        var job = one(CRON_JOB, CronJob.class).getSpec().getJobTemplate().getSpec();
        List<PodFailurePolicyRule> rules = job.getPodFailurePolicy().getRules();
        assertThat(rules).extracting(PodFailurePolicyRule::getAction).containsExactly("Ignore", "FailJob");
        assertThat(rules.get(0).getOnPodConditions())
                .extracting(condition -> condition.getType() + " " + condition.getStatus())
                .containsExactly("DisruptionTarget True");
        assertThat(rules.get(1).getOnExitCodes().getValues()).containsExactly(1, 2, 3, 5);
        PodSpec pod = job.getTemplate().getSpec();
        assertThat(pod.getRestartPolicy())
                .as("pods that restart by themselves know no failure policy")
                .isEqualTo("Never");
        assertThat(rules.get(1).getOnExitCodes().getContainerName())
                .isEqualTo(pod.getContainers().get(0).getName());
        Launcher.assertTellsTheExitCodes(Launcher.read(CRON_JOB));
    }

    @Test
    void theNightsPodStartsTheLauncher() {
        assertStartsTheLauncher(
                CRON_JOB,
                one(CRON_JOB, CronJob.class)
                        .getSpec()
                        .getJobTemplate()
                        .getSpec()
                        .getTemplate()
                        .getSpec());
    }

    @Test
    void theServicesPodsStartTheLauncherAndAreAskedWhereItAnswers() {
        Deployment deployment = one(DEPLOYMENT, Deployment.class);
        PodSpec pod = deployment.getSpec().getTemplate().getSpec();
        assertStartsTheLauncher(DEPLOYMENT, pod);
        Container container = pod.getContainers().get(0);
        assertThat(Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                        .map(probe -> probe.getHttpGet().getPath() + " "
                                + probe.getHttpGet().getPort().getStrVal()))
                .containsExactly(
                        "/actuator/health/liveness http",
                        "/actuator/health/liveness http",
                        "/actuator/health/readiness http");
        Map<String, String> labels =
                deployment.getSpec().getTemplate().getMetadata().getLabels();
        assertThat(labels)
                .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
        assertThat(labels)
                .containsAllEntriesOf(one(DEPLOYMENT, Service.class).getSpec().getSelector());
        assertThat(labels)
                .as("the night's own pods are no part of the service")
                .doesNotContainEntry("app.kubernetes.io/name", "fallow");
    }

    private static void assertStartsTheLauncher(String file, PodSpec pod) {
        Container container = pod.getContainers().get(0);
        Launcher.assertUnderstands(Stream.concat(container.getCommand().stream(), container.getArgs().stream())
                .toList());
        assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(STOP_TIMEOUT_SECONDS);
        assertThat(pod.getEnableServiceLinks())
                .as("FALLOW_SERVE_PORT is a setting")
                .isFalse();
        Map<String, String> plain = one(CRON_JOB, ConfigMap.class).getData();
        assertThat(plain).containsKey("SPRING_DATASOURCE_URL");
        assertThat(container.getEnvFrom())
                .extracting(from -> from.getConfigMapRef().getName())
                .containsExactly(one(CRON_JOB, ConfigMap.class).getMetadata().getName());
        assertThat(container.getEnv())
                .extracting(EnvVar::getName)
                .contains("SPRING_DATASOURCE_USERNAME", "SPRING_DATASOURCE_PASSWORD");
        assertThat(container.getEnv())
                .filteredOn(variable -> variable.getName().matches(".*_(PASSWORD|SECRET)"))
                .allSatisfy(secret -> {
                    assertThat(secret.getValue()).isNull();
                    assertThat(secret.getValueFrom().getSecretKeyRef()).isNotNull();
                });
        Launcher.assertKnowsTheSettingsOf(Launcher.read(file));
        Launcher.assertHoldsNoSecret(Launcher.read(file));
    }

    private static <T extends HasMetadata> T one(String file, Class<T> type) {
        return all(file).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Every document of the file, read as what it says it is, without a field that Kubernetes does not know. */
    private static List<HasMetadata> all(String file) {
        List<HasMetadata> all = new ArrayList<>();
        Iterable<Object> documents = new Yaml().loadAll(Launcher.read(file));
        StreamSupport.stream(documents.spliterator(), false).forEach(document -> {
            Map<?, ?> map = (Map<?, ?>) document;
            Class<? extends HasMetadata> kind = KINDS.get(map.get("apiVersion") + " " + map.get("kind"));
            assertThat(kind).as(String.valueOf(map.get("kind"))).isNotNull();
            all.add(STRICT.convertValue(map, kind));
        });
        return all;
    }
}
