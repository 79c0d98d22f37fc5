package io.fallow.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrontabTest {

    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Z_]+=\\S+");

    /** Of /etc/cron.d: five fields, the user, and what the shell is given. */
    private static final Pattern ENTRY = Pattern.compile("((?:\\S+ ){5}) *([a-z]+)  (.+)");

    private final String text = Launcher.read("config/cron/fallow");

    @Test
    void holdsAssignmentsAndOneNightADayOutsideOfTheHoursThatClocksChangeIn() {
        List<String> lines = text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        assertThat(lines.subList(0, lines.size() - 1))
                .allMatch(line -> ASSIGNMENT.matcher(line).matches());
        Matcher entry = entry();
        Launcher.assertOnceADay(entry.group(1).strip());
        assertThat(text).as("without it, the last line is not read").endsWith("\n");
    }

    @Test
    void startsTheLauncherWithTheEnvironmentOfAFile() {
        String command = entry().group(3);
        assertThat(command).as("cron takes it for the end of the line").doesNotContain("%");
        String[] statements = command.split("; ");
        assertThat(statements).startsWith("set -a", ". /etc/fallow/environment").hasSize(3);
        assertThat(statements[2]).startsWith("exec ");
        Launcher.assertUnderstands(
                List.of(statements[2].substring("exec ".length()).split(" ")));
    }

    /** systemd reads single quotes as the shell does: nothing in them is special. */
    @Test
    void theShellReadsTheValuesOfTheExampleAsTheyAreMeant(@TempDir Path folder) throws Exception {
        String example = text.lines()
                        .filter(line -> line.matches("#   [A-Z_]+=.*"))
                        .map(line -> line.substring(4))
                        .collect(Collectors.joining("\n"))
                        .replace("platform'", "platform?ssl=true&x=$HOME;`id`'")
                + "\nQUOTED=\"it's \\$5 \\\\ \\\" \\`\"\n";
        Path file = Files.writeString(folder.resolve("environment"), example);

        Process shell = new ProcessBuilder("sh", "-c", "set -a; . " + file + "; env").start();

        String environment = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(environment)
                .contains(
                        "SPRING_DATASOURCE_URL=jdbc:postgresql://db.internal:5432/platform?ssl=true&x=$HOME;`id`\n",
                        "FALLOW_OPERATOR=cron\n",
                        "QUOTED=it's $5 \\ \" `\n");
    }

    @Test
    void tellsTheExitCodesAndHoldsNoSecret() {
        Launcher.assertTellsTheExitCodes(text);
        Launcher.assertKnowsTheSettingsOf(text);
        Launcher.assertHoldsNoSecret(text);
    }

    private Matcher entry() {
        Matcher entry =
                ENTRY.matcher(text.lines().reduce((before, last) -> last).orElseThrow());
        assertThat(entry.matches()).isTrue();
        return entry;
    }
}
