package io.fallow.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fallow.cli.Fallow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.FileSystemResource;
import org.springframework.scheduling.support.CronExpression;
import picocli.CommandLine;

/** What the launcher understands: commands with their options, and settings in the environment. */
final class Launcher {

    static final String INSTALLED = "/opt/fallow/fallow";

    private static final Pattern ENVIRONMENT = Pattern.compile("\\bFALLOW_[A-Z_]+\\b");

    /** What a file that starts a night has to tell of how it ends. */
    private static final List<String> EXIT_CODES =
            List.of("0  completed", "1  failed", "2  wrong usage", "3  awaiting", "4  another run", "5  inputs unsafe");

    private Launcher() {}

    /** @param words the launcher's path, and its arguments */
    static void assertUnderstands(List<String> words) {
        assertThat(words.get(0)).isEqualTo(INSTALLED);
        String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
        assertThat(arguments).as("a command").isNotEmpty();
        assertThatCode(() -> new CommandLine(Fallow.class)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .parseArgs(arguments))
                .doesNotThrowAnyException();
    }

    /** Each setting that the text gives in the environment is one of config/application.yaml. */
    static void assertKnowsTheSettingsOf(String text) {
        Set<String> named = ENVIRONMENT
                .matcher(text)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
        named.remove("FALLOW_ARCHIVE"); // the launcher's own
        named.removeIf(
                name -> name.matches("FALLOW_API_TOKENS_[A-Z]+_(SECRET|SCOPES)")); // under a name of the adopter's
        assertThat(settings()).containsAll(named);
    }

    static void assertTellsTheExitCodes(String text) {
        assertThat(text).contains(EXIT_CODES);
    }

    /** A password is read from elsewhere, and is only ever shown as an example in a comment. */
    static void assertHoldsNoSecret(String text) {
        Matcher secret =
                Pattern.compile("(?im)^[^#\n]*password\\s*[=:]\\s*[^.\\s].*$").matcher(text);
        assertThat(secret.results().map(match -> match.group()).toList()).isEmpty();
    }

    /** Five fields of cron, once a day, and not in the hours that come twice or never where clocks change. */
    static void assertOnceADay(String schedule) {
        CronExpression when = CronExpression.parse("0 " + schedule);
        LocalDateTime first = Objects.requireNonNull(when.next(LocalDateTime.of(2026, 11, 20, 0, 0)));
        assertThat(first.getHour()).isBetween(4, 23);
        assertThat(when.next(first)).isEqualTo(first.plusDays(1));
    }

    static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> settings() {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new FileSystemResource("config/application.yaml"));
        return Objects.requireNonNull(yaml.getObject()).stringPropertyNames().stream()
                .map(name -> name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
