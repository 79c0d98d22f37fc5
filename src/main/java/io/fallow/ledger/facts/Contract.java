package io.fallow.ledger.facts;

import io.fallow.ledger.base.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The platform contract (DESIGN section 4): which of its objects are missing or of the wrong type. */
public final class Contract {

    private static final String COLUMNS = Sql.named("ledger/facts/find-contract-columns");
    private static final String FUNCTIONS = Sql.named("ledger/facts/find-contract-functions");
    private static final String OPTIONAL = Sql.named("ledger/facts/find-optional-views");
    private static final String KEY_TYPE = Sql.named("ledger/facts/find-account-id-type");

    private static final String KEY = "fallow.account_id";
    private static final String INSTANT = "timestamp with time zone";

    private static final Map<String, Map<String, String>> VIEWS = new TreeMap<>(Map.of(
            "account_activity",
                    new TreeMap<>(Map.of(
                            "account_id", KEY, "cohort", "text", "registered_at", INSTANT, "last_active_at", INSTANT)),
            "account_exclusion", new TreeMap<>(Map.of("account_id", KEY, "reason", "text", "detail", "text")),
            "source_health", new TreeMap<>(Map.of("source", "text", "rows", "bigint", "newest", INSTANT))));

    /** A contract may leave these out. */
    private static final Map<String, Map<String, String>> OPTIONAL_VIEWS = new TreeMap<>(Map.of(
            "account_block",
            new TreeMap<>(Map.of("account_id", KEY, "since", INSTANT, "until", INSTANT, "reason", "text")),
            "account_freeze",
            new TreeMap<>(Map.of("account_id", KEY, "asset", "text", "authority", "text"))));

    private static final List<String> ACTS =
            List.of("apply_protect", "apply_recycle", "apply_release", "apply_restore", "apply_unseal");

    private final JdbcClient jdbc;

    public Contract(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The type of the account key, such as {@code bigint}; empty when Fallow's schema is not installed. */
    public Optional<String> accountIdType() {
        return jdbc.sql(KEY_TYPE).query(String.class).optional();
    }

    /** One sentence for each thing that is missing or wrong, in the order of their names; empty when the contract is whole. */
    public List<String> problems() {
        Map<String, Map<String, String>> found = new TreeMap<>();
        jdbc.sql(COLUMNS).query(row -> {
            found.computeIfAbsent(row.getString(1), view -> new TreeMap<>()).put(row.getString(2), row.getString(3));
        });
        List<String> problems = new ArrayList<>();
        VIEWS.forEach((view, columns) -> compare(view, columns, found.get(view), problems));

        optional(found, problems);

        Set<String> functions = new TreeSet<>();
        jdbc.sql(FUNCTIONS).query(row -> {
            functions.add(row.getString(1));
            if (!"void".equals(row.getString(2))) {
                problems.add("function fallow." + row.getString(1) + " returns " + row.getString(2) + ", not void");
            }
            if (!row.getBoolean(3) || !row.getBoolean(4)) {
                problems.add(
                        "function fallow." + row.getString(1)
                                + " is not SECURITY DEFINER with a fixed search_path; run `fallow init` with the contract again");
            }
        });
        ACTS.stream()
                .filter(act -> !functions.contains(act))
                .forEach(act -> problems.add("function fallow." + act + "(fallow.account_id[]) is missing"));
        return problems;
    }

    private void optional(Map<String, Map<String, String>> found, List<String> problems) {
        jdbc.sql(OPTIONAL).query(row -> {
            String view = row.getString(1);
            boolean present = row.getBoolean(2);
            if (present != row.getBoolean(3)) {
                problems.add("view fallow." + view
                        + (present ? " is new, and not read yet" : " is gone, and was read until now")
                        + "; run `fallow init` with the contract again");
            }
            if (present) {
                compare(view, OPTIONAL_VIEWS.getOrDefault(view, Map.of()), found.get(view), problems);
            }
        });
    }

    private static void compare(
            String view, Map<String, String> wanted, @Nullable Map<String, String> found, List<String> problems) {
        if (found == null) {
            problems.add("view fallow." + view + " is missing");
            return;
        }
        wanted.forEach((column, type) -> {
            String is = found.get(column);
            if (is == null) {
                problems.add("view fallow." + view + " has no column " + column);
            } else if (!is.equals(type)) {
                problems.add("column fallow." + view + "." + column + " is of type " + is + ", not " + type);
            }
        });
    }
}
