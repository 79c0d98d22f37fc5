package io.fallow.ledger.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/preconditions.md is the list that init and the nights ask. */
class PreconditionsPageTest {

    private static final Path PAGE = Path.of("docs/preconditions.md");
    private static final String BEGIN = "<!-- the list; refresh it with -Dfallow.refresh-page=true -->\n";

    @Test
    void thePageIsTheList() throws Exception {
        StringBuilder list = new StringBuilder();
        for (Precondition one : Precondition.values()) {
            list.append("\n### ").append(one.key()).append("\n\n");
            list.append(one.why()).append("\n\n");
            list.append("- Asked by: ")
                    .append(one.askers().stream()
                            .map(asker -> switch (asker) {
                                case INIT -> "init";
                                case NIGHT -> "each night";
                                case WATCH -> "`serve` alone";
                            })
                            .sorted()
                            .collect(Collectors.joining(", ")))
                    .append("; the check is [")
                    .append(one.key())
                    .append(".sql](../sql/precondition/")
                    .append(one.key())
                    .append(".sql)\n");
            list.append("- Cure: ").append(one.cure()).append("\n");
        }
        String text = Files.readString(PAGE);
        String made = text.substring(0, text.indexOf(BEGIN) + BEGIN.length()) + list;
        if (Boolean.getBoolean("fallow.refresh-page")) {
            Files.writeString(PAGE, made);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(made);
    }

    @Test
    void eachHasItsStatement() {
        for (Precondition one : Precondition.values()) {
            assertThat(one.sql()).as(one.key().toLowerCase(Locale.ROOT)).contains("SELECT");
        }
    }
}
