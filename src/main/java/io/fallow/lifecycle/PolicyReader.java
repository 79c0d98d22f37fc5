package io.fallow.lifecycle;

import java.io.StringReader;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a policy from YAML; whatever is missing, unknown, malformed, given twice or contradictory is refused with the path to its
 * key. Values are read as they are written: YAML's own guesses (yes for true, 010 for 8, 1:30 for 90) have no say.
 */
public final class PolicyReader {

    private static final int LONGEST_SHOWN = 60;

    private PolicyReader() {}

    /**
     * @throws PolicyException naming the key, its value and what is wrong with it
     */
    public static Policy read(String yaml) {
        return Section.read(compose(yaml), in -> policy(in, false));
    }

    /**
     * A policy that an earlier version of Fallow has stored: keys that it did not know have the values they are shipped with, and a zone
     * that would be refused now is what it was.
     *
     * @throws PolicyException naming the key, its value and what is wrong with it
     */
    public static Policy readStored(String yaml) {
        return Section.read(compose(yaml), in -> policy(in, true));
    }

    /**
     * What the policy has not and the shipped one has, as the latter's text, to be pasted; empty when it has every key, or is no policy.
     *
     * @param shipped a whole policy
     */
    public static String missing(String yaml, String shipped) {
        return compose(yaml) instanceof MappingNode given && compose(shipped) instanceof MappingNode whole
                ? MissingKeys.of(given, whole, shipped)
                : "";
    }

    private static Policy policy(Section in, boolean stored) {
        return new Policy(
                in.value("zone", stored ? PolicyReader::storedZone : PolicyReader::zone),
                in.section("cohorts", PolicyReader::cohorts),
                in.section("limits", PolicyReader::limits),
                in.section("pace", PolicyReader::pace),
                in.section("inputs", section -> inputs(section, stored)),
                in.section("blocks", PolicyReader::blocks),
                in.section("acts", PolicyReader::acts));
    }

    private static SortedMap<String, Cohort> cohorts(Section in) {
        SortedMap<String, Cohort> cohorts = new TreeMap<>();
        for (String name : in.keys()) {
            cohorts.put(name, in.section(name, cohort -> cohort(name, cohort)));
        }
        return cohorts;
    }

    private static Cohort cohort(String name, Section in) {
        return new Cohort(
                name,
                in.value("dormant-after", PolicyReader::period),
                in.value("protect-after", PolicyReader::period),
                in.value("recycle-after", PolicyReader::period),
                in.value("min-protected", PolicyReader::period),
                in.list("notices", PolicyReader::period),
                in.value("notices-required", PolicyReader::noticesRequired),
                in.value("unreachable-after", PolicyReader::period),
                in.value("review-every", PolicyReader::period),
                in.value("quarantine", PolicyReader::period),
                in.value("reuse-handle", PolicyReader::yesOrNo));
    }

    private static Limits limits(Section in) {
        return new Limits(
                in.section("protected", PolicyReader::limit),
                in.section("recycled", PolicyReader::limit),
                in.value("set-aside", PolicyReader::smallCount));
    }

    private static Limits.Limit limit(Section in) {
        return new Limits.Limit(
                in.value("max", PolicyReader::count),
                in.value("max-percent", PolicyReader::number),
                in.value("max-times-median", PolicyReader::number));
    }

    private static Pace pace(Section in) {
        return new Pace(in.value("protected", PolicyReader::count), in.value("recycled", PolicyReader::count));
    }

    private static InputLimits inputs(Section in, boolean stored) {
        boolean old = stored && !in.keys().contains("late-grace");
        return new InputLimits(
                in.value("max-staleness", PolicyReader::period),
                in.value("max-shrink-percent", PolicyReader::number),
                old ? Period.ofDays(30) : in.value("late-grace", PolicyReader::period),
                old ? 0.1 : in.value("max-late-percent", PolicyReader::number),
                old ? 0 : in.value("max-orphans", PolicyReader::count),
                !old && in.value("unguarded", PolicyReader::accepted));
    }

    private static boolean accepted(String text) {
        if (text.equals("accept") || text.equals("refuse")) {
            return text.equals("accept");
        }
        throw new IllegalArgumentException("is neither refuse nor accept");
    }

    private static BlockRules blocks(Section in) {
        return new BlockRules(
                in.value("idle-time-counts", PolicyReader::yesOrNo), in.section("window", PolicyReader::window));
    }

    private static WindowRules window(Section in) {
        return new WindowRules(
                in.value("open-for", PolicyReader::duration),
                in.value("reopen", PolicyReader::reopen),
                in.value("cooldown", PolicyReader::duration));
    }

    private static ActRules acts(Section in) {
        return new ActRules(
                in.value("cancellation-term", PolicyReader::period),
                in.section("unseal", PolicyReader::unseal),
                in.section("erasure", PolicyReader::erasure));
    }

    private static ActRules.UnsealRules unseal(Section in) {
        return new ActRules.UnsealRules(
                in.value("max-attempts", PolicyReader::smallCount), in.value("within", PolicyReader::duration));
    }

    private static ActRules.ErasureRules erasure(Section in) {
        return new ActRules.ErasureRules(
                in.value("legal-basis", PolicyReader::words),
                in.list("fields", PolicyReader::words),
                in.value("confirm-within", PolicyReader::period));
    }

