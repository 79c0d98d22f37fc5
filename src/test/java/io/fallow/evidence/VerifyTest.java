package io.fallow.evidence;

import static io.fallow.evidence.Finding.Kind.CHAIN_REWRITTEN;
import static io.fallow.evidence.Finding.Kind.DECISION_ADDED;
import static io.fallow.evidence.Finding.Kind.DECISION_CHANGED;
import static io.fallow.evidence.Finding.Kind.DECISION_REMOVED;
import static io.fallow.evidence.Finding.Kind.SEAL_CHANGED;
import static io.fallow.evidence.Finding.Kind.SEAL_MOVED;
import static io.fallow.evidence.Finding.Kind.SEAL_REMOVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.evidence.Finding.Kind;
import io.fallow.ledger.seals.Decisions;
import io.fallow.ledger.seals.Seal;
import io.fallow.ledger.seals.SealChain;
import io.fallow.ledger.seals.Sealed;
import io.fallow.ledger.seals.Seals;
import io.fallow.run.SealedNights;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A superuser who switches triggers off tampers with sealed nights; each time in a transaction that is rolled back afterwards. */
class VerifyTest {

    private static @Nullable SealedNights nights;
    private static final LocalDate FIRST = SealedNights.FIRST;
    private static final Sealed RUN_1 = Sealed.ofRun(1, FIRST);
    private static final Sealed ACT_1 = Sealed.ofAct(1, FIRST);
    private static final Sealed RUN_2 = Sealed.ofRun(2, FIRST.plusDays(1));
    private static final Sealed RUN_3 = Sealed.ofRun(3, FIRST.plusDays(2));

    private final DataSource superuser = nights().superuser();
    private final JdbcTransactionManager transactions = new JdbcTransactionManager(superuser);
    private final TransactionTemplate tampering = new TransactionTemplate(transactions);
    private final JdbcTemplate admin = new JdbcTemplate(superuser);
    private final JdbcClient jdbc = JdbcClient.create(superuser);
    private final SealChain chain = new SealChain(jdbc);
    private final Verify verify = new EvidenceConfiguration().verify(jdbc, chain, new Decisions(jdbc), transactions);

    /** Of the class that is run: nights that were sealed as it says. */
    private SealedNights nights() {
        if (nights == null) {
            nights = sealed();
        }
        return nights;
    }

    SealedNights sealed() {
        return new SealedNights();
    }

    /** Which of the accounts from 300 to 2400 was sealed first. */
    String firstFrom300To2400() {
        return "1000";
    }

    @AfterAll
    static void close() {
        Objects.requireNonNull(nights).close();
        nights = null;
    }

    private Verification after(@Nullable String anchor, String... statements) {
        return tampering.execute(status -> {
            status.setRollbackOnly();
            admin.execute("SET LOCAL session_replication_role = replica");
            for (String statement : statements) {
                admin.execute(statement);
            }
            return verify.of(anchor);
        });
    }

    private Finding found(String... statements) {
        Verification verification = after(null, statements);
        assertThat(verification.intact()).isFalse();
        return Objects.requireNonNull(verification.problem());
    }

    private static void assertDecision(Finding finding, Kind kind, String account, Sealed of) {
        assertThat(finding.kind()).as(finding.line()).isEqualTo(kind);
        assertThat(finding.account()).as(finding.line()).isEqualTo(account);
        assertThat(finding.businessDate()).isEqualTo(of.businessDate());
        assertThat(finding.run()).isEqualTo(of.run());
        assertThat(finding.act()).isEqualTo(of.act());
        assertThat(finding.line())
                .contains("account " + account, of.businessDate().toString(), of.run() == null ? "act " : "run ");
    }

    private static void assertSeal(Finding finding, Kind kind, Sealed of) {
        assertThat(finding.kind()).as(finding.line()).isEqualTo(kind);
        assertThat(finding.run()).as(finding.line()).isEqualTo(of.run());
        assertThat(finding.act()).as(finding.line()).isEqualTo(of.act());
        assertThat(finding.line()).contains(of.run() == null ? "act " + of.act() : "run " + of.run());
    }

    private String head() {
        return chain.head().orElseThrow().digest();
    }

