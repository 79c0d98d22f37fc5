package io.fallow.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An upgrade that brings new keys names all of them at once, as text to paste. */
class MissingKeysTest {

    private static String shipped() throws IOException {
        return Files.readString(Path.of("config/policy.yaml"));
    }

    @Test
    void aWholePolicyMissesNothing() throws IOException {
        assertThat(PolicyReader.missing(shipped(), shipped())).isEmpty();
        assertThat(PolicyReader.missing(Files.readString(Path.of("config/demo-policy.yaml")), shipped()))
                .isEmpty();
    }

    @Test
    void namesEachKeyInItsSectionWithTheValueThatIsShipped() throws IOException {
        String old = shipped()
                .replace("  late-grace: P30D\n", "")
                .replace("  max-orphans: 0\n", "")
                .replace("    confirm-within: P7D ", "#")
                .replace("set-aside: 100 ", "set-aside: #")
                .replace("pace: {protected: 0, recycled: 0}", "");

        assertThat(PolicyReader.missing(old, shipped())).isEqualTo("""
                limits:
                  set-aside: 100
                pace: {protected: 0, recycled: 0}
                inputs:
                  late-grace: P30D
                  max-orphans: 0
                acts:
                  erasure:
                    confirm-within: P7D""");
    }

    @Test
    void completesACohortOfTheAdoptersOwnAsTheFirstThatIsShipped() throws IOException {
        String own = shipped()
                .replace("never-used:", "gamers:")
                .replace("    review-every: P30D\n    quarantine: P90D\n", "");

        assertThat(PolicyReader.missing(own, shipped())).isEqualTo("""
                cohorts:
                  gamers:
                    review-every: P30D
                    quarantine: P180D""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "[a, b]", "cohorts: 7\nzone: [x]"})
    void whatIsNoPolicyIsNotCompleted(String text) throws IOException {
        assertThat(PolicyReader.missing(text, shipped())).doesNotContain("standard");
    }

    @Test
    void whatItNamesMakesTheOldPolicyWhole() throws IOException {
        String old = shipped().replaceAll("(?m)^inputs:\\n(  .*\\n)+", "").replaceAll("(?m)^pace.*\\n", "");

        String whole = old + PolicyReader.missing(old, shipped()) + "\n";

        assertThat(PolicyReader.read(whole)).isEqualTo(PolicyReader.read(shipped()));
    }
}
