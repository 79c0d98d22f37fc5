package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.ledger.runs.RunReport;
import io.fallow.lifecycle.Policy;
import io.fallow.owner.Evidence;
import io.fallow.owner.Holds;
import io.fallow.owner.OwnerDesk;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;

/**
 * Worlds side by side on one platform, a seed and a key range each: what happens to their accounts comes from the seed alone, which
 * nights are skipped or die comes from the batch. After every night all rows are compared with the model's.
 */
final class SimulatedWorlds implements AutoCloseable {

    static final int BATCH = 200;
    private static final int ACCOUNTS = 16;
    private static final int KEYS = 100;
    private static final int DAYS = 40;

    private static final Policy POLICY = SmallPlatform.policy(
            "dormant-after: P180D\n    protect-after: P1Y\n    recycle-after: P3Y\n    min-protected: P45D\n"
                    + "    notices: [P30D, P14D, P7D]\n    notices-required: issued\n    unreachable-after: P5Y\n"
                    + "    review-every: P15D\n    quarantine: P60D",
            "dormant-after: P5D\n    protect-after: P9D\n    recycle-after: P16D\n    min-protected: P6D\n"
                    + "    notices: [P5D, P3D, P1D]\n    notices-required: issued\n    unreachable-after: P26D\n"
                    + "    review-every: P3D\n    quarantine: P5D",
            "dormant-after: P60D\n    protect-after: P90D\n    recycle-after: P180D\n    min-protected: P30D\n"
                    + "    notices: [P14D, P7D]\n    notices-required: issued\n    unreachable-after: P1Y\n"
                    + "    review-every: P15D\n    quarantine: P60D",
            "dormant-after: P2D\n    protect-after: P4D\n    recycle-after: P7D\n    min-protected: P3D\n"
                    + "    notices: [P2D, P1D]\n    notices-required: delivered\n    unreachable-after: P15D\n"
                    + "    review-every: P2D\n    quarantine: P4D");
    private static final Map<String, ModelAccount.Periods> COHORTS = Map.of(
            "standard",
                    new ModelAccount.Periods(5, 9, 16, 6, List.of(5, 3, 1), 3, 5, new ModelAccount.Hearing(false, 26)),
            "never-used",
                    new ModelAccount.Periods(2, 4, 7, 3, List.of(2, 1), 2, 4, new ModelAccount.Hearing(true, 15)));

    /** What an account can hold, how it comes to hold it, and how it ceases to. */
    private static final Map<String, List<String>> HOLDINGS = new TreeMap<>(Map.of(
            "CHANGE",
            List.of(
                    "INSERT INTO platform.wallet_balance (account_id, balance, changed_at) VALUES (%1$d, 5, now()) ON CONFLICT ON"
                            + " CONSTRAINT wallet_balance_pk DO UPDATE SET balance = 5",
                    "UPDATE platform.wallet_balance SET balance = 0 WHERE account_id = %1$d"),
            "MICRO_LOAN",
            List.of(
                    "INSERT INTO platform.micro_loan (account_id, principal, outstanding, lent_at) VALUES (%1$d, 9, 9, now())",
                    "UPDATE platform.micro_loan SET outstanding = 0 WHERE account_id = %1$d"),
            "UNFINISHED_TRANSACTION",
            List.of(
                    "INSERT INTO platform.payment_transaction (account_id, amount, started_at, status)"
                            + " VALUES (%1$d, 1, '2020-01-01', 'in dispute')",
                    "UPDATE platform.payment_transaction SET finished_at = '2021-01-01', status = 'completed'"
                            + " WHERE account_id = %1$d"),
            "AUTO_DEDUCTION",
            List.of(
                    "INSERT INTO platform.auto_deduction (account_id, set_up_at, payee) VALUES (%1$d, '2020-01-01', 'a club')",
                    "UPDATE platform.auto_deduction SET closed_at = '2021-01-01' WHERE account_id = %1$d"),
            "JUDICIAL_FREEZE",
            List.of(
                    "INSERT INTO platform.judicial_freeze (account_id, frozen_at, authority) VALUES (%1$d, '2020-01-01', 'court')",
                    "UPDATE platform.judicial_freeze SET lifted_at = '2021-01-01' WHERE account_id = %1$d"),
            "BLOCKED",
            List.of(
                    "INSERT INTO platform.block (account_id, blocked_at, cause) VALUES (%1$d, %2$s, 'complaint')",
                    "UPDATE platform.block SET lifted_at = %2$s WHERE account_id = %1$d AND lifted_at IS NULL")));

