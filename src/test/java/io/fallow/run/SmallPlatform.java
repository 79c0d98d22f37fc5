package io.fallow.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.Installer;
import io.fallow.database.TestDatabase;
import io.fallow.ledger.base.Sql;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.RunReport;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.PolicyReader;
import io.fallow.platform.ReferencePlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A platform that holds only the accounts a test puts there, so that every row a night writes can be named. */
final class SmallPlatform implements AutoCloseable {

    private static final int LOADED_ROWS = 1_000;

    private final TestPlatform platform;

    SmallPlatform(String... settings) {
        platform = new TestPlatform(TestDatabase.from("small-platform", SmallPlatform::prepare), settings);
    }

    /** The same on an empty database of the test's choice, which is closed with this. */
    SmallPlatform(TestDatabase empty, String... settings) {
        prepare(empty.dataSource());
        platform = new TestPlatform(empty, settings);
    }

    private static void prepare(DataSource empty) {
        new ReferencePlatform(empty).create();
        new Installer(empty).installReference();
    }

    /** Puts back whatever of the contract a test has broken. */
    void repairContract() {
        new Installer(platform.database().dataSource()).installReferenceContract();
    }

    /** Installs a piece of a contract as `fallow init --contract` does. */
    SmallPlatform install(String contract) {
        new Installer(platform.database().dataSource()).installContract("test.sql", contract);
        return this;
    }

    /** Installs the contract without the statements that create, alter or grant these views. */
    SmallPlatform installWithout(String... views) {
        String contract = Sql.named("contract/reference");
        for (String view : views) {
            String name = view.substring(view.indexOf(' ') + 1);
            contract = contract.replaceAll("(?s)CREATE OR REPLACE " + Pattern.quote(view) + " AS.*?;", "")
                    .replaceAll("ALTER " + Pattern.quote(view) + " [^;]*;", "")
                    .replace(", " + name, "");
            assertThat(contract).doesNotContain(name);
        }
        return install(contract);
    }

    List<String> problems() {
        return new Installer(platform.database().dataSource()).problems();
    }

    /** The demo's policy with pieces of its text replaced: what, by what, and so on. */
    static Policy policy(String... replacements) {
        String text;
        try {
            text = Files.readString(Path.of("config/demo-policy.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(text).contains(replacements[i]);
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        return PolicyReader.read(text);
    }

    TestPlatform raw() {
        return platform;
    }

    SmallPlatform account(long id, String cohort, @Nullable LocalDate lastActiveOn) {
        Instant at = lastActiveOn == null ? null : noonOf(lastActiveOn);
        platform.admin()
                .update(
                        "INSERT INTO platform.account (account_id, cohort, last_active_at, handle, display_name, phone)"
                                + " VALUES (?, ?, CAST(? AS timestamptz), ?, 'A Person', '13800000000')",
                        id,
                        cohort,
                        at == null ? null : at.toString(),
                        "owner" + id);
        return this;
    }

    SmallPlatform active(long id, LocalDate on) {
        platform.admin()
                .update(
                        "UPDATE platform.account SET last_active_at = CAST(? AS timestamptz) WHERE account_id = ?",
                        noonOf(on).toString(),
                        id);
        return this;
    }

    SmallPlatform change(long id, long balance) {
        platform.admin()
                .update(
                        "INSERT INTO platform.wallet_balance (account_id, balance, changed_at) VALUES (?, ?, now())"
                                + " ON CONFLICT ON CONSTRAINT wallet_balance_pk DO UPDATE SET balance = excluded.balance",
                        id,
                        balance);
        return this;
    }

    SmallPlatform block(long id) {
        platform.admin()
                .update(
                        "INSERT INTO platform.block (account_id, blocked_at, cause) VALUES (?, '2026-01-01', 'complaint')",
                        id);
        return this;
    }

    SmallPlatform freeze(long id) {
        platform.admin()
                .update(
                        "INSERT INTO platform.judicial_freeze (account_id, frozen_at, authority)"
                                + " VALUES (?, '2026-01-01', 'district court')",
                        id);
        return this;
    }

    /** The name of the trigger that guards the table. */
    String guardOf(String table) {
        return platform.guardOf(table);
    }

    SmallPlatform sql(String statement) {
        platform.admin().execute(statement);
        return this;
    }

    /** Reports one source as loaded completely up to the evening before the date. */
    SmallPlatform loaded(LocalDate date) {
        return loaded(LOADED_ROWS, TestPlatform.eveningOf(date.minusDays(1)));
    }

    SmallPlatform loaded(long rows, Instant newest) {
        platform.admin()
                .update(
                        "INSERT INTO platform.feed (source, loaded_on, rows, newest)"
                                + " VALUES ('account', CAST(? AS date), ?, CAST(? AS timestamptz))"
                                + " ON CONFLICT ON CONSTRAINT feed_pk DO UPDATE SET rows = excluded.rows, newest = excluded.newest",
                        newest.atZone(TestPlatform.ZONE).toLocalDate().toString(),
                        rows,
                        newest.toString());
        return this;
    }

    /** A night on fresh sources that must complete and add up. */
    RunReport night(LocalDate date) {
        return night(date, policy());
    }

    RunReport night(LocalDate date, Policy policy) {
        NightResult result = attempt(date, policy);
        assertThat(result.problem()).isNull();
        return completed(result);
    }

    /** A night on fresh sources, however it ends. */
    NightResult attempt(LocalDate date, Policy policy) {
        return loaded(date).platform.night(date, policy);
    }

    static RunReport completed(NightResult result) {
        RunReport report = result.report();
        assertThat(report.status()).as(String.valueOf(result.problem())).isEqualTo(Run.Status.COMPLETED);
        return report;
    }

    /** Each row as one text. */
    List<String> rows(String query) {
        return platform.rows(query);
    }

    /** The account's state and, after a blank, why it is held; ACTIVE when it has no row. */
    String state(long id) {
        List<String> states = platform.admin()
                .queryForList(
                        "SELECT state || ' ' || array_to_string(excluded_for, ' ') FROM fallow.account_status WHERE account_id = ?",
                        String.class,
                        id);
        return states.isEmpty() ? "ACTIVE" : states.get(0).strip();
    }

    String status(long id) {
        return String.valueOf(platform.admin()
                .queryForObject("SELECT status FROM platform.account WHERE account_id = ?", String.class, id));
    }

    List<String> history(long id) {
        return rows("SELECT business_date, from_state, to_state, array_to_string(reasons, '+') FROM fallow.decision_log"
                + " WHERE account_id = " + id + " ORDER BY business_date, decided_at, to_state");
    }

    /** Everything in the database that is Fallow's or the platform's, sequences aside. */
    List<String> everything() {
        return platform.everything();
    }

    long count(String condition) {
        return platform.count(condition);
    }

    private static Instant noonOf(LocalDate day) {
        return day.atTime(12, 0).atZone(TestPlatform.ZONE).toInstant();
    }

    @Override
    public void close() {
        platform.close();
    }
}
