package io.fallow.ledger.facts;

import io.fallow.ledger.base.Sql;
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
    SESSION_PINNED(
            Set.of(Asker.NIGHT),
            "Recycling looks again under its locks, which READ COMMITTED alone lets it do; and rows that row level security leaves out"
                    + " are property overlooked.",
            "connect to PostgreSQL itself or to a pool in session mode;"
                    + " ALTER ROLE ... RESET session_replication_role"),
    FUNCTIONS_PINNED(
            Set.of(Asker.INIT, Asker.NIGHT),
            "What works with its owner's rights sees all rows or none, and no objects that its caller slips in.",
            "run `fallow init` with the contract again"),
    CLOCKS_AGREE(
            Set.of(Asker.INIT, Asker.NIGHT),
            "A night that is ahead of time protects and recycles too early, and keeps later nights from coming.",
            "set the clock that is wrong, by NTP"),
    CONTRACT_OWNED(
            Set.of(Asker.INIT, Asker.NIGHT),
            "What a view or function of the contract does, it does with its owner's rights: fallow_contract has those that it was granted on"
                    + " the platform, and none on Fallow's tables.",
            "run `fallow init --contract FILE` again, which gives the objects to fallow_contract"),
    CONTRACT_PLAIN(
            Set.of(Asker.INIT, Asker.NIGHT),
            "What the night reads under its lock is what the platform's tables hold in that moment.",
            "read the tables themselves in the contract: no materialized view, foreign table or"
                    + " security_invoker in between"),
    CONTRACT_READABLE(
            Set.of(Asker.INIT, Asker.NIGHT),
            "What cannot be read cannot be told from nothing held.",
            "GRANT USAGE on the schema and SELECT on the table TO fallow_contract; the finding has the statement"),
    NO_ROW_SECURITY(
            Set.of(Asker.INIT, Asker.NIGHT),
            "A row that row level security leaves out is property overlooked; an error is not.",
            "ALTER ROLE fallow_contract BYPASSRLS, or no row level security on that table"),
    KEYS_COMPARE(
            Set.of(Asker.INIT, Asker.NIGHT),
            "Property is looked for by the account's key: two spellings that are one key to the platform must be one to Fallow.",
            "key by text of a deterministic collation, and keep such columns out of the contract's views"),
    GUARDS_STAND(
            Set.of(Asker.INIT, Asker.NIGHT),
            "Each table that the contract guards has its guard, at work. A payment or a login meets recycling nowhere else.",
            "run `fallow init` again, which attaches the guards anew; ENABLE TRIGGER ALL, as after a"
                    + " restore, undoes ALWAYS; give up a guard by SELECT fallow.detach_guard(...)"),
    NO_ORPHANS(
            Set.of(Asker.INIT),
            "What is held by a key that is no account's is not seen to be held: its owner would be thought to hold nothing.",
            "let the contract's views agree on keys, by spelling, blanks, and accounts left out;"
                    + " or raise inputs.max-orphans"),
    RECYCLED_HOLD_NOTHING(
            Set.of(Asker.WATCH),
            "A guard with refuses => false lets a write to a recycled account through, so that replication goes on: somebody has to know"
                    + " before the quarantine is over.",
            "fallow restore ACCOUNT, while its quarantine lasts; find out which side wrote it");

    /** Who asks. What only a session of a night can tell of itself is not asked by {@code init}. */
    public enum Asker {
        /** {@code fallow init}, before it says that nights can run. */
        INIT,
        /** {@code checkInputs}, before anything is decided; {@code preview} with it. */
        NIGHT,
        /** The watchdog of {@code serve}, which asks what a night asks, too: an alarm, and no reason to stop a night. */
        WATCH
    }

    private final Set<Asker> askers;
    private final String why;
    private final String cure;

    Precondition(Set<Asker> askers, String why, String cure) {
        this.askers = EnumSet.copyOf(askers);
        this.why = why;
        this.cure = cure;
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

    /** What makes it hold again, for people; what was found has it to the letter. */
    public String cure() {
        return cure;
    }

    public Set<Asker> askers() {
        return Set.copyOf(askers);
    }

    /** Whether it is asked of the platform's own rows, and not of the catalogue. */
    boolean readsViews() {
        return this == NO_ORPHANS;
    }

    String sql() {
        return Sql.named("precondition/" + key());
    }
}
