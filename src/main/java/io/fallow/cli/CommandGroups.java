package io.fallow.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** The commands in {@code fallow --help}, by who needs them, each with the first sentence of what it says of itself. */
final class CommandGroups {

    private static final int NAME_WIDTH = 12;
    private static final int WIDTH = 100;

    private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put("To begin:", List.of("demo", "init"));
        GROUPS.put(
                "Each night:",
                List.of("run", "serve", "schedule", "worker", "stop", "preview", "status", "runs", "report"));
        GROUPS.put("When a night did not complete:", List.of("rerun", "approve", "inputs", "abandon"));
        GROUPS.put(
                "A single account:",
                List.of("explain", "notice", "hold", "window", "unseal", "cancel", "restore", "erasure"));
        GROUPS.put("Events for others:", List.of("publish", "events"));
        GROUPS.put("For auditors:", List.of("verify", "seal"));
        GROUPS.put("To end:", List.of("uninstall"));
    }

    private CommandGroups() {}

    static String list(Help help) {
        StringBuilder text = new StringBuilder();
        GROUPS.forEach((group, names) -> {
            text.append(String.format("%n%s%n", group));
            TextTable table = TextTable.forColumns(
                    help.colorScheme(),
                    new Column(NAME_WIDTH, 2, Overflow.SPAN),
                    new Column(WIDTH - NAME_WIDTH, 2, Overflow.WRAP));
            for (String name : names) {
                Help command = help.allSubcommands().get(name);
                if (command != null) {
                    table.addRowValues(
                            help.colorScheme().commandText(name),
                            help.colorScheme().text(sentence(command)));
                }
            }
            text.append(table);
        });
        return text.toString();
    }

    private static String sentence(Help command) {
        String all = String.join(" ", command.commandSpec().usageMessage().description());
        int end = all.indexOf(". ");
        return end < 0 ? all : all.substring(0, end + 1);
    }
}
