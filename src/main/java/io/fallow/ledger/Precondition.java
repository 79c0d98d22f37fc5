package io.fallow.ledger;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the guarantees rest on, and nothing may take for granted (DESIGN section 4). The question itself is the statement
 * {@code sql/precondition/NAME.sql}: a row for each thing that does not hold, with what it is about, what was found, and the cure.
 */
public enum Precondition {
    GUARDS_STAND(
            Set.of(Asker.INIT, Asker.NIGHT),
            "Each table that the contract guards has its guard, at work. A payment or a login meets recycling nowhere else.");

    /** Who asks. What only a session of a night can tell of itself is not asked by {@code init}. */
    public enum Asker {
        /** {@code fallow init}, before it says that nights can run. */
        INIT,
        /** {@code checkInputs}, before anything is decided; {@code preview} with it. */
        NIGHT
    }

    private final Set<Asker> askers;
    private final String why;

    Precondition(Set<Asker> askers, String why) {
        this.askers = EnumSet.copyOf(askers);
        this.why = why;
    }

    static List<Precondition> of(Asker asker) {
        return Arrays.stream(values()).filter(one -> one.askers.contains(asker)).toList();
    }

    /** Of the statement, and by which people refer to it, such as {@code guards-stand}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What rests on it, for people. */
    public String why() {
        return why;
    }

    public Set<Asker> askers() {
        return Set.copyOf(askers);
    }

    String sql() {
        return Sql.named("precondition/" + key());
    }
}
