package io.fallow.config;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program of another project's that judges what was written for it. */
record Tool(String name, String debianPackage) {

    /** What it said, on both of its outputs, and the code that it ended with. */
    record Said(int code, String text) {}

    /** Where the program is missing, the test is left out on a developer's machine, and fails in CI. */
    Said run(Path folder, List<String> arguments) {
        requireInstalled();
        try {
            Process process = new ProcessBuilder(
                            Stream.concat(Stream.of(name), arguments.stream()).toList())
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.waitFor(), text.strip());
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(name + " was not waited for", e);
        }
    }

    private void requireInstalled() {
        boolean installed = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        String missing = name + " is not installed; Debian's package " + debianPackage + " has it";
        if (!installed && System.getenv("CI") != null) {
            fail(missing);
        }
        assumeTrue(installed, missing);
    }
}