    @Test
    void findsEverythingIntactWhenNobodyTampered() {
        Verification verification = after(head());

        assertThat(verification.problem()).isNull();
        assertThat(verification).isEqualTo(new Verification(true, 4, 2_546, 0, 0, head(), null));
        assertThat(admin.queryForObject("SELECT count(*) FROM fallow.decision", Long.class))
                .isEqualTo(2_546);
        assertThat(admin.queryForObject("SELECT count(*) FROM fallow.seal_block WHERE seal_id = 1", Long.class))
                .isGreaterThan(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reasons = '{TIDY}'",
                "decided_at = decided_at - interval '1 microsecond'",
                "evidence = 'forged'",
                "to_state = NULL",
                "policy_version = 2"
            })
    void namesTheChangedDecisionWhicheverColumnWasChanged(String change) {
        Finding finding =
                found("UPDATE fallow.decision SET " + change + " WHERE account_id IN (1777, 1999) AND run_id = 1");

        assertDecision(finding, DECISION_CHANGED, "1777", RUN_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"101", "1124", "1125", "1777", "2600"})
    void namesTheRemovedDecisionWhereverItWas(String account) {
        Finding finding = found("DELETE FROM fallow.decision WHERE account_id = " + account);

        assertDecision(finding, DECISION_REMOVED, account, RUN_1);
    }

    @Test
    void namesTheFirstOfManyRemovedDecisions() {
        assertDecision(
                found("DELETE FROM fallow.decision WHERE account_id BETWEEN 1 AND 20 AND run_id = 1"),
                DECISION_REMOVED,
                "1",
                RUN_1);
        assertDecision(
                found("DELETE FROM fallow.decision WHERE account_id BETWEEN 300 AND 2400"),
                DECISION_REMOVED,
                firstFrom300To2400(),
                RUN_1);
        assertDecision(found("DELETE FROM fallow.decision WHERE run_id = 3"), DECISION_REMOVED, "3011", RUN_3);
    }

    @Test
    void namesOneOfTwoDecisionsOfAnAccountInOneNightThatWasRemoved() {
        Finding finding = found("DELETE FROM fallow.decision WHERE account_id = 9 AND to_state = 'PROTECTED'");

        assertDecision(finding, DECISION_REMOVED, "9", RUN_1);
    }

