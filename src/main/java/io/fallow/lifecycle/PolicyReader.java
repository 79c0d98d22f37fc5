package io.fallow.lifecycle;

import java.time.DateTimeException;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads a policy from YAML; whatever is missing, unknown, malformed or contradictory is refused with its key. */
public final class PolicyReader {

    private PolicyReader() {}

    /**
     * @throws PolicyException naming the key, its value and what is wrong with it
     */
    public static Policy read(String yaml) {
        Section root = new Section("", load(yaml));
        Policy policy = root.build(() -> new Policy(
                root.value("zone", PolicyReader::zone),
                cohorts(root.section("cohorts")),
                limits(root.section("limits")),
                pace(root.section("pace")),
                inputs(root.section("inputs"))));
        root.refuseUnknownKeys();
        return policy;
    }

    private static Object load(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        try {
            return new Yaml(new SafeConstructor(options)).load(yaml);
        } catch (MarkedYAMLException e) {
            String where = e.getProblemMark() == null
                    ? ""
                    : "line " + (e.getProblemMark().getLine() + 1) + ", column "
                            + (e.getProblemMark().getColumn() + 1) + ": ";
            throw new PolicyException(where + e.getProblem());
        } catch (YAMLException e) {
            throw new PolicyException("not YAML: " + e.getMessage());
        }
    }

    private static SortedMap<String, Cohort> cohorts(Section section) {
        SortedMap<String, Cohort> cohorts = new TreeMap<>();
        for (String name : section.keys()) {
            Section cohort = section.section(name);
            cohorts.put(name, cohort.build(() -> cohort(name, cohort)));
            cohort.refuseUnknownKeys();
        }
        return cohorts;
    }

    private static Cohort cohort(String name, Section section) {
        return new Cohort(
                name,
                section.value("dormant-after", PolicyReader::period),
                section.value("protect-after", PolicyReader::period),
                section.value("recycle-after", PolicyReader::period),
                section.value("min-protected", PolicyReader::period),
                section.value("notices", PolicyReader::periods),
                section.value("review-every", PolicyReader::period),
                section.value("quarantine", PolicyReader::period),
                section.value("reuse-handle", PolicyReader::yesOrNo));
    }

    private static Limits limits(Section section) {
        Limits limits = section.build(() -> new Limits(
                limit(section.section("protected")),
                limit(section.section("recycled")),
                Math.toIntExact(section.value("set-aside", PolicyReader::count))));
        section.refuseUnknownKeys();
        return limits;
    }

    private static Limits.Limit limit(Section section) {
        Limits.Limit limit = section.build(() -> new Limits.Limit(
                section.value("max", PolicyReader::count),
                section.value("max-percent", PolicyReader::number),
                section.value("max-times-median", PolicyReader::number)));
        section.refuseUnknownKeys();
        return limit;
    }

    private static Pace pace(Section section) {
        Pace pace = section.build(() -> new Pace(
                section.value("protected", PolicyReader::count), section.value("recycled", PolicyReader::count)));
        section.refuseUnknownKeys();
        return pace;
    }

    private static InputLimits inputs(Section section) {
        InputLimits inputs = section.build(() -> new InputLimits(
                section.value("max-staleness", PolicyReader::period),
                section.value("max-shrink-percent", PolicyReader::number)));
        section.refuseUnknownKeys();
        return inputs;
    }

    private static ZoneId zone(Object value) {
        try {
            return ZoneId.of(text(value));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is not a time zone such as Asia/Shanghai", e);
        }
    }

    private static Period period(Object value) {
        Period period;
        try {
            period = Period.parse(text(value));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("is not an ISO-8601 period of days, months or years such as P90D", e);
        }
        if (!CalendarPeriods.isUsable(period)) {
            throw new IllegalArgumentException("is longer than a thousand years");
        }
        return period;
    }

    private static List<Period> periods(Object value) {
        if (!(value instanceof List<?> list)) {
            throw new IllegalArgumentException("is not a list of periods such as [P30D, P7D]");
        }
        List<Period> periods = new ArrayList<>();
        for (Object each : list) {
            if (each == null) {
                throw new IllegalArgumentException("has an empty entry");
            }
            periods.add(period(each));
        }
        return periods;
    }

    private static boolean yesOrNo(Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw new IllegalArgumentException("is neither true nor false");
    }

    private static long count(Object value) {
        if (value instanceof Integer number) {
            return number;
        }
        if (value instanceof Long number && number <= Integer.MAX_VALUE * 1000L) {
            return number;
        }
        throw new IllegalArgumentException("is not a whole number, or too large");
    }

    private static double number(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("is not a number");
    }

    private static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("is not text");
    }

    /** One mapping of the file, with the path to it and the keys it was asked for. */
    private static final class Section {

        private final String path;
        private final Map<?, ?> content;
        private final Set<String> known = new LinkedHashSet<>();

        Section(String path, @Nullable Object content) {
            if (!(content instanceof Map<?, ?> map)) {
                throw new PolicyException(path.isEmpty() ? "policy" : path, "is not a mapping of keys to values");
            }
            this.path = path;
            this.content = map;
        }

        <T> T value(String key, Function<Object, T> convert) {
            Object value = get(key);
            try {
                return convert.apply(value);
            } catch (IllegalArgumentException e) {
                throw new PolicyException(pathOf(key), value + " " + e.getMessage());
            }
        }

        Section section(String key) {
            return new Section(pathOf(key), get(key));
        }

        List<String> keys() {
            List<String> keys = new ArrayList<>();
            for (Object key : content.keySet()) {
                if (!(key instanceof String name) || name.isBlank()) {
                    throw new PolicyException(pathOf(String.valueOf(key)), "is not a name");
                }
                keys.add(name);
            }
            return keys;
        }

        /** Makes a record from this section; what the record refuses is told with the path to it. */
        <T> T build(Supplier<T> make) {
            try {
                return make.get();
            } catch (PolicyException e) {
                throw e.under(path);
            } catch (ArithmeticException e) {
                throw new PolicyException(path, "has a number that is too large");
            }
        }

        void refuseUnknownKeys() {
            for (String key : keys()) {
                if (!known.contains(key)) {
                    throw new PolicyException(pathOf(key), "is unknown; known are " + String.join(", ", known));
                }
            }
        }

        private Object get(String key) {
            known.add(key);
            Object value = content.get(key);
            if (value == null) {
                throw new PolicyException(pathOf(key), "is missing, and nothing has a default");
            }
            return value;
        }

        private String pathOf(String key) {
            return path.isEmpty() ? key : path + "." + key;
        }
    }
}
