package io.fallow.run;

import io.fallow.ledger.base.Sql;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;

/**
 * A point in a night's talk with the database, in words: {@code before|after [the commit of] STATEMENT [#N]}. The statement is a file
 * under sql/ without its ending, or for those that are not Fallow's own the words they begin with, or {@code *} for any; N counts
 * from 1.
 */
record Point(boolean after, boolean commit, String statement, int nth) {

    private static final String ANY = "*";

    private static final Pattern WORDS = Pattern.compile("(before|after) (the commit of )?(.+?)(?: #(\\d+))?");

    static Point of(String words) {
        Matcher matcher = WORDS.matcher(words);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no point in a night: " + words);
        }
        String nth = matcher.group(4);
        return new Point(
                matcher.group(1).equals("after"),
                matcher.group(2) != null,
                matcher.group(3),
                nth == null ? 1 : Integer.parseInt(nth));
    }

    /** Whether an SQL text as the driver gets it is the point's statement. */
    boolean isOf(String sql) {
        if (statement.equals(ANY)) {
            return true;
        }
        return statement.matches("[\\w/-]+")
                ? sql.equals(asSent(Sql.named(statement)))
                : sql.toLowerCase(Locale.ROOT).strip().startsWith(statement.toLowerCase(Locale.ROOT));
    }

    private static String asSent(String file) {
        return file.startsWith("COPY")
                ? file
                : NamedParameterUtils.substituteNamedParameters(NamedParameterUtils.parseSqlStatement(file), null);
    }
}
