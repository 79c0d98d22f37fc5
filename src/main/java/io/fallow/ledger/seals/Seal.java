package io.fallow.ledger.seals;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A link of the chain.
 *
 * @param digest in hex, see {@link SealDigest}
 * @param previous the digest of the link before; null in the first
 */
public record Seal(
        long sealId,
        Sealed of,
        long decisions,
        String digest,
        @Nullable String previous,
        OffsetDateTime sealedAt,
        SealOrder ordering) {

    static Seal read(ResultSet row, int number) throws SQLException {
        return new Seal(
                row.getLong("seal_id"),
                new Sealed(
                        row.getObject("run_id", Long.class),
                        row.getObject("act_id", Long.class),
                        row.getObject("business_date", LocalDate.class)),
                row.getLong("decisions"),
                row.getString("digest"),
                row.getString("previous"),
                row.getObject("sealed_at", OffsetDateTime.class),
                SealOrder.valueOf(row.getString("ordering")));
    }
}
