package io.fallow.ledger;

import io.fallow.ledger.Precondition.Asker;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks whether what the guarantees rest on holds: one list, whoever asks. */
public final class Preconditions {

    private final JdbcClient jdbc;
    private final Clock clock;

    /** @param clock the machine's, which must agree with the database's */
    public Preconditions(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What does not hold, in the order of the list; empty when all is well. The contract's views are only read when the catalogue has no fault. */
    public List<Unmet> unmet(Asker asker) {
        List<Unmet> unmet = new ArrayList<>();
        for (Precondition one : Precondition.of(asker)) {
            if (unmet.isEmpty() || !one.readsViews()) {
                unmet.addAll(unmet(one));
            }
        }
        return unmet;
    }

    /** @throws UnsafeInputsException when it does not hold */
    void require(Precondition one) {
        List<Unmet> unmet = unmet(one);
        if (!unmet.isEmpty()) {
            throw new UnsafeInputsException(unmet.stream().map(Unmet::sentence).toList());
        }
    }

    /** What does not hold of this one. */
    public List<Unmet> unmet(Precondition one) {
        return jdbc.sql(one.sql())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, number) -> new Unmet(one, row.getString(1), row.getString(2), row.getString(3)))
                .list();
    }
}