    private static final List<String> KINDS = List.copyOf(HOLDINGS.keySet());

    /** Where a night dies: at the rows of some accounts in one of the tables it writes. */
    private static final List<String> DEATHS = List.of(
            "INSERT ON fallow.decision",
            "INSERT ON fallow.event",
            "INSERT ON fallow.notice",
            "INSERT ON fallow.plan",
            "UPDATE ON fallow.account_lifecycle",
            "UPDATE ON platform.account");

    private final SmallPlatform platform = new SmallPlatform("--fallow.chunk-size=150");
    private final Random nights;
    private final Map<Long, ModelAccount> accounts = new TreeMap<>();
    private final Map<Integer, Random> seeds = new TreeMap<>();
    private final Map<Long, List<String>> stories = new HashMap<>();
    private final Map<Long, Long> legalHolds = new HashMap<>();
    private int deaths;
    private int skipped;
    private int refused;
    private int acts;
    private int bounces;
    private long looks;

    /** @param seeds of one batch, that is with the same quotient by {@link #BATCH} */
    SimulatedWorlds(List<Integer> seeds) {
        nights = new Random(seeds.get(0) / BATCH);
        platform.sql("CREATE FUNCTION platform.die() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'the night dies here' USING ERRCODE = 'XX000'; END $$");
        List<String> inserts = new ArrayList<>();
        for (int seed : seeds) {
            Random random = new Random(seed);
            this.seeds.put(seed, random);
            for (int n = 0; n < ACCOUNTS; n++) {
                inserts.add(settle((long) seed * KEYS + n + 1, n, random));
            }
        }
        platform.sql(String.join(";\n", inserts));
    }

    private String settle(long id, int n, Random random) {
        String cohort = n == 0 ? "martian" : n % 2 == 0 ? "standard" : "never-used";
        LocalDate active = n == 1 ? null : TODAY.minusDays(random.nextInt(25));
        accounts.put(id, new ModelAccount(COHORTS.get(cohort), active));
        stories.put(id, new ArrayList<>(List.of(cohort + " used " + active)));
        return "INSERT INTO platform.account (account_id, cohort, last_active_at, handle) VALUES (" + id + ", '"
                + cohort + "', " + (active == null ? "NULL" : noonOf(active)) + ", 'owner" + id + "')";
    }

    record Summary(
            int accounts,
            int nights,
            int skipped,
            int deaths,
            int acts,
            int bounces,
            int refused,
            long looks,
            long recycled,
            long released) {}

    Summary live() {
        int run = 0;
        for (int day = 0; day < DAYS; day++) {
            LocalDate date = TODAY.plusDays(day);
            platform.raw().clock(date);
            live(date);
            if (day > 0 && nights.nextInt(6) == 0) {
                skipped++;
                continue;
            }
            night(date);
            run++;
        }
        return new Summary(
                accounts.size(),
                run,
                skipped,
                deaths,
                acts,
                bounces,
                refused,
                looks,
                platform.count("fallow.decision_log WHERE to_state = 'RECYCLED'"),
                platform.count("fallow.decision_log WHERE to_state = 'RELEASED'"));
    }

    private void live(LocalDate date) {
        List<String> done = new ArrayList<>();
        for (Map.Entry<Integer, Random> world : seeds.entrySet()) {
            for (int n = 0; n < ACCOUNTS; n++) {
                report((long) world.getKey() * KEYS + n + 1, date, world.getValue(), done);
                if (world.getValue().nextInt(16) == 0) {
                    live((long) world.getKey() * KEYS + n + 1, date, world.getValue(), done);
                }
            }
        }
        if (!done.isEmpty()) {
            platform.sql(String.join(";\n", done));
        }
    }

