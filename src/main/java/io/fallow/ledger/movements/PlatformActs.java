package io.fallow.ledger.movements;

import io.fallow.ledger.base.Sql;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the platform does to its own tables when accounts move, in the same transaction. The guard refuses writes to a RECYCLED
 * account, so recycling is applied before the row becomes RECYCLED, restoring and releasing after it has ceased to be.
 */
public final class PlatformActs {

    private static final String PROTECT = Sql.named("ledger/movements/apply-protect");
    private static final String UNSEAL = Sql.named("ledger/movements/apply-unseal");
    private static final String RECYCLE = Sql.named("ledger/movements/apply-recycle");
    private static final String RESTORE = Sql.named("ledger/movements/apply-restore");
    private static final String REUSE_HANDLE = Sql.named("ledger/movements/set-reuse-handle");
    private static final String RELEASE = Sql.named("ledger/movements/apply-release");

    private final JdbcClient jdbc;

    public PlatformActs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void protect(List<String> ids) {
        apply(PROTECT, ids);
    }

    public void unseal(List<String> ids) {
        apply(UNSEAL, ids);
    }

    public void recycle(List<String> ids) {
        apply(RECYCLE, ids);
    }

    public void restore(List<String> ids) {
        apply(RESTORE, ids);
    }

    /**
     * @param reuseHandles whether others may take the handles; apply_release reads it as the setting {@code fallow.reuse_handle}
     */
    public void release(List<String> ids, boolean reuseHandles) {
        if (!ids.isEmpty()) {
            jdbc.sql(REUSE_HANDLE)
                    .param("reuse", reuseHandles ? "on" : "off")
                    .query()
                    .singleRow();
            apply(RELEASE, ids);
        }
    }

    private void apply(String act, List<String> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql(act).param("ids", ids.toArray(String[]::new)).query(row -> {});
        }
    }
}
