package io.fallow.cli.frame;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Where a command's result goes: text for a person, or one JSON document for a program. Standard output holds nothing else. */
public final class Output {

    public enum Form {
        text,
        json
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Option(
            names = "--output",
            paramLabel = "FORM",
            description = "text or json; with json, standard output holds exactly one JSON document.")
    public Form form = Form.text;

    private final PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());

    public boolean isJson() {
        return form == Form.json;
    }

    /** Prints the result in the form that was asked for. */
    public void result(Object json, Consumer<PrintWriter> text) {
        if (isJson()) {
            out.println(JSON.writeValueAsString(json));
        } else {
            text.accept(out);
            out.flush();
        }
    }

    /** One line on standard error; in JSON also the one document on standard output. */
    public void error(Problem problem) {
        System.err.println("fallow: " + problem.line());
        problem.below().lines().forEach(System.err::println);
        if (isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("status", "ERROR");
            json.put("exitCode", problem.code().code());
            json.put("error", problem.line());
            if (!problem.below().isEmpty()) {
                json.put("missing", problem.below());
            }
            out.println(JSON.writeValueAsString(json));
        }
    }
}
