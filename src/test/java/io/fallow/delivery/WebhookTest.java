package io.fallow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.settings.SettingException;
import io.fallow.settings.WebhookSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The message as it goes out, and what answers mean. */
class WebhookTest {

    private final OutboxDatabase outbox = new OutboxDatabase();
    private final Receiver receiver;

    WebhookTest() throws IOException {
        receiver = new Receiver(0, 0);
    }

    @AfterEach
    void close() {
        receiver.close();
        outbox.close();
    }

    private Webhook webhook() {
        return webhook(receiver.url());
    }

    private static Webhook webhook(String url) {
        WebhookSettings settings = new WebhookSettings(url, false, 2, Duration.ofSeconds(2), Duration.ofSeconds(5));
        return new Webhook(settings, new Envelope("/fallow"), OutboxDatabase.SECRET, Clock.systemUTC());
    }

    @Test
    void theMessageIsACloudEventOfTheAccount() {
        Event event = new Event(
                4711,
                "42",
                LocalDate.of(2026, 11, 20),
                LocalDate.of(2029, 11, 20),
                7L,
                OffsetDateTime.parse("2026-11-21T02:30:00.5+08:00"),
                "PROTECTED",
                null);

        assertThat(new String(new Envelope("/fallow").of(event), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"specversion\":\"1.0\",\"id\":\"4711\",\"source\":\"/fallow\",\"type\":\"io.fallow.account.protected\","
                                + "\"subject\":\"42\",\"time\":\"2026-11-20T18:30:00.500Z\",\"datacontenttype\":\"application/json\","
                                + "\"partitionkey\":\"42\",\"sequence\":\"0000000000000004711\",\"data\":{\"kind\":\"PROTECTED\",\"account\":\"42\","
                                + "\"businessDate\":\"2026-11-20\",\"effectiveOn\":\"2029-11-20\",\"runId\":7}}");
    }

    @Test
    void whatThereIsToSayBeyondKindAndDatesIsTheDetail() {
        Event event = new Event(
                4712,
                "42",
                LocalDate.of(2026, 11, 20),
                null,
                7L,
                OffsetDateTime.parse("2026-11-20T00:00:00Z"),
                "ERASURE_ASKED",
                "{\"erase\": [\"phone\"], \"legalBasis\": \"no longer necessary\"}");

        assertThat(new String(new Envelope("/fallow").of(event), StandardCharsets.UTF_8))
                .endsWith("\"runId\":7,\"detail\":{\"erase\":[\"phone\"],\"legalBasis\":\"no longer necessary\"}}}");
    }

    @Test
    void anEventOfANightHasTheBusinessDateForItsSubject() {
        Event event = new Event(
                9,
                null,
                LocalDate.of(2026, 11, 20),
                null,
                null,
                OffsetDateTime.parse("2026-11-20T00:00:00Z"),
                "NIGHT_MISSING",
                null);

        assertThat(new String(new Envelope("/fallow").of(event), StandardCharsets.UTF_8))
                .contains(
                        "\"type\":\"io.fallow.night.missing\"",
                        "\"subject\":\"2026-11-20\"",
                        "\"partitionkey\":\"nights\"",
                        "\"account\":null",
                        "\"runId\":null");
    }

    /** The example that the libraries of Standard Webhooks are tested with. */
    @Test
    void signsAsStandardWebhooksDoes() {
        assertThat(OutboxDatabase.SECRET.signature(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1614265330,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void twoSecretsSignSideBySide() {
        String old = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        String young = "whsec_" + "A".repeat(32);
        byte[] body = {1};

        assertThat(new WebhookSecret(young + " " + old).signature("1", 2, body))
                .isEqualTo(new WebhookSecret(young).signature("1", 2, body) + " "
                        + new WebhookSecret(old).signature("1", 2, body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "hunter2", "whsec_", "whsec_c2hvcnQ=", "whsec_!!!!", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
    void aSecretThatIsNoneIsNotRepeatedInTheRefusal(String text) {
        assertThatThrownBy(() -> new WebhookSecret(text))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("FALLOW_DELIVERY_WEBHOOK_SECRET")
                .satisfies(refused -> assertThat(refused.getMessage())
                        .doesNotContain("hunter2", "c2hvcnQ", "!!!!", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    }

    @ParameterizedTest
    @CsvSource({"500, WAITING", "408, WAITING", "400, DEAD", "409, DEAD", "422, DEAD"})
    void anAnswerSaysWhetherToTryAgain(int status, String becomes) {
        outbox.events(1L);
        receiver.answer(status);
        try (Webhook webhook = webhook()) {
            outbox.once(webhook);
        }
        assertThat(outbox.held()).containsExactly("1 " + becomes + " 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void aReceiverThatSaysItIsNotThereCostsNoAttempt(int status) {
        outbox.events(1L);
        receiver.answer(status);
        try (Webhook webhook = webhook()) {
            assertThat(outbox.once(webhook)).isEqualTo(new Delivered("webhook", 0, 0, 0, true));
        }
        assertThat(outbox.held()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 404, 410})
    void aWrongPlaceEndsPublishingAndNothingCounts(int status) {
        outbox.events(1L);
        receiver.answer(status);
        try (Webhook webhook = webhook()) {
            assertThatThrownBy(() -> outbox.once(webhook))
                    .isInstanceOf(TargetRefusesException.class)
                    .hasMessageContaining("status " + status)
                    .hasMessageContaining("fallow.delivery.webhook.url");
        }
        assertThat(outbox.held()).isEmpty();
        assertThat(outbox.cursor("webhook")).isZero();
    }

    @Test
    void aReceiverThatIsDownIsUnreachable() {
        outbox.events(1L);
        String url = receiver.url();
        receiver.close();
        try (Webhook webhook = webhook(url)) {
            assertThat(outbox.once(webhook).unreachable()).isTrue();
        }
    }

    @Test
    void deliversWhatTheReceiverTakes() {
        outbox.events(1L, null, 1L);
        try (Webhook webhook = webhook()) {
            assertThat(outbox.once(webhook)).isEqualTo(new Delivered("webhook", 3, 0, 0, false));
        }
        assertThat(receiver.taken()).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(receiver.violations()).isEmpty();
    }
}
