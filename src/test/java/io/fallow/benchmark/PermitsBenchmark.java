package io.fallow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.DatabaseAccess;
import io.fallow.database.EmbeddedServer;
import io.fallow.lifecycle.Policy;
import io.fallow.run.PolicyFile;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * fallow.permits on many accounts after a night, by pgbench with 4 clients, in turns with a bare SELECT by primary key. The ratio
 * within one run is what counts.
 */
@Tag("benchmark")
class PermitsBenchmark {

    private static final Path POLICY = Path.of("config/demo-policy.yaml");
    private static final Path REPORT = Path.of("docs/benchmark/permits.md");
    private static final Path DATA = Path.of("target/benchmark-data");
    private static final String BARE = "select-account";
    private static final List<String> CONTESTANTS = List.of(BARE, "permits", "permits-payment");

    private static final int ACCOUNTS = Integer.getInteger("benchmark.accounts", 1_000_000);
    private static final int REPETITIONS = Integer.getInteger("benchmark.repetitions", 3);
    private static final int SECONDS = Integer.getInteger("benchmark.seconds", 10);
    private static final double LIMIT = 1.5;

    @Test
    void isNotMuchSlowerThanASelectByPrimaryKey() throws Exception {
        Policy policy = new PolicyFile(POLICY).read();
        LocalDate today = LocalDate.now(policy.zone());
        FallowProcess.prepare();
        try (EmbeddedServer server = EmbeddedServer.acquire(DATA)) {
            BenchmarkDatabase database = new BenchmarkDatabase(server);
            String template = database.template(ACCOUNTS, today, policy.zone());
            DatabaseAccess access = database.fresh(template, "permits");
            Contestant.fallow(2).measured(access, policy, today);
            Map<String, List<Pgbench.Measured>> all = new LinkedHashMap<>();
            for (int i = 0; i < REPETITIONS; i++) {
                for (String script : CONTESTANTS) {
                    all.computeIfAbsent(script, none -> new ArrayList<>())
                            .add(new Pgbench(script, 4, ACCOUNTS, SECONDS, 0).measure(access));
                }
            }
            database.drop("permits");
            page(database.describe(), all).publish(REPORT);
            assertThat(p99(all, "permits") / p99(all, BARE)).isLessThan(LIMIT);
        }
    }

    private static double p99(Map<String, List<Pgbench.Measured>> all, String script) {
        return Measurements.median(all.getOrDefault(script, List.of()).stream()
                .map(Pgbench.Measured::p99)
                .toList());
    }

    private static double perSecond(Map<String, List<Pgbench.Measured>> all, String script) {
        return Measurements.median(all.getOrDefault(script, List.of()).stream()
                .map(Pgbench.Measured::perSecond)
                .toList());
    }

    private static Page page(String server, Map<String, List<Pgbench.Measured>> all) {
        Page text = new Page().add("# Asking what an account may do\n\n");
        text.add("Written by `mvn -Pbenchmark test -Dtest=PermitsBenchmark -Dbenchmark.write=true`.\n\n");
        text.add(
                "%s; %d processors.\n\n%d accounts after a night, pgbench with 4 clients, prepared, %d s each, %d repetitions in turns,"
                        + " medians.\n\n",
                server, Runtime.getRuntime().availableProcessors(), ACCOUNTS, SECONDS, REPETITIONS);
        text.add(
                "| script | a second | p99, ms | p99 against the bare SELECT | time against it |\n|---|---:|---:|---:|---:|\n");
        for (String script : all.keySet()) {
            text.add(
                    "| %s.sql | %.0f | %.2f | %.2f | %.2f |\n",
                    script,
                    perSecond(all, script),
                    p99(all, script),
                    p99(all, script) / p99(all, BARE),
                    perSecond(all, BARE) / perSecond(all, script));
        }
        return text;
    }
}