    private static String words(String text) {
        if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("is not a line of words");
        }
        return text;
    }

    private static ZoneId zone(String text) {
        try {
            return Regions.named(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is not the name of a region such as Asia/Shanghai, or UTC", e);
        }
    }

    private static ZoneId storedZone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is not a time zone", e);
        }
    }

    private static Period period(String text) {
        Period period;
        try {
            period = Period.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("is not an ISO-8601 period of days, months or years such as P90D", e);
        }
        if (!CalendarPeriods.isUsable(period)) {
            throw new IllegalArgumentException("is longer than a thousand years");
        }
        return period;
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "is not an ISO-8601 duration of days, hours or minutes such as PT48H", e);
        }
    }

    private static WindowRules.Reopen reopen(String text) {
        for (WindowRules.Reopen each : WindowRules.Reopen.values()) {
            if (each.word().equals(text)) {
                return each;
            }
        }
        throw new IllegalArgumentException("is none of never, after-cooldown, always");
    }

    private static NoticesRequired noticesRequired(String text) {
        for (NoticesRequired each : NoticesRequired.values()) {
            if (each.word().equals(text)) {
                return each;
            }
        }
        throw new IllegalArgumentException("is neither issued nor delivered");
    }

    private static boolean yesOrNo(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException("is neither true nor false");
    }

    private static int smallCount(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is not a whole number, or too large", e);
        }
    }

    private static long count(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is not a whole number, or too large", e);
        }
    }

    private static double number(String text) {
        try {
            return new BigDecimal(text).doubleValue();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is not a number", e);
        }
    }

    /** As it stands in a message of one line, whatever somebody wrote. */
    private static String shown(String written) {
        String line = written.replaceAll("\\p{Cntrl}", " ");
        return line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "..." : line;
    }

    private static @Nullable Node compose(String yaml) {
        LoaderOptions options = new LoaderOptions();
        // an alias of a section is how a small file becomes a huge one
        options.setMaxAliasesForCollections(0);
        try {
            return new Yaml(new SafeConstructor(options)).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            throw new PolicyException("", e.getProblem() + place(e));
        } catch (YAMLException e) {
            throw new PolicyException("", "is not YAML: " + e.getMessage());
        }
    }

    private static String place(MarkedYAMLException e) {
        return e.getProblemMark() == null
                ? ""
                : " (line " + (e.getProblemMark().getLine() + 1) + ", column "
                        + (e.getProblemMark().getColumn() + 1) + ")";
    }

    /** One mapping of the file. What it refuses is named relative to it; each section around it adds its own name. */
    private static final class Section {

        private final Map<String, Node> content = new LinkedHashMap<>();
        private final Set<String> known = new LinkedHashSet<>();

        static <T> T read(@Nullable Node node, Function<Section, T> reader) {
            Section section = new Section(node);
            T read = reader.apply(section);
            section.refuseUnknownKeys();
            return read;
        }

        private Section(@Nullable Node node) {
            if (!(node instanceof MappingNode mapping)) {
                throw new PolicyException("", "is not a mapping of keys to values");
            }
            for (NodeTuple entry : mapping.getValue()) {
                String key = key(entry.getKeyNode());
                if (content.putIfAbsent(key, entry.getValueNode()) != null) {
                    throw new PolicyException(key, "is given twice");
                }
            }
        }

        Set<String> keys() {
            return content.keySet();
        }

        <T> T section(String key, Function<Section, T> reader) {
            Node node = get(key);
            try {
                return read(node, reader);
            } catch (PolicyException e) {
                throw e.under(key);
            }
        }

        <T> T value(String key, Function<String, T> convert) {
            return scalar(key, get(key), convert);
        }

        <T> List<T> list(String key, Function<String, T> convert) {
            if (!(get(key) instanceof SequenceNode sequence)) {
                throw new PolicyException(key, "is not a list such as [P30D, P7D]");
            }
            List<T> list = new ArrayList<>();
            for (Node each : sequence.getValue()) {
                list.add(scalar(key, each, convert));
            }
            return list;
        }

        private Node get(String key) {
            known.add(key);
            Node node = content.get(key);
            if (node == null || node.getTag().equals(Tag.NULL)) {
                throw new PolicyException(key, "is missing, and nothing has a default");
            }
            return node;
        }

        private void refuseUnknownKeys() {
            for (String key : content.keySet()) {
                if (!known.contains(key)) {
                    throw new PolicyException(shown(key), "is unknown; known are " + String.join(", ", known));
                }
            }
        }

        private static String key(Node node) {
            if (node instanceof ScalarNode scalar
                    && !scalar.getValue().isBlank()
                    && scalar.getValue().chars().noneMatch(Character::isISOControl)) {
                return scalar.getValue();
            }
            throw new PolicyException(
                    "",
                    "has a key that is not a name, in line "
                            + (node.getStartMark().getLine() + 1));
        }

        private static <T> T scalar(String key, Node node, Function<String, T> convert) {
            if (!(node instanceof ScalarNode scalar)) {
                throw new PolicyException(key, "is not a single value");
            }
            try {
                return convert.apply(scalar.getValue());
            } catch (IllegalArgumentException e) {
                throw new PolicyException(key, shown(scalar.getValue()) + " " + e.getMessage());
            }
        }
    }
}
