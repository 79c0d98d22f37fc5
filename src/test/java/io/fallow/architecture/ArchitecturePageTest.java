package io.fallow.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page's picture and table of rooms are the packages that there are, and what they use. */
class ArchitecturePageTest {

    private static final Path PAGE = Path.of("docs/architecture.md");
    private static final Path SOURCES = Path.of("src/main/java/io/fallow");
    private static final String BEGIN = "<!-- the picture -->\n";
    private static final String ROOT = "io.fallow.";
    private static final Pattern FIRST_SENTENCE = Pattern.compile("/\\*\\*\\s*(.*?\\.)(?:\\s|$|\\*/)", Pattern.DOTALL);

    @Test
    void drawsThePackagesAndTheirUses() throws IOException {
        SortedMap<String, Set<String>> uses = uses();
        StringBuilder made = new StringBuilder("\n```mermaid\nflowchart TD\n");
        uses.keySet()
                .forEach(room -> made.append("    ")
                        .append(node(room))
                        .append("[\"")
                        .append(room)
                        .append("\"]\n"));
        uses.forEach((room, used) -> used.stream()
                .filter(one -> used.stream().noneMatch(other -> !other.equals(one) && reaches(uses, other, one)))
                .forEach(one -> made.append("    ")
                        .append(node(room))
                        .append(" --> ")
                        .append(node(one))
                        .append('\n')));
        made.append("```\n\n| room | what it is |\n|---|---|\n");
        for (String room : uses.keySet()) {
            made.append("| `")
                    .append(room)
                    .append("` | ")
                    .append(sentence(room))
                    .append(" |\n");
        }

        String text = Files.readString(PAGE);
        String page = text.substring(0, text.indexOf(BEGIN) + BEGIN.length()) + made;
        if (Boolean.getBoolean("fallow.refresh-page")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    /** What the page says where to put, by name, is there. */
    @Test
    void namesWhatThereIs() throws IOException {
        String text = Files.readString(PAGE);
        Matcher named = Pattern.compile("`((?:[a-z]+\\.)+[A-Z]\\w+)").matcher(text);
        int found = 0;
        while (named.find()) {
            assertThat(SOURCES.resolve(named.group(1).replace('.', '/') + ".java"))
                    .exists();
            found++;
        }
        assertThat(found).isGreaterThan(5);
    }

    private static SortedMap<String, Set<String>> uses() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.fallow");
        SortedMap<String, Set<String>> uses = new TreeMap<>();
        classes.forEach(one -> {
            Set<String> used = uses.computeIfAbsent(room(one.getPackageName()), room -> new TreeSet<>());
            one.getDirectDependenciesFromSelf().forEach(dependency -> {
                String target = dependency.getTargetClass().getPackageName();
                if (target.startsWith(ROOT) && !target.equals(one.getPackageName())) {
                    used.add(room(target));
                }
            });
        });
        return uses;
    }

    private static String room(String name) {
        return name.substring(ROOT.length());
    }

    private static String node(String room) {
        return room.replace('.', '_');
    }

    private static boolean reaches(Map<String, Set<String>> uses, String from, String to) {
        return reaches(uses, from, to, new HashMap<>());
    }

    private static boolean reaches(Map<String, Set<String>> uses, String from, String to, Map<String, Boolean> seen) {
        if (seen.putIfAbsent(from, true) != null) {
            return false;
        }
        Set<String> used = uses.getOrDefault(from, Set.of());
        return used.contains(to) || used.stream().anyMatch(next -> reaches(uses, next, to, seen));
    }

    private static String sentence(String room) throws IOException {
        String info = Files.readString(SOURCES.resolve(room.replace('.', '/')).resolve("package-info.java"));
        Matcher first = FIRST_SENTENCE.matcher(info);
        assertThat(first.find()).as(room).isTrue();
        return first.group(1)
                .replaceFirst("^\\*\\s*", "")
                .replaceAll("\\s*\\n\\s*\\*\\s*", " ")
                .replaceAll("\\{@(?:code|link) (?:io\\.fallow\\.)?([^}]*)}", "`$1`")
                .strip();
    }
}
