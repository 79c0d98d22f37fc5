package io.fallow.ledger.facts;

import io.fallow.ledger.base.Poison;
import io.fallow.ledger.base.UnsafeInputsException;
import io.fallow.ledger.facts.Precondition.Asker;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks whether what the guarantees rest on holds: one list, whoever asks. */
public final class Preconditions {

    private static final Logger log = LoggerFactory.getLogger(Preconditions.class);

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

    /** What does not hold of all that nights rest on, and of what nights do not stop for. */
    public List<Unmet> watched() {
        List<Unmet> unmet = new ArrayList<>(unmet(Asker.NIGHT));
        if (unmet.isEmpty()) {
            try {
                unmet.addAll(unmet(Asker.WATCH));
            } catch (DataAccessException e) {
                if (!Poison.is(e)) {
                    throw e;
                }
                log.warn("what recycled accounts hold cannot be told: {}", Poison.firstLine(e));
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

    /** What does not hold of this one. A row without subject says why it cannot be told, which is no fault. */
    public List<Unmet> unmet(Precondition one) {
        List<Unmet> unmet = new ArrayList<>();
        jdbc.sql(one.sql())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(row -> {
                    String subject = row.getString(1);
                    if (subject == null) {
                        log.warn("{}", row.getString(2));
                    } else {
                        unmet.add(new Unmet(one, subject, row.getString(2), row.getString(3)));
                    }
                });
        return unmet;
    }
}
