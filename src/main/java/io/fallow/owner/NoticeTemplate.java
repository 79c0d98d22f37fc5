package io.fallow.owner;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a notice with placeholders such as {@code {recycle_on}}. What is wrong with it is told with its file, before it is used. */
final class NoticeTemplate {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}\\n]{0,40})\\}");

    private final Path file;
    private final String text;
    private final Set<String> used;

    /**
     * @param required must stand in it, each once or more often
     * @param known may stand in it; holds {@code required}
     * @throws NoticeTemplateException naming the file and the placeholder
     */
    NoticeTemplate(Path file, String text, Set<String> required, Set<String> known) {
        this.file = file;
        this.text = text.strip();
        this.used = new TreeSet<>();
        if (this.text.isEmpty()) {
            throw new NoticeTemplateException(file, "is empty");
        }
        Matcher matcher = PLACEHOLDER.matcher(this.text);
        while (matcher.find()) {
            String name = matcher.group(1);
            if (!known.contains(name)) {
                throw new NoticeTemplateException(
                        file,
                        "has an unknown placeholder {" + name + "}; known are "
                                + String.join(", ", new TreeSet<>(known)));
            }
            used.add(name);
        }
        String rest = matcher.reset().replaceAll("");
        if (rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0) {
            throw new NoticeTemplateException(file, "has a brace that belongs to no placeholder");
        }
        for (String name : new TreeSet<>(required)) {
            if (!used.contains(name)) {
                throw new NoticeTemplateException(file, "has no {" + name + "}, without which no owner is told");
            }
        }
    }

    /** @throws NoticeTemplateException when a value is missing */
    String render(Map<String, String> values) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String value = values.get(match.group(1));
            if (value == null) {
                throw new NoticeTemplateException(file, "was given nothing for {" + match.group(1) + "}");
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
