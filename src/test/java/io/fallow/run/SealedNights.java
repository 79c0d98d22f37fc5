package io.fallow.run;

import io.fallow.ledger.seals.BlockDigest;
import io.fallow.ledger.seals.DecisionBytes;
import io.fallow.ledger.seals.Decisions;
import io.fallow.ledger.seals.Seal;
import io.fallow.ledger.seals.SealChain;
import io.fallow.ledger.seals.SealOrder;
import io.fallow.ledger.seals.Sealed;
import io.fallow.ledger.seals.SealedBlock;
import io.fallow.ledger.seals.Seals;
import io.fallow.owner.Evidence;
import io.fallow.owner.OwnerDesk;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Three nights and, after the first, an owner's act, all sealed. Run 1 decided about accounts 1 to 20 twice and about 101 to 2600 once,
 * which is more than two blocks; act 1 about 7; run 2 about 3001 to 3003; run 3 about 3011 and 3012.
 */
public final class SealedNights implements AutoCloseable {

    public static final LocalDate FIRST = TestPlatform.TODAY;

    private final SmallPlatform platform = new SmallPlatform();

    public SealedNights() {
        for (int id = 1; id <= 20; id++) {
            platform.account(id, "standard", FIRST.minusYears(4));
        }
        platform.sql("INSERT INTO platform.account (account_id, cohort, last_active_at, handle)"
                + " SELECT id, 'standard', CAST('" + FIRST.minusDays(180) + " 12:00+08' AS timestamptz), 'owner' || id"
                + " FROM generate_series(101, 2600) AS id");
        platform.night(FIRST);
        platform.raw()
                .bean(OwnerDesk.class)
                .unseal("7", new Evidence("PASSPORT", "case 9", "desk"), SmallPlatform.policy());
        for (int id = 3001; id <= 3003; id++) {
            platform.account(id, "standard", FIRST.minusDays(179));
        }
        platform.account(3011, "standard", FIRST.minusDays(178)).account(3012, "standard", FIRST.minusDays(178));
        platform.night(FIRST.plusDays(1));
        platform.night(FIRST.plusDays(2));
    }

    /** Seals everything anew as versions did that ordered decisions by their key, each with the time it was sealed at. */
    public SealedNights resealedByKey() {
        JdbcTemplate admin = new JdbcTemplate(superuser());
        JdbcClient jdbc = JdbcClient.create(superuser());
        List<Sealed> all;
        try (Stream<Seal> seals = new SealChain(jdbc).seals()) {
            all = seals.map(Seal::of).toList();
        }
        admin.execute("ALTER TABLE fallow.seal DISABLE TRIGGER USER");
        admin.execute("ALTER TABLE fallow.seal_block DISABLE TRIGGER USER");
        admin.execute("DELETE FROM fallow.seal_block");
        admin.execute("DELETE FROM fallow.seal");
        admin.execute("ALTER TABLE fallow.seal ALTER COLUMN seal_id RESTART");
        all.forEach(what -> sealByKey(superuser(), what));
        admin.execute("ALTER TABLE fallow.seal ENABLE TRIGGER USER");
        admin.execute("ALTER TABLE fallow.seal_block ENABLE TRIGGER USER");
        return this;
    }

    /** One seal, as versions made it that ordered decisions by their key. The table's triggers must be off. */
    public static void sealByKey(DataSource superuser, Sealed what) {
        JdbcClient jdbc = JdbcClient.create(superuser);
        List<SealedBlock> blocks = new ArrayList<>();
        BlockDigest block = new BlockDigest();
        try (Stream<DecisionBytes> decisions = new Decisions(jdbc).of(what, SealOrder.KEY)) {
            for (DecisionBytes decision : decisions.toList()) {
                block.add(decision);
                if (block.decisions() == BlockDigest.SIZE) {
                    blocks.add(block.block());
                    block = new BlockDigest();
                }
            }
        }
        if (block.decisions() > 0) {
            blocks.add(block.block());
        }
        new TransactionTemplate(new JdbcTransactionManager(superuser)).executeWithoutResult(status -> {
            String seal = new Seals(superuser, jdbc).seal(what, blocks);
            jdbc.sql("UPDATE fallow.seal SET ordering = 'KEY' WHERE digest = :seal")
                    .param("seal", seal)
                    .update();
        });
    }

    /** With the rights of a superuser. */
    public DataSource superuser() {
        return platform.raw().database().dataSource();
    }

    @Override
    public void close() {
        platform.close();
    }
}
