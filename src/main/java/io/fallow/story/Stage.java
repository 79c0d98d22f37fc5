package io.fallow.story;

import io.fallow.database.Installer;
import io.fallow.ledger.base.Sql;
import io.fallow.lifecycle.Lifecycle;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.State;
import io.fallow.owner.AccountException;
import io.fallow.owner.Explain;
import io.fallow.platform.ReferencePlatform;
import io.fallow.run.NightResult;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where a story is played: a platform with no other accounts than the story's, nights on it, and a narrator. Whatever is done is told,
 * and whatever should come of it is checked.
 */
public final class Stage {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final double MINOR = 100.0;
    private static final int MOST_NIGHTS = 60;

    private final JdbcClient platform;
    private final Desks desks;
    private final StandingClock clock;
    private final Policy policy;
    private final Consumer<String> narrator;
    private final List<Person> people = new ArrayList<>();

    /**
     * @param platform a login that may write to the platform's tables
     * @param narrator hears every line
     */
    public Stage(DataSource platform, Desks desks, StandingClock clock, Policy policy, Consumer<String> narrator) {
        this.platform = JdbcClient.create(platform);
        this.desks = desks;
        this.clock = clock;
        this.policy = policy;
        this.narrator = narrator;
    }

    /** Puts up the platform, without a single account, and Fallow on it. */
    public static void build(DataSource empty) {
        new ReferencePlatform(empty).create();
        new Installer(empty).installReference();
    }

    // ---- who and when

    /** Opened an account on that day and was last seen on another; never seen again when that is null. */
    Person person(String name, String cohort, LocalDate registered, @Nullable LocalDate lastSeen) {
        Person person = new Person(people.size() + 1L, name, name.toLowerCase(Locale.ROOT));
        people.add(person);
        act("register", person, Map.of("name", name, "handle", person.handle(), "cohort", cohort), values -> {
            values.put("registeredAt", noon(registered));
            values.put("lastActiveAt", lastSeen == null ? null : noon(lastSeen));
        });
        say(name + " has account " + person.account() + " in cohort " + cohort + ", "
                + (lastSeen == null
                        ? "opened on " + registered + " and never used."
                        : "last used on " + lastSeen + "."));
        return person;
    }

    LocalDate today() {
        return clock.today();
    }

    Policy policy() {
        return policy;
    }

    void later(Duration duration) {
        clock.moveTo(clock.instant().plus(duration));
    }

    /** Goes on to the morning of that day. */
    void onTheMorningOf(LocalDate day) {
        clock.moveToMorning(day);
    }

    // ---- the narrator

    /** A sentence of the story itself. */
    void say(String sentence) {
        narrator.accept("  " + WHEN.format(now()) + "  " + sentence);
    }

    /** Says what holds, if it does. */
    void expect(boolean holds, String what) {
        if (!holds) {
            throw new StoryException("it does not hold that " + what);
        }
        say("So: " + what + ".");
    }

    void expectState(Person person, State state) {
        State is = state(person);
        if (is != state) {
            throw new StoryException(person.name() + "'s account is " + is + ", not " + state);
        }
    }

    // ---- the platform

    void logsIn(Person person) {
        act("log-in", person, Map.of("at", at()));
        say(person.name() + " logs in.");
    }

    void getsChange(Person person, long amount) {
        act("add-change", person, Map.of("at", at(), "amount", amount));
        say(money(amount) + " comes into " + person.name() + "'s change.");
    }

    void takesChange(Person person, long amount) {
        act("take-change", person, Map.of("at", at(), "amount", amount));
        say(person.name() + " takes " + money(amount) + " out.");
    }

    void saves(Person person, long amount) {
        act("save", person, Map.of("at", at(), "amount", amount));
        say(person.name() + " has " + money(amount) + " in a bank's savings.");
    }

    void takesSavings(Person person) {
        act("take-savings", person, Map.of());
        say(person.name() + " transfers the savings out.");
    }

    void borrows(Person person, long amount) {
        act("lend", person, Map.of("at", at(), "amount", amount));
        say(person.name() + " owes " + money(amount) + ".");
    }

    void repays(Person person, long amount) {
        act("repay", person, Map.of("amount", amount));
        say(money(amount) + " of " + person.name() + "'s loan is repaid.");
    }

    void buys(Person person, long amount) {
        act("start-transaction", person, Map.of("at", at(), "amount", amount));
        say(person.name() + " has bought something for " + money(amount) + ", which is not delivered yet.");
    }

    void isDelivered(Person person) {
        act("finish-transaction", person, Map.of("at", at()));
        say("It is delivered, and " + person.name() + "'s transaction is finished.");
    }

    void isBlocked(Person person) {
        act("block", person, Map.of("at", at()));
        say("The platform blocks " + person.name() + "'s account after complaints.");
    }

    /** @param asset CHANGE, BANK_SAVINGS, WEALTH or ALL */
    void isFrozen(Person person, String asset) {
        act("freeze", person, Map.of("at", at(), "asset", asset));
        say("A court freezes " + (asset.equals("ALL") ? "everything" : asset) + " of " + person.name() + "'s.");
    }

