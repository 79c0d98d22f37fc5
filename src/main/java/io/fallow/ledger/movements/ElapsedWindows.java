package io.fallow.ledger.movements;

import io.fallow.ledger.base.Sql;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Property windows whose hour has come, and which nobody has closed yet (R7). */
public final class ElapsedWindows {

    private static final String EXPIRE = Sql.named("step/expireWindows/expire-elapsed");

    private final JdbcClient jdbc;

    public ElapsedWindows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return how many were expired, {@code atMost} at once */
    public int expire(Instant now, int atMost) {
        return jdbc.sql(EXPIRE)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("atMost", atMost)
                .update();
    }
}
