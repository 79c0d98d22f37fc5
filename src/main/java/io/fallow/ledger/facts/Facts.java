package io.fallow.ledger.facts;

import io.fallow.ledger.base.KeyRange;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Sql;
import io.fallow.ledger.base.UnsafeInputsException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Reads what the rule may look at, for many accounts in one statement. */
public final class Facts {

    private static final String OF = Sql.named("ledger/facts/read-facts-of");
    private static final String BETWEEN = Sql.named("ledger/facts/read-facts-between");
    private static final String ROWS_OF = Sql.named("ledger/facts/read-rows-of");
    private static final String ACTIVITY_OF = Sql.named("step/scanIdleAccounts/read-activity-of");

    private static final long NO_RUN = -1;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Preconditions preconditions;

    public Facts(JdbcClient jdbc, Clock clock) {
        this.preconditions = new Preconditions(jdbc, clock);
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Facts with details of exactly these accounts, by index probes; accounts that exist nowhere come back as not on the platform. */
    public List<Examined> of(List<String> ids, ZoneId zone) {
        return of(ids, zone, clock.instant().atZone(zone).toLocalDate(), NO_RUN, NO_RUN);
    }

    /** The same, and whether the night has looked at them before. */
    public List<Examined> of(List<String> ids, Night night) {
        return of(ids, night.zone(), night.businessDate(), night.runId(), night.executionId());
    }

    /**
     * The same of accounts whose rows the transaction has locked, for what cannot be taken back. The guards are asked for after the facts
     * were read, which holds the platform's tables: no guard can be changed between the two and the commit.
     *
     * @throws UnsafeInputsException when a guard does not stand: what was written past it may not be seen yet
     */
    public List<Examined> locked(List<String> ids, Night night) {
        List<Examined> examined = of(ids, night);
        preconditions.require(Precondition.GUARDS_STAND);
        return examined;
    }

    private List<Examined> of(List<String> ids, ZoneId zone, LocalDate on, long runId, long executionId) {
        return examined(
                jdbc.sql(OF)
                        .param("ids", ids.toArray(String[]::new))
                        .param("runId", runId)
                        .param("executionId", executionId)
                        .param("on", on)
                        .param("now", now()),
                zone);
    }

    /** Facts without details of the accounts due in the range, by range joins. */
    public List<Examined> dueBetween(KeyRange range, Night night) {
        return examined(
                jdbc.sql(BETWEEN)
                        .param("first", range.first())
                        .param("last", range.last())
                        .param("businessDate", night.businessDate())
                        .param("runId", night.runId())
                        .param("executionId", night.executionId())
                        .param("on", night.businessDate())
                        .param("now", now()),
                night.zone());
    }

    /** Lifecycle and activity only: enough to see who came back or vanished. The exclusions are NOT read. */
    public List<Examined> activityOf(List<String> ids, Night night) {
        return examined(
                jdbc.sql(ACTIVITY_OF).param("ids", ids.toArray(String[]::new)).param("runId", night.runId()),
                night.zone());
    }

    /** The lifecycle rows alone: where the platform's own views cannot be computed. As if the platform had told neither activity nor property. */
    public List<Examined> rowsOf(List<String> ids, ZoneId zone) {
        return examined(jdbc.sql(ROWS_OF).param("ids", ids.toArray(String[]::new)), zone);
    }

    /** At which blocks and windows are looked at. */
    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private List<Examined> examined(StatementSpec statement, ZoneId zone) {
        return Examined.requireDistinct(statement
                .query(new FactsMapper(zone, FactsMapper.latestBelievable(clock)))
                .list());
    }
}
