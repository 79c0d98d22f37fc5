package io.fallow.run;

import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.PolicyException;
import io.fallow.lifecycle.PolicyReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A policy in a file; what is wrong with either is told with the file's name. */
public record PolicyFile(Path path) {

    /** @throws UsageException naming the file, the key and what is wrong with its value */
    public Policy read() {
        try {
            return PolicyReader.read(Files.readString(path, StandardCharsets.UTF_8));
        } catch (PolicyException e) {
            throw new UsageException("policy " + path + ": " + e.getMessage());
        } catch (NoSuchFileException e) {
            throw new UsageException(
                    "policy " + path + " does not exist; name one with --policy or FALLOW_POLICY_FILE");
        } catch (IOException e) {
            throw new UsageException("policy " + path + " cannot be read: " + e);
        }
    }
}
