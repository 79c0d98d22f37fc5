package io.fallow.api;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fallow.api.Served.Answer;
import io.fallow.metrics.RefreshMetrics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@TestInstance(Lifecycle.PER_CLASS)
class ApiTest {

    private static final String READ = "read-0123456789abcdef0123456789abcdef";
    private static final String ACT = "act-0123456789abcdef0123456789abcdef";

    private final Served served = new Served(
            "--fallow.api.tokens.monitor.secret=" + READ,
            "--fallow.api.tokens.monitor.scopes=read",
            "--fallow.api.tokens.desk.secret=" + ACT,
            "--fallow.api.tokens.desk.scopes=act");

    @AfterAll
    void close() {
        served.close();
    }

    @Test
    void nobodyIsLetInWithoutAToken() {
        assertThat(served.get("/api/status", null).status()).isEqualTo(401);
        assertThat(served.get("/api/status", READ + "0").status()).isEqualTo(401);
        assertThat(served.get("/api/status", READ.substring(1)).status()).isEqualTo(401);
        assertThat(served.get("/api/status", "").detail()).contains("Authorization: Bearer");
        assertThat(served.post("/api/accounts/4711/unseal", null, "{}").status())
                .isEqualTo(401);
    }

    @Test
    void anybodyMayAskWhetherItIsAlive() {
        for (String asked : new String[] {"", "/liveness", "/readiness"}) {
            assertThat(served.get("/actuator/health" + asked, null).status())
                    .as(asked)
                    .isEqualTo(200);
        }
        assertThat(served.get("/actuator/env", null).status()).isEqualTo(404);
    }

