package io.fallow.ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Seals a run's decisions (DESIGN section 7): SHA-256 over the previous seal and the ordered decisions, so that one changed,
 * removed or added decision breaks every later seal.
 */
public final class Seals {

    private static final String BIND_RUN = Sql.named("ledger/bind-run");
    private static final String DECISIONS = Sql.named("ledger/copy-decisions-of-run");
    private static final String LAST = Sql.named("ledger/find-last-seal");
    private static final String SAVE = Sql.named("ledger/save-seal");

    private final JdbcTemplate template;
    private final JdbcClient jdbc;

    public Seals(DataSource dataSource, JdbcClient jdbc) {
        this.template = new JdbcTemplate(dataSource);
        this.jdbc = jdbc;
    }

    /**
     * Seals the run in the caller's transaction.
     *
     * @return the seal, in hex
     */
    public String seal(long runId) {
        String previous = jdbc.sql(LAST).query(String.class).optional().orElse(null);
        jdbc.sql(BIND_RUN).param("runId", runId).query(String.class).single();
        MessageDigest digest = start(previous);
        Long decisions = template.execute((Connection connection) -> copyInto(digest, connection));
        String seal = HexFormat.of().formatHex(digest.digest());
        jdbc.sql(SAVE)
                .param("runId", runId)
                .param("decisions", decisions)
                .param("digest", seal)
                .param("previous", previous)
                .update();
        return seal;
    }

    private static MessageDigest start(@Nullable String previous) {
        MessageDigest digest = Sha256.start();
        digest.update(String.valueOf(previous).getBytes(StandardCharsets.US_ASCII));
        return digest;
    }

    private static long copyInto(MessageDigest digest, Connection connection) throws SQLException {
        try (OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(DECISIONS, sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