    /** The platform tells of most notices what became of them, sooner or later; of some both. */
    private void report(long id, LocalDate date, Random random, List<String> done) {
        ModelAccount account = account(id);
        int notice = account.lastNoticeOfWhichNothingIsKnown();
        int what = random.nextInt(10);
        if (notice == 0 || what > 6) {
            return;
        }
        boolean bounced = what == 0;
        tell(id, date, "notice " + notice + (bounced ? " bounced" : " delivered"));
        done.add("SELECT fallow.report_notice(" + id + ", " + notice + ", '"
                + (bounced ? "BOUNCED" : what == 1 ? "OPENED" : "DELIVERED") + "', " + noonOf(date) + ", 'message')");
        bounces += bounced ? 1 : 0;
        account.heard(bounced ? null : date, what == 2);
    }

    private void live(long id, LocalDate date, Random random, List<String> done) {
        ModelAccount account = account(id);
        int what = random.nextInt(10);
        if (what < 2) {
            write(
                    id,
                    date,
                    "uses",
                    "UPDATE platform.account SET last_active_at = " + noonOf(date) + " WHERE account_id = " + id,
                    done);
            if (!isOver(account)) {
                account.used(date);
            }
        } else if (what < 3) {
            desk(id, date, account);
        } else if (what < 4) {
            legalHold(id, date, account);
        } else {
            // what is held is given up more often than it comes, so that there is something to recycle
            String kind = KINDS.get(random.nextInt(KINDS.size()));
            for (String other : what < 7 ? KINDS : List.<String>of()) {
                kind = account.holds(other) ? other : kind;
            }
            boolean now = !account.holds(kind);
            if (!isOwners(kind) && account.state().equals("RECYCLED")) {
                tell(id, date, (now ? "+" : "-") + kind);
                done.add(String.format(holding(kind).get(now ? 0 : 1), id, noonOf(date)));
                account.hold(kind, now, date);
                acts++;
                return;
            }
            write(
                    id,
                    date,
                    (now ? "+" : "-") + kind,
                    String.format(holding(kind).get(now ? 0 : 1), id, noonOf(date)),
                    done);
            if (!isOver(account)) {
                account.hold(kind, now, date);
            }
        }
    }

    private static List<String> holding(String kind) {
        return Objects.requireNonNull(HOLDINGS.get(kind));
    }

    /** What an authority or the platform's staff decides reaches an account in its quarantine too. */
    private static boolean isOwners(String kind) {
        return !kind.equals("JUDICIAL_FREEZE") && !kind.equals("BLOCKED");
    }

    private static boolean isOver(ModelAccount account) {
        return account.state().equals("RECYCLED") || account.state().equals("RELEASED");
    }

    /** Whether the guard refuses it is the model's to say; of a released account nothing is used any more. */
    private void write(long id, LocalDate date, String what, String sql, List<String> done) {
        ModelAccount account = account(id);
        if (account.state().equals("RELEASED")) {
            return;
        }
        acts++;
        if (!account.state().equals("RECYCLED")) {
            tell(id, date, what);
            done.add(sql);
        } else if (!sql.startsWith("UPDATE") || sql.startsWith("UPDATE platform.account ")) {
            tell(id, date, what + " (refused)");
            refused++;
            assertThatThrownBy(() -> platform.sql(sql))
                    .as(story(id))
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("is recycled");
        }
    }

    private void desk(long id, LocalDate date, ModelAccount account) {
        if (account.state().equals("PROTECTED")) {
            tell(id, date, "unseals");
            platform.raw()
                    .bean(OwnerDesk.class)
                    .unseal(String.valueOf(id), new Evidence("PASSPORT", "case 9", "desk"), POLICY);
            account.unsealed(date);
            acts++;
        } else if (account.state().equals("RECYCLED")) {
            tell(id, date, "restores");
            platform.raw().bean(OwnerDesk.class).restore(String.valueOf(id), "passport", "desk", POLICY);
            account.restored(date);
            acts++;
        }
    }

