package io.fallow.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Fallow's settings, each under the prefix {@code fallow}; config/application.yaml has them all with unit, default and effect.
 *
 * @param home what relative paths in settings start from: the launcher's folder
 * @param policyFile the policy that nights are decided by
 * @param noticeTemplates the folder of the texts that owners get, with a folder for each language
 * @param accountIdType the type of the platform's account key: bigint, uuid or text; counts at {@code fallow init}
 * @param dataDir where the embedded PostgreSQL keeps its data when no {@code spring.datasource.url} is set
 * @param partitions how many partitions, and so database connections, a step uses at once: 1 to 64
 * @param chunkSize accounts a transaction: 1 to 100000
 * @param accountsPerSecond how many accounts a step works through in a second at most, on all partitions; 0: as many as it can
 * @param fullSweepEvery how often all accounts are looked through instead of the newly idle only: at least P1D
 * @param barrierTimeout how long recycling waits for older platform transactions to end: PT1S to PT1H
 * @param retryFor how long a transaction is tried again after a fault that passes: PT0S (never) to PT1H
 * @param stopTimeout how long a stop waits for the night's current transactions: PT1S to PT1H
 * @param session what the database ends by itself in the night's sessions
 * @param cluster how a night's partitions are shared among processes
 * @param shards further databases of the platform, by name; the one of {@code spring.datasource} is shard {@code main}
 * @param shardsAtOnce how many shards this process works on at once: 1 to 1024; 0: all
 * @param shardsWait how long a shard waits for the others' numbers before its limits are checked: PT0S to P1D
 * @param keep how long what no later question needs is kept
 * @param delivery where events are delivered, and how
 * @param schedule when nights come by themselves
 * @param serve where {@code fallow serve} answers
 * @param api who may use its API
 * @param metrics what operators watch
 * @param runtimeRole the database role that nights and commands run as
 * @param operator who starts runs and acts on accounts, as written to the evidence
 */
@ConfigurationProperties("fallow")
public record Settings(
        @DefaultValue("") String home,
        @DefaultValue("config/policy.yaml") Path policyFile,
        @DefaultValue("config/notices") Path noticeTemplates,
        @DefaultValue("bigint") String accountIdType,
        @DefaultValue("data") Path dataDir,
        @DefaultValue("2") int partitions,
        @DefaultValue("5000") int chunkSize,
        @DefaultValue("0") int accountsPerSecond,
        @DefaultValue("P7D") Period fullSweepEvery,
        @DefaultValue("PT30S") Duration barrierTimeout,
        @DefaultValue("PT1M") Duration retryFor,
        @DefaultValue("PT1M") Duration stopTimeout,
        @DefaultValue SessionSettings session,
        @DefaultValue ClusterSettings cluster,
        @DefaultValue Map<String, ShardSettings> shards,
        @DefaultValue("0") int shardsAtOnce,
        @DefaultValue("PT1H") Duration shardsWait,
        @DefaultValue KeepSettings keep,
        @DefaultValue DeliverySettings delivery,
        @DefaultValue ScheduleSettings schedule,
        @DefaultValue ServeSettings serve,
        @DefaultValue ApiSettings api,
        @DefaultValue MetricsSettings metrics,
        @DefaultValue("fallow_runtime") String runtimeRole,
        @DefaultValue("") String operator) {

    private static final List<String> ACCOUNT_ID_TYPES = List.of("bigint", "uuid", "text");

    public Settings {
        // a text: as a path, Spring would take "." for the root of the class path
        policyFile = Path.of(home).resolve(policyFile).normalize();
        noticeTemplates = Path.of(home).resolve(noticeTemplates).normalize();
        dataDir = Path.of(home).resolve(dataDir).normalize();
        if (!ACCOUNT_ID_TYPES.contains(accountIdType)) {
            throw new SettingException(
                    "account-id-type", accountIdType, "one of " + String.join(", ", ACCOUNT_ID_TYPES));
        }
        if (partitions < 1 || partitions > 64) {
            throw new SettingException("partitions", partitions, "1 to 64");
        }
        if (chunkSize < 1 || chunkSize > 100_000) {
            throw new SettingException("chunk-size", chunkSize, "1 to 100000");
        }
        if (accountsPerSecond < 0) {
            throw new SettingException("accounts-per-second", accountsPerSecond, "0 (as many as it can) or more");
        }
        if (fullSweepEvery.toTotalMonths() == 0 ? fullSweepEvery.getDays() < 1 : fullSweepEvery.isNegative()) {
            throw new SettingException("full-sweep-every", fullSweepEvery, "P1D or longer");
        }
        requireBetween("barrier-timeout", barrierTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
        requireBetween("retry-for", retryFor, Duration.ZERO, Duration.ofHours(1));
        requireBetween("stop-timeout", stopTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
        shards = ShardSettings.named(shards);
        if (shardsAtOnce < 0 || shardsAtOnce > 1024) {
            throw new SettingException("shards-at-once", shardsAtOnce, "0 (all) to 1024");
        }
        requireBetween("shards-wait", shardsWait, Duration.ZERO, Duration.ofDays(1));
        if (!runtimeRole.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new SettingException("runtime-role", runtimeRole, "a plain role name of small letters, digits and _");
        }
        if (operator.isBlank()) {
            throw new SettingException("operator", operator, "the name of whoever answers for what is done");
        }
    }

    /** Where {@code fallow run} leaves its metrics; null: nowhere. */
    public @Nullable Path metricsTextfile() {
        String textfile = metrics.textfile();
        return textfile == null ? null : Path.of(home).resolve(textfile).normalize();
    }

    static void requireBetween(String property, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new SettingException(property, value, least + " to " + most);
        }
    }
}
