package io.fallow.ledger.movements;

import io.fallow.ledger.base.CopyRows;
import io.fallow.ledger.base.KeyRange;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Sql;
import io.fallow.lifecycle.Lifecycle;
import io.fallow.lifecycle.Reason;
import io.fallow.lifecycle.State;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Transitions out: each moves a whole chunk with set-based statements, in the caller's transaction, and writes the decision and the
 * event with it. Every statement says which state it expects.
 */
public final class Transitions {

    private static final String COPY_LIFECYCLE = Sql.named("ledger/movements/copy-lifecycle");
    private static final String COPY_DECISIONS = Sql.named("ledger/movements/copy-decisions");
    private static final String COPY_EVENTS = Sql.named("ledger/movements/copy-events");
    private static final String LEAVE = Sql.named("step/scanIdleAccounts/return-owners");
    private static final String LOCK = Sql.named("ledger/movements/lock-accounts");
    private static final String MOVE = Sql.named("ledger/movements/move-accounts");
    private static final String RECORD_WAITS = Sql.named("ledger/movements/record-waits");
    private static final String APPLY_WAITS = Sql.named("step/excludePropertyHolders/apply-waits");
    private static final String LOCK_PLANNED = Sql.named("step/protectLongUnused/lock-planned");
    private static final String PROTECT = Sql.named("step/protectLongUnused/protect-planned");
    private static final String WARN = Sql.named("step/warnOwners/warn-planned");

    /** Separates the elements of a text[] inside an array of them; no reason's name holds it. */
    private static final String UNIT = "\u001f";

    private final DataSource dataSource;
    private final JdbcClient jdbc;

    public Transitions(DataSource dataSource, JdbcClient jdbc) {
        this.dataSource = dataSource;
        this.jdbc = jdbc;
    }

    /** Accounts without a row enter as DORMANT. */
    public void enter(Night night, List<Moved> accounts) {
        CopyRows lifecycle = new CopyRows(dataSource, COPY_LIFECYCLE);
        for (Moved account : accounts) {
            Lifecycle next = account.next();
            lifecycle
                    .add(account.accountId())
                    .add(next.state())
                    .add(next.since())
                    .add(next.lastActiveOn())
                    .add(next.dueOn())
                    .add(night.policyVersion())
                    .add(night.runId())
                    .add(next.cohort())
                    .endRow();
        }
        lifecycle.write();
        record(night, accounts, State.DORMANT.name(), State.DORMANT.name());
    }

    /**
     * Rows of owners who came back, or of accounts that vanished, go.
     *
     * @param toState as the decision says; null for an account that vanished
     * @return how many left; those that a platform transaction holds stay due
     */
    public int leave(Night night, List<Moved> accounts, @Nullable State toState, String event) {
        if (accounts.isEmpty()) {
            return 0;
        }
        Set<String> left = jdbc.sql(LEAVE)
                .param("ids", ids(accounts))
                .param(
                        "states",
                        texts(accounts, account -> account.decision().from().name()))
                .query(String.class)
                .set();
        List<Moved> gone =
                accounts.stream().filter(a -> left.contains(a.accountId())).toList();
        record(night, gone, toState == null ? null : toState.name(), event);
        return gone.size();
    }

    /** The decision and the event of each account, written by COPY. */
    private void record(Night night, List<Moved> accounts, @Nullable String toState, String event) {
        CopyRows decisions = new CopyRows(dataSource, COPY_DECISIONS);
        CopyRows events = new CopyRows(dataSource, COPY_EVENTS);
        for (Moved account : accounts) {
            Lifecycle next = account.decision().next();
            decisions
                    .add(account.accountId())
                    .add(night.businessDate())
                    .add(account.decision().from())
                    .add(toState)
                    .add(night.policyVersion())
                    .add(night.runId())
                    .addArray(account.decision().reasons(), Reason::name)
                    .endRow();
            events.add(account.accountId())
                    .add(night.businessDate())
                    .add(next == null ? null : next.dueOn())
                    .add(night.runId())
                    .add(event)
                    .endRow();
        }
        decisions.write();
        events.write();
    }

    /** Accounts of the chunk that the plan leaves in their state: what was found is recorded. Held rows stay due. */
    public void applyWaits(Night night, List<String> ids) {
        if (!ids.isEmpty()) {
            planned(APPLY_WAITS, night).param("ids", ids.toArray(String[]::new)).update();
        }
    }

    /** @return the DORMANT accounts of the range that the plan protects and that are now locked, in key order */
    public List<String> lockForProtection(Night night, KeyRange range) {
        return planned(LOCK_PLANNED, night)
                .param("first", range.first())
                .param("last", range.last())
                .query(String.class)
                .list();
    }