    /** Whatever a path is taken for by the one that looks at it, it is the same for the other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "//api/status",
                "/%61pi/status",
                "/api;v=1/status",
                "/x/../api/status",
                "/actuator/..;/api/status",
                "/api/status/",
                "/API/status",
                "/api//status"
            })
    void noPathLeadsAroundTheToken(String path) {
        assertThat(served.get(path, null).status()).isIn(400, 401, 404);
    }

    @Test
    void aTokenLetsItsHolderDoWhatItsScopesSayAndNothingElse() {
        assertThat(served.get("/api/status", READ).status()).isEqualTo(200);
        assertThat(served.get("/api/status", ACT).detail())
                .isEqualTo("token desk has no scope read; use one that has it");
        Answer refused = served.post(
                "/api/accounts/4711/unseal", READ, "{\"method\":\"PASSPORT\",\"reference\":\"1\",\"by\":\"Li Na\"}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.detail()).isEqualTo("token monitor has no scope act; use one that has it");
    }

    @Test
    void questionsAreAnswered() {
        Answer status = served.get("/api/status", READ);
        assertThat(status.json().get("today").asString()).isEqualTo(TODAY.toString());
        assertThat(status.json().get("latest").get("status").asString()).isEqualTo("COMPLETED");
        assertThat(status.json().get("unfinished").isNull()).isTrue();
        assertThat(status.json().get("accounts").size()).isPositive();

        Answer runs = served.get("/api/runs?limit=5", READ);
        assertThat(runs.json().size()).isOne();
        assertThat(runs.json().get(0).get("counts").get("protected").asInt()).isPositive();

        Answer report = served.get("/api/runs/" + TODAY + "/report", READ);
        assertThat(report.json().get("outcomes").size()).isPositive();
        assertThat(report.json().get("seal").asString()).hasSize(64);

        Answer explained = served.get("/api/accounts/" + Served.BLOCKED, READ);
        assertThat(explained.json().get("held").size()).isPositive();

        Answer permits = served.get("/api/accounts/" + Served.BLOCKED + "/permits/PAYMENT", READ);
        assertThat(permits.json().get("allowed").asBoolean()).isFalse();
        assertThat(permits.json().get("reason").asString()).isEqualTo("BLOCKED");
    }

    @Test
    void anUnsealIsDoneAndItsEvidenceSaysByWhichMethodUnderWhichReferenceAndByWhom() {
        Answer unsealed = served.post(
                "/api/accounts/" + Served.PROTECTED + "/unseal",
                ACT,
                "{\"method\":\"PASSPORT\",\"reference\":\"ticket 9001\",\"by\":\"Li Na\"}");
        assertThat(unsealed.status()).as(unsealed.text()).isEqualTo(200);
        assertThat(unsealed.json().get("from").asString()).isEqualTo("PROTECTED");
        assertThat(unsealed.json().get("to").asString()).isEqualTo("ACTIVE");
        assertThat(served.admin()
                        .queryForObject(
                                "SELECT evidence FROM fallow.decision WHERE account_id = 4711 AND act_id IS NOT NULL",
                                String.class))
                .contains("PASSPORT", "ticket 9001", "Li Na");

        Answer again = served.post(
                "/api/accounts/" + Served.PROTECTED + "/unseal",
                ACT,
                "{\"method\":\"PASSPORT\",\"reference\":\"ticket 9001\",\"by\":\"Li Na\"}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.detail()).startsWith("account 4711: ");
    }

    @Test
    void aWindowIsOpenedUsedAndListed() {
        String windows = "/api/accounts/" + Served.BLOCKED + "/windows";
        Answer opened = served.post(windows, ACT, "{\"device\":\"phone 88\",\"by\":\"Li Na\"}");
        assertThat(opened.status()).as(opened.text()).isEqualTo(201);
        Answer used = served.post(
                windows + "/uses",
                ACT,
                "{\"operation\":\"CHANGE_WITHDRAWAL\",\"reference\":\"transfer 7\",\"by\":\"Li Na\"}");
        assertThat(used.status()).as(used.text()).isEqualTo(201);
        Answer listed = served.get(windows, READ);
        assertThat(listed.json().get(0).get("uses").get(0).asString()).isEqualTo("CHANGE_WITHDRAWAL transfer 7");
        assertThat(served.post(windows, ACT, "{\"device\":\"phone 88\",\"by\":\"Li Na\"}")
                        .detail())
                .contains("account 9001: no property window can be opened: WINDOW_OPEN");
    }

    @Test
    void aHoldIsPlacedListedAndEnded() {
        Answer placed = served.post("/api/accounts/7/holds", ACT, "{\"detail\":\"case 12\",\"by\":\"Li Na\"}");
        assertThat(placed.status()).as(placed.text()).isEqualTo(201);
        assertThat(served.get("/api/accounts/7/holds", READ).json().size()).isOne();
        String release = "/api/holds/" + placed.json().get("hold").asLong() + "/release";
        assertThat(served.post(release, ACT, "{\"reason\":\"order lifted\",\"by\":\"Wang\"}")
                        .status())
                .isEqualTo(200);
        assertThat(served.post(release, ACT, "{\"reason\":\"order lifted\",\"by\":\"Wang\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aCancellationWaitsForWhatMustStillBeSettledAndCanBeRevoked() {
        String cancel = "/api/accounts/" + Served.BLOCKED + "/cancel";
        String evidence = "{\"method\":\"PASSPORT\",\"reference\":\"case 9\",\"by\":\"Li Na\"}";
        Answer waiting = served.post(cancel, ACT, evidence);
        assertThat(waiting.status()).as(waiting.text()).isEqualTo(202);
        assertThat(waiting.json().get("completed").asBoolean()).isFalse();
        assertThat(waiting.json().get("unsettled").size()).isPositive();
        assertThat(served.post(cancel, ACT, evidence).status()).isEqualTo(409);
        Answer revoked = served.post(cancel + "/revoke", ACT, "{\"by\":\"Li Na\"}");
        assertThat(revoked.status()).as(revoked.text()).isEqualTo(200);
        assertThat(served.post(cancel + "/revoke", ACT, "{\"by\":\"Li Na\"}").status())
                .isEqualTo(409);
    }

    @Test
    void aHoldOfAnUnknownTypeOrAnUnknownOrPastEndIsRefused() {
        for (String field :
                new String[] {"\"type\":\"FOREVER\"", "\"until\":\"tomorrow\"", "\"until\":\"2026-11-19\""}) {
            Answer refused = served.post(
                    "/api/accounts/14/holds", ACT, "{\"detail\":\"abroad\",\"by\":\"Li Na\"," + field + "}");
            assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        }
        assertThat(served.get("/api/accounts/14/holds?ended=true", READ).json().size())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/accounts/99999999 | 404 | the platform does not know account 99999999",
                "/api/accounts/nobody | 400 | nobody",
                "/api/accounts/7/permits/FLY | 400 | operation FLY is unknown; docs/permits.md names those there are",
                "/api/runs?limit=0 | 400 | limit is 0; it must be 1 to 1000",
                "/api/runs?limit=many | 400 | limit: 'many' is not a number",
                "/api/runs/2031-01-01/report | 404 | there is no run of 2031-01-01",
                "/api/runs/tomorrow/report | 400 | date: 'tomorrow' is not a date such as 2026-11-24",
                "/api/nothing | 404 | No static resource"
            })
    void aQuestionThatIsNotUnderstoodIsToldWhatOfIt(String path, int status, String detail) {
        Answer refused = served.get(path, READ);
        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.detail()).contains(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"method\":\"PASSPORT\",\"reference\":\"1\"} | field by is missing or blank",
                "{\"method\":\" \",\"reference\":\"1\",\"by\":\"Li Na\"} | field method is missing or blank",
                "{\"evidence\":\"1\"} | field evidence is unknown; known are by, method, reference",
                "{\"method\": | the body must be a JSON object whose values are texts",
                "[] | the body must be a JSON object whose values are texts"
            })
    void anActThatIsNotUnderstoodIsToldWhatOfItAndNothingIsDone(String body, String detail) {
        Answer refused = served.post("/api/accounts/12/unseal", ACT, body);
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.detail()).isEqualTo(detail);
    }

    @Test
    void neitherWhatOwnersShowNorTokensReachTheLog() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        lines.start();
        root.addAppender(lines);
        try {
            served.post("/api/accounts/13/holds", ACT, "{\"detail\":\"case of Zhang San\",\"by\":\"Li Na\"}");
            served.post(
                    "/api/accounts/13/unseal",
                    ACT,
                    "{\"method\":\"PASSPORT\",\"reference\":\"E1234567\",\"by\":\"Li Na\"}");
            served.post("/api/accounts/13/unseal", ACT, "{\"method\":\"PASSPORT E1234567");
            served.get("/api/status", "wrong-" + ACT);
        } finally {
            root.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains("api: POST /api/accounts/13/holds with token desk: 201")
                .noneMatch(line -> line.contains("Zhang") || line.contains("E1234567") || line.contains(ACT));
    }

    @Test
    void prometheusIsToldWhatTheDatabaseSays() {
        served.bean(RefreshMetrics.class).refresh();
        Answer scraped = served.get("/actuator/prometheus", null);
        assertThat(scraped.status()).isEqualTo(200);
        assertThat(scraped.text())
                .contains(
                        "fallow_run_status{status=\"COMPLETED\"} 1.0",
                        "fallow_database_up 1.0",
                        "fallow_due_accounts 0.0",
                        "jvm_memory_used_bytes");
    }
}