    @Test
    void namesTheNeighboursOfARemovedDecisionWhenItsEventIsGoneToo() {
        Finding finding = found(
                "DELETE FROM fallow.decision WHERE account_id = 1777",
                "DELETE FROM fallow.event WHERE account_id = 1777");

        assertThat(finding.kind()).isEqualTo(DECISION_REMOVED);
        assertThat(finding.account()).isNull();
        assertThat(finding.run()).isEqualTo(1);
        assertThat(finding.line()).contains("run 1", "after or at 1776", "before or at 1778");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "50", "1124", "2601"})
    void namesTheAddedDecisionWhereverItWasAdded(String account) {
        Finding finding = found(
                "INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, run_id, reasons)"
                        + " VALUES (" + account + ", DATE '" + FIRST
                        + "', 'PROTECTED', 'RECYCLED', 1, 1, '{PROPERTY_FREE}')");

        assertDecision(finding, DECISION_ADDED, account, RUN_1);
    }

    @Test
    void namesADecisionThatNoRunAndNoActMade() {
        String insert =
                "INSERT INTO fallow.decision (account_id, business_date, from_state, to_state, policy_version, %s, reasons)"
                        + " VALUES (77, DATE '" + FIRST + "', 'PROTECTED', 'RECYCLED', 1, 99, '{PROPERTY_FREE}')";

        assertDecision(found(String.format(insert, "run_id")), DECISION_ADDED, "77", Sealed.ofRun(99, FIRST));
        assertDecision(found(String.format(insert, "act_id")), DECISION_ADDED, "77", Sealed.ofAct(99, FIRST));
    }

    @Test
    void namesTheFirstOfTwoDecisionsWhoseOrderWasSwapped() {
        String swap =
                "UPDATE fallow.decision AS d SET seq = -o.seq FROM fallow.decision AS o WHERE d.run_id = 1 AND o.run_id = 1 AND ";
        String done = "UPDATE fallow.decision SET seq = -seq WHERE seq < 0";

        assertDecision(
                found(swap + "(d.account_id, o.account_id) IN ((1777, 1999), (1999, 1777))", done),
                DECISION_CHANGED,
                "1777",
                RUN_1);
        assertDecision(
                found(swap + "d.account_id = 9 AND o.account_id = 9 AND d.seq <> o.seq", done),
                DECISION_CHANGED,
                "9",
                RUN_1);
    }

    @Test
    void namesADecisionThatWasMovedToAnotherAccountOrDateOrRun() {
        String move = "UPDATE fallow.decision SET %s WHERE account_id = 1777";

        assertThat(found(String.format(move, "account_id = 5777000")).line()).contains("account 1777:", "run 1");
        assertThat(found(String.format(move, "business_date = DATE '2026-11-21'"))
                        .line())
                .contains("account 1777:", "2026-11-21", "changed");
        assertDecision(found(String.format(move, "run_id = 2")), DECISION_REMOVED, "1777", RUN_1);
    }

    @Test
    void namesTheActOfAnOwnerWhoseEvidenceWasChangedOrRemoved() {
        assertDecision(
                found("UPDATE fallow.decision SET evidence = 'none' WHERE act_id = 1"), DECISION_CHANGED, "7", ACT_1);
        assertDecision(found("DELETE FROM fallow.decision WHERE act_id = 1"), DECISION_REMOVED, "7", ACT_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run_id = 77",
                "decisions = 4",
                "business_date = business_date + 1",
                "sealed_at = sealed_at + interval '1 second'",
                "digest = repeat('0', 64)",
                "previous = repeat('0', 64)"
            })
    void namesTheSealThatWasChanged(String change) {
        Finding finding = found("UPDATE fallow.seal SET " + change + " WHERE run_id = 2");

        assertThat(finding.kind()).as(finding.line()).isEqualTo(SEAL_CHANGED);
        assertThat(finding.seal()).isEqualTo(3);
    }

    @Test
    void namesTheSealWhoseBlocksWereChanged() {
        String[] changes = {
            "UPDATE fallow.seal_block SET digest = sha256(digest) WHERE seal_id = 3",
            "UPDATE fallow.seal_block SET prints = substr(sha256(prints), 1, octet_length(prints)) WHERE seal_id = 3",
            "DELETE FROM fallow.seal_block WHERE seal_id = 3",
            "INSERT INTO fallow.seal_block SELECT 3, block + 100, decisions, digest, prints FROM fallow.seal_block WHERE seal_id = 3",
        };
        for (String change : changes) {
            assertSeal(found(change), SEAL_CHANGED, RUN_2);
        }
    }

    @Test
    void namesTheSealThatWasRemovedFirstInTheMiddleOrLast() {
        assertSeal(found(remove(1)), SEAL_REMOVED, RUN_1);
        assertSeal(found(remove(3)), SEAL_REMOVED, RUN_2);
        assertSeal(found(remove(4)), SEAL_REMOVED, RUN_3);
        Finding act = found(remove(2));
        assertThat(act.kind()).isEqualTo(SEAL_REMOVED);
        assertThat(act.line()).contains("before seal 3 of run 2", "account 7", "act 1");
    }

    private static String remove(long seal) {
        return "DELETE FROM fallow.seal WHERE seal_id = " + seal;
    }

    @Test
    void namesTheSealThatWasMoved() {
        Finding finding = found(
                "ALTER TABLE fallow.seal ALTER COLUMN seal_id DROP IDENTITY",
                "UPDATE fallow.seal SET seal_id = -seal_id WHERE seal_id IN (3, 4)",
                "UPDATE fallow.seal_block SET seal_id = -seal_id WHERE seal_id IN (3, 4)",
                "UPDATE fallow.seal SET seal_id = seal_id + 7 WHERE seal_id < 0",
                "UPDATE fallow.seal_block SET seal_id = seal_id + 7 WHERE seal_id < 0");

        assertSeal(finding, SEAL_MOVED, RUN_3);
    }

    @Test
    void findsAChainThatWasRewrittenConsistentlyOnlyWithAnAnchor() {
        String anchor = head();
        tampering.executeWithoutResult(status -> {
            status.setRollbackOnly();
            List<Sealed> all;
            try (Stream<Seal> seals = chain.seals()) {
                all = seals.map(Seal::of).toList();
            }
            admin.execute("SET LOCAL session_replication_role = replica");
            admin.execute("UPDATE fallow.decision SET reasons = '{TIDY}' WHERE account_id = 1777");
            admin.execute("DELETE FROM fallow.seal_block");
            admin.execute("DELETE FROM fallow.seal");
            Seals forged = new Seals(superuser, jdbc);
            all.forEach(forged::seal);

            assertThat(verify.of(null).problem()).isNull();
            assertThat(verify.of(head()).problem()).isNull();
            Finding finding = Objects.requireNonNull(verify.of(anchor).problem());
            assertThat(finding.kind()).isEqualTo(CHAIN_REWRITTEN);
            assertThat(finding.line()).contains(anchor);
        });
    }

    @Test
    void findsAChainWhoseEndWasCutOffWithAllThatBelongsToItOnlyWithAnAnchor() {
        String[] cut = {
            "DELETE FROM fallow.seal_block WHERE seal_id = 4",
            remove(4),
            "DELETE FROM fallow.decision WHERE run_id = 3",
            "DELETE FROM fallow.run WHERE run_id = 3"
        };

        assertThat(after(null, cut).problem()).isNull();
        assertThat(Objects.requireNonNull(after(head(), cut).problem()).kind()).isEqualTo(CHAIN_REWRITTEN);
    }

    @Test
    void acceptsAnAnchorThatTheChainHasGrownBeyond() {
        List<String> digests = admin.queryForList("SELECT digest FROM fallow.seal ORDER BY seal_id", String.class);

        for (String anchor : digests) {
            assertThat(after(anchor).problem()).isNull();
        }
    }
}