    /**
     * Planned accounts of the range become PROTECTED; the platform was told before, see {@link PlatformActs#protect}.
     *
     * @param busy planned accounts of the range that could not be locked: they are left as they are
     * @param locked how many were
     * @throws IllegalStateException when not exactly those became PROTECTED
     */
    public void protect(Night night, KeyRange range, List<String> busy, int locked) {
        long moved = planned(PROTECT, night)
                .param("busy", busy.toArray(String[]::new))
                .param("first", range.first())
                .param("last", range.last())
                .query(Long.class)
                .single();
        if (moved != locked) {
            throw new IllegalStateException(
                    "of " + locked + " accounts locked as DORMANT " + moved + " became PROTECTED");
        }
    }

    /** @return the accounts whose planned notice was issued */
    public List<String> warn(Night night, List<String> ids) {
        return planned(WARN, night)
                .param("ids", ids.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /** @return those of the accounts that are in the state and are now locked, in key order */
    public List<String> lock(List<String> ids, State state) {
        return jdbc.sql(LOCK)
                .param("ids", ids.toArray(String[]::new))
                .param("state", state.name())
                .query(String.class)
                .list();
    }

    /**
     * Moves locked accounts.
     *
     * @throws IllegalStateException when one was not in the state {@code from}, which a lock should have made impossible
     */
    public void move(Night night, List<Moved> accounts, State from, State to, String event) {
        if (accounts.isEmpty()) {
            return;
        }
        long moved = jdbc.sql(MOVE)
                .param("ids", ids(accounts))
                .param("lastActiveOns", texts(accounts, a -> a.next().lastActiveOn()))
                .param("recycleOns", texts(accounts, a -> a.next().recycleOn()))
                .param("dueOns", texts(accounts, a -> a.next().dueOn()))
                .param("cohorts", texts(accounts, a -> a.next().cohort()))
                .param(
                        "reasons",
                        texts(
                                accounts,
                                a -> a.decision().reasons().stream()
                                        .map(Reason::name)
                                        .collect(Collectors.joining(UNIT))))
                .param("fromState", from.name())
                .param("toState", to.name())
                .param("event", event)
                .param("businessDate", night.businessDate())
                .param("policyVersion", night.policyVersion())
                .param("runId", night.runId())
                .query(Long.class)
                .single();
        if (moved != accounts.size()) {
            throw new IllegalStateException(
                    "moved " + moved + " of " + accounts.size() + " locked accounts from " + from + " to " + to);
        }
    }

    /**
     * Locks accounts and moves those that could be locked.
     *
     * @return how many moved; the others are in use by the platform and stay due
     */
    public int lockAndMove(Night night, List<Moved> accounts, State from, State to, String event) {
        if (accounts.isEmpty()) {
            return 0;
        }
        Set<String> locked = Set.copyOf(lock(List.of(ids(accounts)), from));
        List<Moved> moving =
                accounts.stream().filter(a -> locked.contains(a.accountId())).toList();
        move(night, moving, from, to, event);
        return moving.size();
    }

    /** Locked accounts stay in their state after all, as decided under the lock. */
    public void recordWaits(Night night, List<Moved> accounts, State state) {
        if (accounts.isEmpty()) {
            return;
        }
        jdbc.sql(RECORD_WAITS)
                .param("ids", ids(accounts))
                .param("lastActiveOns", texts(accounts, a -> a.next().lastActiveOn()))
                .param("clearSinces", texts(accounts, a -> a.next().clearSince()))
                .param("recycleOns", texts(accounts, a -> a.next().recycleOn()))
                .param("lastNoticeOns", texts(accounts, a -> a.next().lastNoticeOn()))
                .param("noticesIssued", texts(accounts, a -> a.next().noticesIssued()))
                .param("dueOns", texts(accounts, a -> a.next().dueOn()))
                .param("cohorts", texts(accounts, a -> a.next().cohort()))
                .param(
                        "excludedFor",
                        texts(accounts, a -> String.join(UNIT, a.next().excludedFor())))
                .param("state", state.name())
                .param("policyVersion", night.policyVersion())
                .param("runId", night.runId())
                .update();
    }

    private StatementSpec planned(String sql, Night night) {
        return jdbc.sql(sql)
                .param("runId", night.runId())
                .param("executionId", night.executionId())
                .param("businessDate", night.businessDate())
                .param("policyVersion", night.policyVersion());
    }

    private static String[] ids(List<Moved> accounts) {
        return accounts.stream().map(Moved::accountId).toArray(String[]::new);
    }

    private static @Nullable String[] texts(List<Moved> accounts, Function<Moved, @Nullable Object> value) {
        @Nullable String[] texts = new String[accounts.size()];
        for (int i = 0; i < texts.length; i++) {
            Object each = value.apply(accounts.get(i));
            texts[i] = each == null ? null : each.toString();
        }
        return texts;
    }
}
