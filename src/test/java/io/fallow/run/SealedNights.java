package io.fallow.run;

import io.fallow.owner.Evidence;
import io.fallow.owner.OwnerDesk;
import java.time.LocalDate;
import javax.sql.DataSource;

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

    /** With the rights of a superuser. */
    public DataSource superuser() {
        return platform.raw().database().dataSource();
    }

    @Override
    public void close() {
        platform.close();
    }
}
