package io.fallow.cli;

import io.fallow.database.Installer;
import io.fallow.database.TestDatabase;
import io.fallow.platform.PlatformGenerator;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How a command ended that was called in this process. */
record Called(int code, String out, String err) {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final int ACCOUNTS = 500;

    /** A platform as it stands today, with the contract and without a night. */
    static TestDatabase platformOfToday() {
        return TestDatabase.from("platform-of-today", Called::prepare);
    }

    static LocalDate today() {
        return LocalDate.now(ZONE);
    }

    static void prepare(DataSource empty) {
        new PlatformGenerator(empty, 1).generate(ACCOUNTS, today(), ZONE, (made, of) -> {});
        new Installer(empty).installReference();
    }

    static Called on(TestDatabase database, String... arguments) {
        return as(database, database.jdbcUrl(), database.password(), arguments);
    }

    static Called as(TestDatabase database, String url, String password, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--set",
                "spring.datasource.url=" + url,
                "--set",
                "spring.datasource.username=" + database.username(),
                "--set",
                "spring.datasource.password=" + password));
        return fallow(all.toArray(String[]::new));
    }

    static Called fallow(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream caughtOut = new ByteArrayOutputStream();
        ByteArrayOutputStream caughtErr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(caughtOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(caughtErr, true, StandardCharsets.UTF_8));
            int code = Fallow.execute(arguments);
            return new Called(
                    code, caughtOut.toString(StandardCharsets.UTF_8), caughtErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** The one document on standard output; fails when there is anything else. */
    JsonNode json() {
        return JsonMapper.builder()
                .enable(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .readTree(out);
    }
}
