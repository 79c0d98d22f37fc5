package io.fallow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fallow.cli.frame.Application;
import io.fallow.cli.frame.ExitCode;
import io.fallow.cli.frame.Problem;
import io.fallow.database.TestDatabase;
import io.fallow.owner.Evidence;
import io.fallow.owner.Explain;
import io.fallow.owner.Holds;
import io.fallow.owner.OwnerDesk;
import io.fallow.run.TestPlatform;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Arguments that nobody should give: one line, exit code 2, nothing changed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileArgumentsTest {

    private final TestDatabase database = Called.platformOfToday();
    private final JdbcTemplate admin = new JdbcTemplate(database.dataSource());
    private final ConfigurableApplicationContext context = start(database);

    private static ConfigurableApplicationContext start(TestDatabase database) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setLogStartupInfo(false);
        return application.run(TestPlatform.arguments(database).toArray(String[]::new));
    }

    @AfterAll
    void close() {
        context.close();
        database.close();
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "run --date 2026-02-30",
                "run --date 2026-1-1",
                "run --date 26-01-01",
                "run --date 10000-01-01",
                "run --date +1000000000-01-01",
                "run --date now",
                "run --date NaN",
                "run --date infinity",
                "run --date 2026-11-24T00:00:00Z",
                "run --date ٢٠٢٦-١١-٢٤",
                "run --date 2026/11/24",
                "run --date ''",
                "run --date 🦊",
                "run --date",
                "run --date 2026-11-24 --date 2026-11-25",
                "run 2026-11-24",
                "run --dtae 2026-11-24",
                "run --set",
                "run --set fallow.partitions",
                "run --set =",
                "run --output yaml",
                "run --output",
                "run --policy",
                "preview --date 0-0-0",
                "rerun --run x",
                "rerun --run 1.5",
                "rerun --run 99999999999999999999",
                "rerun --run 1 --date 2026-11-24",
                "rerun --run NaN",
                "rerun --date tomorrow",
                "approve",
                "approve x --reason y",
                "approve 1",
                "approve 99999999999999999999 --reason y",
                "approve 1 2 --reason y",
                "abandon",
                "abandon 1",
                "abandon 1e3 --reason y",
                "explain",
                "explain 1 2",
                "hold",
                "hold add",
                "hold add 1",
                "hold release",
                "hold release one",
                "hold release 0x10",
                "hold release 99999999999999999999",
                "hold ad 1",
                "unseal",
                "unseal 1",
                "restore",
                "restore 1",
                "restore 1 --evidence",
                "report x",
                "runs x",
                "status x",
                "demo --accounts x",
                "demo --accounts 99999999999999999999",
                "init x",
                "init --contract",
                "recycle",
                "RUN",
                "'; DROP SCHEMA fallow; --'",
                "🦊",
            })
    void areRefusedInOneLine(String line) {
        Called ended = Called.fallow(line.split(" "));

        assertThat(ended.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(ended.err()
                        .lines()
                        .filter(each -> each.startsWith("fallow: "))
                        .toList())
                .hasSize(1)
                .allSatisfy(said -> assertThat(said).hasSizeLessThan(400));
        assertThat(ended.err()).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(ended.out()).isEmpty();
    }

    static List<String> accounts() {
        return List.of(
                "",
                " ",
                "abc",
                "1; DROP TABLE fallow.run",
                "1' OR '1'='1",
                "'",
                "\"",
                "{1,2}",
                "{}",
                "NULL",
                "NaN",
                "Infinity",
                "1.5",
                "1e400",
                "99999999999999999999",
                "-99999999999999999999",
                "9223372036854775807",
                "-1",
                "0",
                "🦊",
                "\ufeff1x",
                "\t",
                "1\n2",
                "\u202e1",
                "\u0000",
                "x".repeat(100_000));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("accounts")
    void namesAnAccountThatThereCannotBeAndChangesNothing(String account) {
        assertRefused(() -> context.getBean(Explain.class).of(account, TestPlatform.policy()));
        assertRefused(() -> context.getBean(Holds.class)
                .place(account, new Holds.Order(Holds.Kind.LEGAL_HOLD, "order", "legal", null)));
        assertRefused(() -> context.getBean(OwnerDesk.class)
                .unseal(account, new Evidence("PASSPORT", "case 9", "desk"), TestPlatform.policy()));
        assertRefused(
                () -> context.getBean(OwnerDesk.class).restore(account, "passport", "desk", TestPlatform.policy()));

        assertThat(admin.queryForObject(
                        "SELECT (SELECT count(*) FROM fallow.hold) + (SELECT count(*) FROM fallow.account_lifecycle)"
                                + " + (SELECT count(*) FROM fallow.decision) + (SELECT count(*) FROM fallow.event)",
                        Long.class))
                .isZero();
    }

    private static void assertRefused(Runnable act) {
        RuntimeException refused = catchThrowableOfType(RuntimeException.class, act::run);
        Problem problem = Problem.of(refused);
        assertThat(problem.code()).as(problem.line()).isEqualTo(ExitCode.USAGE);
        assertThat(problem.line())
                .isNotBlank()
                .hasSizeLessThan(400)
                .doesNotContain("\n")
                .doesNotContain("\t");
    }

    @Test
    void keepsAHoldsWordsAsTheyAreHoweverTheyAreWritten() {
        String words = "Robert'); DROP TABLE fallow.hold; -- 🦊 \t\"$1\" {a,b} :name ?";
        String account =
                String.valueOf(admin.queryForObject("SELECT min(account_id) FROM platform.account", Long.class));

        long hold =
                context.getBean(Holds.class).place(account, new Holds.Order(Holds.Kind.LEGAL_HOLD, words, words, null));

        assertThat(context.getBean(Holds.class).list(account, true, TestPlatform.TODAY))
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.detail()).isEqualTo(words);
                    assertThat(kept.placedBy()).isEqualTo(words);
                });
        admin.update("DELETE FROM fallow.hold WHERE hold_id = ?", hold);
    }
}