    private void legalHold(long id, LocalDate date, ModelAccount account) {
        Holds holds = platform.raw().bean(Holds.class);
        Long inForce = legalHolds.remove(id);
        tell(id, date, (inForce == null ? "+" : "-") + "LEGAL_HOLD");
        if (inForce == null) {
            legalHolds.put(
                    id,
                    holds.place(String.valueOf(id), new Holds.Order(Holds.Kind.LEGAL_HOLD, "order", "legal", null)));
        } else {
            assertThat(holds.release(inForce, "order lifted", "legal")).isTrue();
        }
        account.hold("LEGAL_HOLD", inForce == null, date);
        acts++;
    }

    private void night(LocalDate date) {
        if (nights.nextInt(3) == 0) {
            String death = DEATHS.get(nights.nextInt(DEATHS.size()));
            String table = death.substring(death.indexOf(" ON ") + 4);
            platform.sql("CREATE TRIGGER dies BEFORE " + death + " FOR EACH ROW WHEN (NEW.account_id % " + KEYS + " = "
                    + (1 + nights.nextInt(ACCOUNTS)) + ") EXECUTE FUNCTION platform.die()");
            NightResult attempt = platform.attempt(date, POLICY);
            if (attempt.problem() != null) {
                assertThat(attempt.problem()).contains("the night dies here");
                deaths++;
            }
            platform.sql("DROP TRIGGER dies ON " + table);
        }
        NightResult result = platform.attempt(date, POLICY);
        long looked = accounts.values().stream()
                .filter(account -> account.night(date))
                .count();
        assertThat(result.problem()).isNull();
        RunReport report = SmallPlatform.completed(result);
        compare(date);
        assertThat(report.counts().scanned()).as("scanned on %s", date).isEqualTo(looked);
        looks += looked;
    }

    private void compare(LocalDate date) {
        Map<Long, String> rows = new HashMap<>();
        platform.raw()
                .admin()
                .query(
                        "SELECT account_id, state || ' since ' || since || ', protected ' || coalesce(protected_on::text, 'null')"
                                + " || ', clear ' || coalesce(clear_since::text, 'null') || ', recycle ' || coalesce(recycle_on::text,"
                                + " 'null') || ', ' || notices_issued || ' notices, last ' || coalesce(last_notice_on::text, 'null')"
                                + " || ', due ' || coalesce(due_on::text, 'null') || ', for [' || array_to_string(excluded_for, ', ')"
                                + " || ']' FROM fallow.account_lifecycle",
                        row -> {
                            rows.put(row.getLong(1), String.valueOf(row.getString(2)));
                        });
        accounts.forEach((id, account) -> assertThat(rows.getOrDefault(id, ModelAccount.ACTIVE_WITHOUT_ROW))
                .as("after the night of %s, %s", date, story(id))
                .isEqualTo(account.toString()));
        assertThat(accounts.keySet()).containsAll(rows.keySet());
    }

    private ModelAccount account(long id) {
        return Objects.requireNonNull(accounts.get(id));
    }

    private void tell(long id, LocalDate date, String what) {
        Objects.requireNonNull(stories.get(id)).add(date + " " + what);
    }

    private String story(long id) {
        return "account " + id + " of seed " + id / KEYS + " (replay with -Dsimulation.seed=" + id / KEYS + "): "
                + stories.get(id);
    }

    private static String noonOf(LocalDate day) {
        return "TIMESTAMPTZ '" + day + " 12:00+08'";
    }

    static Stream<List<Integer>> batches(int seeds) {
        return IntStream.range(0, (seeds + BATCH - 1) / BATCH)
                .mapToObj(batch -> IntStream.range(batch * BATCH, Math.min(seeds, (batch + 1) * BATCH))
                        .boxed()
                        .toList());
    }

    @Override
    public void close() {
        platform.close();
    }
}
