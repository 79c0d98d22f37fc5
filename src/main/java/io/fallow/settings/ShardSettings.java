package io.fallow.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where a shard's database is and who logs in to it. The password is never printed.
 *
 * @param url jdbc:postgresql://host:port/database
 * @param password from the environment only, such as FALLOW_SHARDS_EAST_PASSWORD
 */
public record ShardSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String username,
        @DefaultValue("") String password) {

    /** What the database of {@code spring.datasource} is called among shards. */
    public static final String MAIN = "main";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,30}(-[a-z0-9]{1,30}){0,5}");

    @Override
    public String toString() {
        return username + " at " + url;
    }

    /**
     * The shards in the order of their names, without what the environment made up: it writes {@code eu-west} as EUWEST or EU_WEST.
     *
     * @throws SettingException when a name or a url is not as allowed, or two shards are one database
     */
    public static Map<String, ShardSettings> named(Map<String, ShardSettings> given) {
        Map<String, ShardSettings> named = new TreeMap<>();
        Map<String, String> urls = new HashMap<>();
        given.forEach((name, shard) -> {
            if (isSpellingOfAnother(name, shard, given)) {
                return;
            }
            requireName(name);
            if (!shard.url.startsWith("jdbc:postgresql:")) {
                throw new SettingException(
                        "shards." + name + ".url", shard.url, "of the form jdbc:postgresql://host:port/database");
            }
            String other = urls.put(shard.url, name);
            if (other != null) {
                throw new SettingException("fallow.shards." + name + " and fallow.shards." + other
                        + " are the same database, " + shard.url + "; each shard has one of its own");
            }
            named.put(name, shard);
        });
        return named;
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new SettingException("a shard is called '" + name
                    + "'; a name under fallow.shards is of small letters, digits and -, and begins with a letter");
        }
        if (MAIN.equals(name)) {
            throw new SettingException(
                    "fallow.shards.main is the database of spring.datasource.url; call the further one otherwise");
        }
    }

    /** Bound under both names with what is known of either. */
    private static boolean isSpellingOfAnother(String name, ShardSettings shard, Map<String, ShardSettings> given) {
        return given.entrySet().stream()
                .anyMatch(other -> other.getKey().contains("-")
                        && (other.getKey().replace("-", "").equals(name) && shard.equals(other.getValue())
                                || other.getKey().startsWith(name + "-") && shard.url.isBlank()));
    }
}
