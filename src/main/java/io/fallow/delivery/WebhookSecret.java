package io.fallow.delivery;

import io.fallow.settings.SettingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages as Standard Webhooks has it: HMAC-SHA256 over number, time and body, each joined by a point. Several secrets, separated by
 * blanks, sign side by side, so that a consumer can change from one to the next. Never printed.
 */
public final class WebhookSecret {

    /** Where it comes from, and nowhere else. */
    public static final String VARIABLE = "FALLOW_DELIVERY_WEBHOOK_SECRET";

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_BYTES = 24;
    private static final int MOST_BYTES = 64;

    private final List<SecretKeySpec> keys;

    /**
     * @param text {@code whsec_} and 24 to 64 bytes in Base64, once or more
     * @throws SettingException naming the variable, never its value
     */
    public WebhookSecret(String text) {
        List<SecretKeySpec> read = new ArrayList<>();
        for (String each : text.strip().split("\\s+", -1)) {
            read.add(new SecretKeySpec(bytes(each), ALGORITHM));
        }
        this.keys = List.copyOf(read);
    }

    private static byte[] bytes(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "");
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length < LEAST_BYTES || bytes.length > MOST_BYTES) {
            throw new SettingException("the environment variable " + VARIABLE + " must be set to whsec_ and "
                    + LEAST_BYTES + " to " + MOST_BYTES
                    + " random bytes in Base64, such as from: echo whsec_$(openssl rand -base64 32)");
        }
        return bytes;
    }

    /**
     * The header {@code webhook-signature}.
     *
     * @param epochSecond the header {@code webhook-timestamp}
     */
    String signature(String id, long epochSecond, byte[] body) {
        List<String> signatures = new ArrayList<>();
        for (SecretKeySpec key : keys) {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(key);
                mac.update((id + "." + epochSecond + ".").getBytes(StandardCharsets.UTF_8));
                signatures.add("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has " + ALGORITHM, e);
            }
        }
        return String.join(" ", signatures);
    }
}
