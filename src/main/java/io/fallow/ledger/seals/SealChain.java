package io.fallow.ledger.seals;

import io.fallow.ledger.base.Sql;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the chain of seals. Streams are to be closed, and hold little in memory inside of a transaction only. */
public final class SealChain {

    private static final String LAST = Sql.named("ledger/seals/find-last-seal");
    private static final String FIND = Sql.named("ledger/seals/find-seal-by-digest");
    private static final String ALL = Sql.named("ledger/seals/read-seals");
    private static final String BLOCKS = Sql.named("ledger/seals/read-seal-blocks");

    private static final int SEALS_AT_ONCE = 1_000;
    private static final int BLOCKS_AT_ONCE = 50;

    private final JdbcClient jdbc;

    public SealChain(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The latest seal; none before the first run or act. */
    public Optional<Seal> head() {
        return jdbc.sql(LAST).query(Seal::read).optional();
    }

    /** The seal of that digest. */
    public Optional<Seal> find(String digest) {
        return jdbc.sql(FIND).param("digest", digest).query(Seal::read).optional();
    }

    /** From the first on. */
    public Stream<Seal> seals() {
        return jdbc.sql(ALL).withFetchSize(SEALS_AT_ONCE).query(Seal::read).stream();
    }

    /** In order. */
    public Stream<SealedBlock> blocks(Seal seal) {
        return jdbc
                .sql(BLOCKS)
                .withFetchSize(BLOCKS_AT_ONCE)
                .param("sealId", seal.sealId())
                .query((row, number) -> new SealedBlock(row.getLong(1), row.getBytes(2), row.getBytes(3)))
                .stream();
    }
}
