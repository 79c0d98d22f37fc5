package io.fallow.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.Installer;
import io.fallow.database.TestDatabase;
import io.fallow.evidence.Finding.Kind;
import io.fallow.ledger.base.KeySpan;
import io.fallow.ledger.seals.Decisions;
import io.fallow.ledger.seals.Seal;
import io.fallow.ledger.seals.SealChain;
import io.fallow.ledger.seals.SealOrder;
import io.fallow.ledger.seals.Sealed;
import io.fallow.ledger.seals.SealedBlock;
import io.fallow.ledger.seals.Seals;
import io.fallow.run.SealedNights;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Evidence outlives the database that it was made in: a copy collates, encodes and prints otherwise, and must verify all the same. */
class MovedDatabaseTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final Sealed RUN = Sealed.ofRun(1, DAY);

    /** Copied, in an order that foreign keys allow. */
    private static final List<String> EVIDENCE =
            List.of("policy_version", "run", "decision", "event", "seal", "seal_block");

    /** Keys of which capitals come first by their bytes, and beside their small letters in a dictionary. */
    private static final String FILL = """
            INSERT INTO fallow.policy_version (digest, policy) VALUES ('x', 'x');
            INSERT INTO fallow.run (business_date, status, policy_version, full_sweep, started_by, report)
            VALUES ('2026-11-20', 'COMPLETED', 1, true, 'night', '{}');
            SELECT fallow.make_decision_partition('2026-11-20');
            WITH made AS (
                SELECT (ARRAY['b', 'B', 'a', 'A', U&'\\00E4', 'z_', 'Z-', ''])[1 + i % 8] || i AS key FROM generate_series(1, 2500) AS i
            ),
            decided AS (
                INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, run_id, reasons, evidence)
                SELECT key, '2026-11-20', 'ACTIVE', 'DORMANT', 1, 1, '{IDLE}', U&'Gr\\00FC\\00DFe' FROM made
            )
            INSERT INTO fallow.event (account_id, business_date, run_id, kind) SELECT key, '2026-11-20', 1, 'DORMANT' FROM made;
            """;

    private static TestDatabase source;

    @BeforeAll
    static void seal() {
        source = TestDatabase.made("TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'");
        new Installer(source.dataSource()).installSchema("text");
        new JdbcTemplate(source.dataSource()).execute(FILL);
    }

    @AfterAll
    static void close() {
        source.close();
    }

    private static void seal(DataSource superuser, SealOrder order) {
        JdbcTemplate admin = new JdbcTemplate(superuser);
        admin.execute("ALTER TABLE fallow.seal DISABLE TRIGGER USER");
        new TransactionTemplate(new JdbcTransactionManager(superuser)).executeWithoutResult(status -> {
            if (order == SealOrder.KEY) {
                SealedNights.sealByKey(superuser, RUN);
            } else {
                new Seals(superuser, JdbcClient.create(superuser)).seal(RUN);
            }
        });
    }

    /** A database that is made as told, with everything that is evidence of the other. */
    private static TestDatabase moved(DataSource from, String options) {
        TestDatabase target = TestDatabase.made(options);
        new Installer(target.dataSource()).installSchema("text");
        JdbcTemplate admin = new JdbcTemplate(target.dataSource());
        admin.execute("SELECT fallow.make_decision_partition('2026-11-20')");
        EVIDENCE.forEach(table -> copy(from, target.dataSource(), "fallow." + table));
        return target;
    }

    private static void copy(DataSource from, DataSource to, String table) {
        try (Connection reading = from.getConnection();
                Connection writing = to.getConnection()) {
            ByteArrayOutputStream rows = new ByteArrayOutputStream();
            reading.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (SELECT * FROM " + table + ") TO STDOUT", rows);
            writing.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + " FROM STDIN", new ByteArrayInputStream(rows.toByteArray()));
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("copying " + table, e);
        }
    }

    private static Verify verify(DataSource dataSource) {
        JdbcClient jdbc = JdbcClient.create(dataSource);
        return new EvidenceConfiguration()
                .verify(jdbc, new SealChain(jdbc), new Decisions(jdbc), new JdbcTransactionManager(dataSource));
    }

    private static void assertIntact(DataSource dataSource, long decisions) {
        Verification verification = verify(dataSource).of(null);
        assertThat(verification.problem()).isNull();
        assertThat(verification.decisions()).isEqualTo(decisions);
    }

    private static Finding found(DataSource dataSource, String... tampering) {
        Verification verification = new TransactionTemplate(new JdbcTransactionManager(dataSource)).execute(status -> {
            status.setRollbackOnly();
            JdbcTemplate admin = new JdbcTemplate(dataSource);
            admin.execute("SET LOCAL session_replication_role = replica");
            for (String statement : tampering) {
                admin.execute(statement);
            }
            return verify(dataSource).of(null);
        });
        return Objects.requireNonNull(verification.problem());
    }

    private static final String ENGLISH =
            "TEMPLATE template0 LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' ENCODING 'UTF8'";
    private static final String BYTES = "TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'";

    @ParameterizedTest
    @EnumSource
    void aDumpVerifiesUnderAnotherCollationAndBackAgain(SealOrder order) {
        try (TestDatabase bytes = source.copy()) {
            seal(bytes.dataSource(), order);
            assertIntact(bytes.dataSource(), 2_500);
            try (TestDatabase english = moved(bytes.dataSource(), ENGLISH)) {
                assertThat(order(english)).isNotEqualTo(order(bytes));
                assertIntact(english.dataSource(), 2_500);
            }
        }
        try (TestDatabase english = moved(source.dataSource(), ENGLISH)) {
            seal(english.dataSource(), order);
            assertIntact(english.dataSource(), 2_500);
            try (TestDatabase bytes = moved(english.dataSource(), BYTES)) {
                assertIntact(bytes.dataSource(), 2_500);
            }
        }
    }

    private static @Nullable String order(TestDatabase database) {
        return new JdbcTemplate(database.dataSource())
                .queryForObject(
                        "SELECT md5(string_agg(account_id, ' ' ORDER BY account_id)) FROM fallow.decision",
                        String.class);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotAsItWasIsNamedUnderAnotherCollation(SealOrder order) {
        try (TestDatabase bytes = source.copy()) {
            seal(bytes.dataSource(), order);
            try (TestDatabase english = moved(bytes.dataSource(), ENGLISH)) {
                DataSource there = english.dataSource();
                assertFound(
                        found(there, "UPDATE fallow.decision SET evidence = 'forged' WHERE account_id = 'Z-1006'"),
                        Kind.DECISION_CHANGED,
                        "Z-1006");
                assertFound(
                        found(
                                there,
                                "UPDATE fallow.decision SET evidence = 'forged' WHERE account_id IN ('Z-1006', 'B1001')"),
                        Kind.DECISION_CHANGED,
                        "B1001");
                assertFound(
                        found(there, "DELETE FROM fallow.decision WHERE account_id IN ('Z-1006')"),
                        Kind.DECISION_REMOVED,
                        "Z-1006");
                assertFound(
                        found(
                                there,
                                "INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version,"
                                        + " run_id, reasons) VALUES ('b17', '2026-11-20', 'ACTIVE', 'DORMANT', 1, 1, '{IDLE}')"),
                        Kind.DECISION_ADDED,
                        "b17");
                Finding silent = found(
                        there,
                        "DELETE FROM fallow.decision WHERE account_id = 'Z-1014'",
                        "DELETE FROM fallow.event WHERE account_id = 'Z-1014'");
                assertThat(silent.kind()).isEqualTo(Kind.DECISION_REMOVED);
                assertThat(silent.line()).contains("after or at Z-1006", "before or at Z-102");
                assertThat(found(there, "UPDATE fallow.seal_block SET digest = sha256(digest) WHERE block = 1")
                                .kind())
                        .isEqualTo(Kind.SEAL_CHANGED);
            }
        }
    }

    private static void assertFound(Finding finding, Kind kind, String account) {
        assertThat(finding.kind()).as(finding.line()).isEqualTo(kind);
        assertThat(finding.account()).as(finding.line()).isEqualTo(account);
    }

    /** Four bytes of a digest are not much: two decisions of a big run have the same, and either place may be either one's. */
    @Test
    void decisionsWithTheSamePrintAreToldApartByTheirBlocks() {
        try (TestDatabase bytes = source.copy()) {
            JdbcTemplate admin = new JdbcTemplate(bytes.dataSource());
            admin.execute("ALTER TABLE fallow.decision DISABLE TRIGGER USER");
            admin.execute(
                    "INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, run_id, reasons)"
                            + " SELECT CASE WHEN i % 2 = 0 THEN 'T' ELSE 't' END || i, '2026-11-20', 'ACTIVE', 'DORMANT', 1, 2, '{IDLE}'"
                            + " FROM generate_series(1, 300000) AS i");
            List<String> twins = admin.queryForList("""
                    WITH printed AS (
                        SELECT account_id, substr(sha256(record_send(ROW(CAST(account_id AS text), business_date, seq,
                            CAST(from_state AS text), CAST(to_state AS text), reasons, evidence, policy_version, run_id, act_id,
                            decided_at))), 1, 4) AS print
                        FROM fallow.decision
                        WHERE run_id = 2
                    )
                    SELECT unnest(p.ids)
                    FROM (SELECT array_agg(account_id) AS ids FROM printed GROUP BY print HAVING count(*) > 1 LIMIT 6) AS p
                    """, String.class);
            assertThat(twins).hasSizeGreaterThan(3);
            admin.execute("DELETE FROM fallow.decision WHERE run_id = 2 AND account_id NOT IN ('T2', 't3', '"
                    + String.join("', '", twins) + "')");
            admin.execute("DELETE FROM fallow.decision WHERE run_id = 1");
            admin.execute("UPDATE fallow.run SET business_date = business_date - 1");
            admin.execute(
                    "INSERT INTO fallow.run (business_date, status, policy_version, full_sweep, started_by, report)"
                            + " VALUES ('2026-11-20', 'COMPLETED', 1, true, 'night', '{}')");
            admin.execute("ALTER TABLE fallow.seal DISABLE TRIGGER USER");
            SealedNights.sealByKey(bytes.dataSource(), Sealed.ofRun(1, DAY.minusDays(1)));
            SealedNights.sealByKey(bytes.dataSource(), Sealed.ofRun(2, DAY));

            try (TestDatabase english = moved(bytes.dataSource(), ENGLISH)) {
                assertIntact(english.dataSource(), twins.size() + 2);
                String twin = twins.get(0);
                assertThat(found(
                                        english.dataSource(),
                                        "UPDATE fallow.decision SET evidence = 'x' WHERE account_id = '" + twin + "'")
                                .kind())
                        .isEqualTo(Kind.DECISION_CHANGED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LATIN1", "SQL_ASCII"})
    void aDumpVerifiesUnderAnotherEncoding(String encoding) {
        for (SealOrder order : SealOrder.values()) {
            try (TestDatabase bytes = source.copy()) {
                seal(bytes.dataSource(), order);
                try (TestDatabase other =
                        moved(bytes.dataSource(), "TEMPLATE template0 LOCALE 'C' ENCODING '" + encoding + "'")) {
                    assertIntact(other.dataSource(), 2_500);
                }
            }
        }
    }

    @Test
    void aSealIsTheSameWhateverALoginOrADatabaseSets() {
        try (TestDatabase database = source.copy()) {
            JdbcTemplate admin = new JdbcTemplate(database.dataSource());
            String plain = digests(database.dataSource());
            for (String setting : List.of(
                    "client_encoding = 'LATIN1'",
                    "\"DateStyle\" = 'German, DMY'",
                    "\"IntervalStyle\" = 'sql_standard'",
                    "\"TimeZone\" = 'Pacific/Chatham'",
                    "bytea_output = 'escape'",
                    "extra_float_digits = -15",
                    "quote_all_identifiers = on",
                    "standard_conforming_strings = off",
                    "lc_messages = 'C'")) {
                admin.execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET " + setting.replace("'", "''")
                        + "', current_database()); END $$");
            }
            assertThat(digests(database.dataSource())).isEqualTo(plain);
            seal(database.dataSource(), SealOrder.TEXT);
            assertIntact(database.dataSource(), 2_500);
        }
    }

    /** As the night has them digested by the database, in two spans and in one. */
    private static @Nullable String digests(DataSource dataSource) {
        Seals seals = new Seals(dataSource, JdbcClient.create(dataSource));
        return new TransactionTemplate(new JdbcTransactionManager(dataSource))
                .execute(status -> seals.digest(1, new KeySpan(null, "a")) + " "
                        + seals.digest(1, new KeySpan("a", null)) + " " + seals.digest(1, new KeySpan(null, null)));
    }

    @Test
    void whatTheDatabaseDigestsIsWhatVerificationReads() {
        try (TestDatabase database = source.copy()) {
            DataSource dataSource = database.dataSource();
            JdbcClient jdbc = JdbcClient.create(dataSource);
            Seals seals = new Seals(dataSource, jdbc);
            new TransactionTemplate(new JdbcTransactionManager(dataSource)).executeWithoutResult(status -> {
                List<SealedBlock> blocks = new ArrayList<>(seals.digest(1, new KeySpan(null, "Z")));
                blocks.addAll(seals.digest(1, new KeySpan("Z", null)));
                seals.seal(RUN, blocks);
            });
            assertIntact(dataSource, 2_500);
            assertThat(new SealChain(jdbc).head().map(Seal::ordering)).contains(SealOrder.TEXT);
        }
    }
}
