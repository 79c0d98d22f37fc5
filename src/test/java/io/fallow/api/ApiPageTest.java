package io.fallow.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The examples of docs/api.md, as a shell runs them. */
class ApiPageTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final Pattern EXAMPLE =
            Pattern.compile("```\\n(curl .*?)```\\n```json\\n(.*?)\\n```", Pattern.DOTALL);

    private record Example(String command, JsonNode answer) {}

    @Test
    void eachExampleIsAnsweredAsThePageSays() throws IOException, InterruptedException {
        List<Example> examples = examples();
        assertThat(examples).hasSizeGreaterThan(9);
        try (Served served =
                new Served("--fallow.api.tokens.desk.secret=" + TOKEN, "--fallow.api.tokens.desk.scopes=read,act")) {
            for (Example example : examples) {
                String said = shell(example.command.replace("http://127.0.0.1:8080", served.address()));
                assertAnswersAs(example.answer, JsonMapper.shared().readTree(said), said);
            }
        }
    }

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        String page = Files.readString(Path.of("docs/api.md"));
        EXAMPLE.matcher(page)
                .results()
                .forEach(match -> examples.add(
                        new Example(match.group(1), JsonMapper.shared().readTree(match.group(2)))));
        assertThat(page.split("```\\ncurl ", -1))
                .as("each example has an answer")
                .hasSize(examples.size() + 1);
        return examples;
    }

    /** The same fields in the same order; of an object or a list within, what the page shows of it is there. */
    private static void assertAnswersAs(JsonNode shown, JsonNode given, String said) {
        assertThat(given.getNodeType()).as(said).isEqualTo(shown.getNodeType());
        JsonNode whole = shown.isArray() ? shown.get(0) : shown;
        JsonNode answer = given.isArray() ? given.get(0) : given;
        assertThat(answer.propertyNames()).as(said).containsExactlyElementsOf(whole.propertyNames());
        for (String name : whole.propertyNames()) {
            JsonNode part = whole.get(name);
            assertThat(answer.get(name).getNodeType()).as(name + " in " + said).isEqualTo(part.getNodeType());
            if (part.isObject() && !name.equals("excludedFor") && !name.equals("outcomes")) {
                assertThat(answer.get(name).propertyNames())
                        .as(name + " in " + said)
                        .containsAll(part.propertyNames());
            }
        }
        for (String exact :
                List.of("account", "state", "from", "to", "allowed", "reason", "until", "status", "detail", "today")) {
            if (whole.has(exact)) {
                assertThat(answer.get(exact)).as(said).isEqualTo(whole.get(exact));
            }
        }
    }

    private static String shell(String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command);
        builder.environment().put("TOKEN", TOKEN);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
