package io.fallow.delivery;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An event as a CloudEvent 1.0 in structured JSON mode; docs/events.md describes it to consumers. The same event gives the same bytes. */
final class Envelope {

    static final String CONTENT_TYPE = "application/cloudevents+json; charset=utf-8";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String source;

    Envelope(String source) {
        this.source = source;
    }

    byte[] of(Event event) {
        boolean ofNight = event.accountId() == null;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("specversion", "1.0");
        json.put("id", id(event));
        json.put("source", source);
        json.put("type", "io.fallow." + (ofNight ? "night." : "account.") + word(event.kind()));
        json.put("subject", ofNight ? event.businessDate().toString() : event.accountId());
        json.put("time", DateTimeFormatter.ISO_INSTANT.format(event.createdAt().withOffsetSameInstant(ZoneOffset.UTC)));
        json.put("datacontenttype", "application/json");
        json.put("partitionkey", event.partitionKey());
        // compared as text by the CloudEvents extension: of one length
        json.put("sequence", String.format(Locale.ROOT, "%019d", event.eventId()));
        json.put("data", data(event));
        return JSON.writeValueAsBytes(json);
    }

    private static String word(String kind) {
        return kind.toLowerCase(Locale.ROOT).replaceFirst("^night_", "");
    }

    /** What consumers tell a repetition by. */
    static String id(Event event) {
        return Long.toString(event.eventId());
    }

    private static Map<String, @Nullable Object> data(Event event) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("kind", event.kind());
        data.put("account", event.accountId());
        data.put("businessDate", event.businessDate().toString());
        data.put(
                "effectiveOn",
                event.effectiveOn() == null ? null : event.effectiveOn().toString());
        data.put("runId", event.runId());
        if (event.detail() != null) {
            data.put("detail", JSON.readTree(event.detail()));
        }
        return data;
    }
}
