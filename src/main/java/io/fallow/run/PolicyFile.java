package io.fallow.run;

import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.PolicyException;
import io.fallow.lifecycle.PolicyReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** A policy in a file; what is wrong with either is told with the file's name. */
public record PolicyFile(Path path) {

    private static final String SHIPPED = "/shipped/policy.yaml";

    /** @throws UsageException naming the file, the key and what is wrong with its value; with all that is missing, as it is shipped */
    public Policy read() {
        try {
            return read(Files.readString(path, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw new UsageException(
                    "policy " + path + " does not exist; name one with --policy or FALLOW_POLICY_FILE");
        } catch (IOException e) {
            throw new UsageException("policy " + path + " cannot be read: " + e);
        }
    }

    private Policy read(String yaml) throws IOException {
        try {
            return PolicyReader.read(yaml);
        } catch (PolicyException e) {
            String missing = PolicyReader.missing(yaml, shipped());
            if (missing.isEmpty()) {
                throw new UsageException("policy " + path + ": " + e.getMessage());
            }
            throw new UsageException(
                    "policy " + path + ": " + e.getMessage()
                            + "; all that is missing, with the values that are shipped:",
                    missing);
        }
    }

    private static String shipped() throws IOException {
        try (InputStream text = Objects.requireNonNull(PolicyFile.class.getResourceAsStream(SHIPPED))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