    /** Asks as the platform does, and insists on the answer. */
    void asks(Person person, String operation, boolean allowed, String reason) {
        String answer = platform.sql(Sql.named("story/ask-permits"))
                .param("account", person.account())
                .param("operation", operation)
                .param("at", at())
                .query((row, number) -> (row.getBoolean(1) ? "yes: " : "no: ") + row.getString(2))
                .single();
        say("May " + person.name() + " do " + operation + "? " + answer);
        String expected = (allowed ? "yes: " : "no: ") + reason;
        if (!answer.equals(expected)) {
            throw new StoryException(operation + " of " + person.name() + "'s should be answered \"" + expected + "\"");
        }
    }

    /** In minor units. */
    long change(Person person) {
        return platform.sql(Sql.named("story/read-account"))
                .param("account", person.account())
                .query((row, number) -> row.getLong("balance"))
                .single();
    }

    /** Null once it is out of use. */
    @Nullable
    String handle(Person person) {
        return platform.sql(Sql.named("story/read-account"))
                .param("account", person.account())
                .query((row, number) -> new @Nullable String[] {row.getString("handle")})
                .single()[0];
    }

    boolean handleIsFree(Person person) {
        return platform.sql(Sql.named("story/ask-handle"))
                .param("handle", person.handle())
                .query(Boolean.class)
                .single();
    }

    State state(Person person) {
        return platform.sql(Sql.named("story/read-state"))
                .param("account", person.account())
                .query(String.class)
                .optional()
                .map(State::valueOf)
                .orElse(State.ACTIVE);
    }

    // ---- Fallow

    Desks desks() {
        return desks;
    }

    /** Tonight's night, and what became of the story's people in it. */
    void night() {
        LocalDate date = today();
        clock.moveToEnd(date);
        platform.sql(Sql.named("story/report-feed"))
                .param("day", date)
                .param("at", at())
                .update();
        NightResult result = desks.nights().run(date, policy);
        if (result.problem() != null) {
            throw new StoryException("the night of " + date + " failed: " + result.problem());
        }
        List<String> turns = platform.sql(Sql.named("story/read-turns"))
                .param("date", date)
                .query((row, number) -> nameOf(row.getLong(1)) + ": " + row.getString(2))
                .list();
        turns.forEach(turn -> say("Night. " + turn));
        if (turns.isEmpty()) {
            say("Night. Nothing changes.");
        }
        clock.moveToMorning(date.plusDays(1));
    }

    /** Night after night, of which only those are played on which something is due, until the account is in that state. */
    void nightsUntil(Person person, State state) {
        nightsUntil(person, () -> state(person) == state);
    }

    /** The same, until the next night on which something is due is the one that recycles it. */
    void nightsUntilRecyclingIsNext(Person person) {
        nightsUntil(person, () -> {
            Lifecycle row = explained(person).lifecycle();
            return row != null && row.recycleOn() != null && row.recycleOn().equals(row.dueOn());
        });
    }

    private void nightsUntil(Person person, BooleanSupplier reached) {
        for (int i = 0; !reached.getAsBoolean(); i++) {
            if (i == MOST_NIGHTS) {
                throw new StoryException("after " + MOST_NIGHTS + " nights " + person.name() + "'s account is "
                        + state(person) + ", and not what the story waits for");
            }
            clock.moveToMorning(nextDate(person));
            night();
        }
    }

    /** The next date on which anything can happen to it, if nothing about it changes. */
    LocalDate nextDate(Person person) {
        List<Explain.Turn> ahead = explained(person).ahead();
        if (ahead.isEmpty()) {
            throw new StoryException("nothing lies ahead of " + person.name() + "'s account");
        }
        return ahead.get(0).on();
    }

    private Explain.Explanation explained(Person person) {
        return desks.explain().of(person.key(), policy, today());
    }

    /** Insists that it is refused, and says why. */
    void isRefused(String what, Runnable attempt) {
        try {
            attempt.run();
        } catch (AccountException e) {
            say(what + ": refused. " + e.getMessage() + ".");
            return;
        }
        throw new StoryException("it was not refused: " + what);
    }

    /** The platform reports what became of a notice. */
    void reports(Person person, int notice, String outcome) {
        desks.notices().report(person.key(), notice, outcome, at(), "message of notice " + notice, "the mail service");
        say("The platform reports that notice " + notice + " to " + person.name() + " was " + outcome + ".");
    }

    /** When the account is to be recycled as things stand. */
    LocalDate recycleOn(Person person) {
        Lifecycle row = explained(person).lifecycle();
        LocalDate on = row == null ? null : row.recycleOn();
        if (on == null) {
            throw new StoryException(person.name() + "'s account is not to be recycled");
        }
        return on;
    }

    // ---- beneath

    private void act(String script, Person person, Map<String, ?> parameters) {
        act(script, person, parameters, values -> {});
    }

    private void act(
            String script, Person person, Map<String, ?> parameters, Consumer<Map<String, @Nullable Object>> more) {
        Map<String, @Nullable Object> values = new HashMap<>(parameters);
        values.put("account", person.account());
        more.accept(values);
        platform.sql(Sql.named("story/" + script)).params(values).update();
    }

    private String nameOf(long account) {
        return people.stream()
                .filter(person -> person.account() == account)
                .map(Person::name)
                .findFirst()
                .orElse("account " + account);
    }

    private ZonedDateTime now() {
        return clock.local();
    }

    private OffsetDateTime at() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private OffsetDateTime noon(LocalDate day) {
        Instant noon = day.atTime(12, 0).atZone(policy.zone()).toInstant();
        return noon.atOffset(ZoneOffset.UTC);
    }

    private static String money(long minor) {
        return String.format(Locale.ROOT, "%.2f", minor / MINOR);
    }
}
