package io.fallow.story;

import io.fallow.lifecycle.Reason;
import io.fallow.lifecycle.State;
import io.fallow.owner.CancellationDesk;
import io.fallow.owner.Evidence;
import io.fallow.owner.Holds;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** All stories. What each one is about is in its title; what rule of the domain it shows, in its lines. */
public final class Stories {

    private static final String DESK = "the desk";
    private static final String STANDARD = "standard";
    private static final String NEVER_USED = "never-used";

    private static final List<Story> ALL = List.of(
            new Story("protected-owner", "The protected owner who withdraws after unsealing", Stories::protectedOwner),
            new Story(
                    "blocked-borrower",
                    "The blocked borrower who repays through a window, until its last minute",
                    Stories::blockedBorrower),
            new Story("frozen-account", "The account of which a court has frozen a part", Stories::frozenAccount),
            new Story("never-used", "The registration that nobody ever used", Stories::neverUsed),
            new Story("eve-of-recycling", "The deposit on the eve of recycling", Stories::eveOfRecycling),
            new Story(
                    "last-day-restore",
                    "The owner who comes back on the last day of quarantine",
                    Stories::lastDayRestore),
            new Story("bounced-notice", "The notice that came back", Stories::bouncedNotice),
            new Story("heir", "The heir who keeps a mother's account for ever", Stories::heir),
            new Story(
                    "cancellation", "The cancellation that waits for an unfinished transaction", Stories::cancellation),
            new Story("unsealing-channel", "The stranger who sells unsealing", Stories::unsealingChannel));

    private Stories() {}

    public static List<Story> all() {
        return ALL;
    }

    public static Optional<Story> named(String name) {
        return ALL.stream().filter(story -> story.name().equals(name)).findFirst();
    }

    private static void protectedOwner(Stage stage) {
        Person mei = stage.person(
                "Mei", STANDARD, stage.today().minusYears(5), stage.today().minusYears(2));
        stage.getsChange(mei, 2500);
        stage.night();
        stage.expectState(mei, State.PROTECTED);
        stage.asks(mei, "LOGIN", false, "PROTECTED");
        stage.asks(mei, "CHANGE_WITHDRAWAL", false, "PROTECTED");
        stage.logsIn(mei);
        stage.night();
        stage.expectState(mei, State.PROTECTED);
        stage.say("Using an account does not unseal it: whoever stole a password would be in.");
        stage.desks().owner().unseal(mei.key(), new Evidence("PASSPORT", "case 4711", DESK), stage.policy());
        stage.say("Mei shows her passport at the desk, and is called back. The desk unseals, and its word is sealed.");
        stage.expectState(mei, State.ACTIVE);
        stage.asks(mei, "CHANGE_WITHDRAWAL", true, "ACTIVE");
        stage.takesChange(mei, 2500);
        stage.expect(stage.change(mei) == 0, "Mei has every cent of it back");
    }

    private static void blockedBorrower(Stage stage) {
        Person bo = stage.person(
                "Bo", STANDARD, stage.today().minusYears(4), stage.today().minusDays(20));
        stage.borrows(bo, 120_00);
        stage.getsChange(bo, 200_00);
        stage.isBlocked(bo);
        stage.night();
        stage.asks(bo, "LOGIN", false, "BLOCKED");
        stage.asks(bo, "LOAN_REPAYMENT", false, "BLOCKED");
        stage.say("A block does not end a loan, and a loan does not stop a block. Bo asks for a window.");
        stage.desks().windows().open(bo.key(), "the telephone used since 2024", null, DESK);
        stage.say("The platform says that Bo's telephone was commonly used before. A window opens, for 48 hours.");
        stage.asks(bo, "SOCIAL", false, "BLOCKED");
        stage.later(Duration.ofHours(47).plusMinutes(59));
        stage.asks(bo, "LOAN_REPAYMENT", true, "WINDOW_OPEN");
        stage.repays(bo, 120_00);
        stage.desks().windows().record(bo.key(), "LOAN_REPAYMENT", "transaction 1", DESK);
        stage.say("What was done through the window is recorded.");
        stage.later(Duration.ofMinutes(2));
        stage.asks(bo, "CHANGE_WITHDRAWAL", false, "BLOCKED");
        stage.isRefused(
                "A withdrawal at hour 48:01",
                () -> stage.desks().windows().record(bo.key(), "CHANGE_WITHDRAWAL", "transaction 2", DESK));
        stage.night();
        stage.expect(stage.change(bo) == 200_00, "the rest of Bo's change is still Bo's");
    }

    private static void frozenAccount(Stage stage) {
        Person ida = stage.person(
                "Ida", STANDARD, stage.today().minusYears(9), stage.today().minusYears(4));
        stage.getsChange(ida, 30_00);
        stage.saves(ida, 500_00);
        stage.isFrozen(ida, "CHANGE");
        stage.night();
        stage.expectState(ida, State.PROTECTED);
        stage.desks().owner().unseal(ida.key(), new Evidence("PASSPORT", "case 4712", DESK), stage.policy());
        stage.say("Ida is back, and unsealed.");
        stage.asks(ida, "CHANGE_WITHDRAWAL", false, "FROZEN");
        stage.asks(ida, "BANK_SAVINGS_TRANSFER_OUT", true, "ACTIVE");
        stage.takesSavings(ida);
        LocalDate gone = stage.today();
        stage.say("Then Ida is not seen again. Her change is frozen, so it is there.");
        for (int years = 1; years <= 5; years++) {
            stage.onTheMorningOf(gone.plusYears(years));
            stage.night();
        }
        stage.expectState(ida, State.PROTECTED);
        stage.expect(stage.change(ida) == 30_00, "years later nothing has been recycled, and nothing was taken");
    }

    private static void neverUsed(Stage stage) {
        Person nobody = stage.person("Nobody", NEVER_USED, stage.today().minusDays(90), null);
        stage.nightsUntil(nobody, State.RECYCLED);
        stage.asks(nobody, "LOGIN", false, "RECYCLED");
        stage.expect(stage.handle(nobody) == null && !stage.handleIsFree(nobody), "the handle is out of use, and kept");
        stage.nightsUntil(nobody, State.RELEASED);
        stage.expect(!stage.handleIsFree(nobody), "personal data is erased, and nobody else gets the handle");
    }

    private static void eveOfRecycling(Stage stage) {
        Person eve = stage.person("Eve", NEVER_USED, stage.today().minusDays(200), null);
        stage.nightsUntilRecyclingIsNext(eve);
        stage.onTheMorningOf(stage.nextDate(eve));
        stage.say("Tonight Eve's account is to be recycled.");
        stage.getsChange(eve, 1);
        stage.night();
        stage.expectState(eve, State.PROTECTED);
        stage.expect(stage.change(eve) == 1, "a single cent keeps the account, and the cent is there");
        stage.takesChange(eve, 1);
        stage.say("Eve takes it out again. What was counted before counts no more: every notice goes out anew.");
        stage.nightsUntil(eve, State.RECYCLED);
    }

    private static void lastDayRestore(Stage stage) {
        Person lin = stage.person("Lin", NEVER_USED, stage.today().minusDays(200), null);
        Person tan = stage.person("Tan", NEVER_USED, stage.today().minusDays(200), null);
        stage.nightsUntil(lin, State.RECYCLED);
        stage.expectState(tan, State.RECYCLED);
        LocalDate release = stage.nextDate(lin);
        stage.onTheMorningOf(release);
        stage.say("Tonight the quarantine of both is over.");
        stage.desks().owner().restore(lin.key(), "passport, case 4713", DESK, stage.policy());
        stage.say("Lin comes to the desk this morning, and the account is restored.");
        stage.expect("lin".equals(stage.handle(lin)), "Lin has the account back, with the handle");
        stage.night();
        stage.expectState(lin, State.PROTECTED);
        stage.expectState(tan, State.RELEASED);
        stage.isRefused(
                "Tan's restore a day later",
                () -> stage.desks().owner().restore(tan.key(), "passport, case 4714", DESK, stage.policy()));
    }

    private static void bouncedNotice(Stage stage) {
        LocalDate seen = stage.today().minusYears(3);
        Person pia = stage.person("Pia", STANDARD, stage.today().minusYears(8), seen);
        stage.nightsUntilRecyclingIsNext(pia);
        LocalDate told = stage.recycleOn(pia);
        stage.say("Three notices went out to Pia. All say that the account is recycled on " + told + ".");
        stage.reports(pia, 1, "delivered");
        stage.reports(pia, 2, "bounced");
        stage.onTheMorningOf(told);
        stage.night();
        stage.expectState(pia, State.PROTECTED);
        stage.expect(
                stage.recycleOn(pia).equals(seen.plusYears(5)),
                "whom a notice does not reach is not warned: the account waits until five years without use, "
                        + stage.recycleOn(pia));
        stage.say("Before that date all three go out again.");
        stage.nightsUntilRecyclingIsNext(pia);
        stage.onTheMorningOf(stage.recycleOn(pia).minusDays(1));
        stage.desks().owner().unseal(pia.key(), new Evidence("PASSPORT", "case 4717", DESK), stage.policy());
        stage.say("The last of them finds Pia at her new address. She shows her passport at the desk.");
        stage.expectState(pia, State.ACTIVE);
        stage.expect("pia".equals(stage.handle(pia)), "the account is Pia's, with the handle");
    }

    private static void heir(Stage stage) {
        Person ana = stage.person("Ana", NEVER_USED, stage.today().minusDays(200), null);
        Person bea = stage.person("Bea", NEVER_USED, stage.today().minusDays(200), null);
        stage.night();
        stage.expectState(ana, State.PROTECTED);
        stage.say(
                "Ana has died. Her daughter comes to the desk with the certificate, and asks that the account stays.");
        stage.desks()
                .holds()
                .place(ana.key(), new Holds.Order(Holds.Kind.MEMORIAL, "her daughter, certificate 88", DESK, null));
        stage.nightsUntil(bea, State.RECYCLED);
        stage.nightsUntil(bea, State.RELEASED);
        LocalDate died = stage.today();
        for (int years = 10; years <= 50; years += 10) {
            stage.onTheMorningOf(died.plusYears(years));
            stage.night();
        }
        stage.expectState(ana, State.PROTECTED);
        stage.expect("ana".equals(stage.handle(ana)), "fifty years later Ana's account is there, with its name");
    }

    private static void cancellation(Stage stage) {
        Person cal = stage.person(
                "Cal", STANDARD, stage.today().minusYears(5), stage.today().minusDays(1));
        stage.buys(cal, 80_00);
        stage.say("Cal comes to the desk with a passport, and wants to cancel the account.");
        CancellationDesk.Standing standing = stage.desks()
                .cancellations()
                .request(cal.key(), new Evidence("PASSPORT", "case 4715", DESK), stage.policy());
        stage.expect(
                standing.unsettled().stream().map(Reason::name).toList().equals(List.of("UNFINISHED_TRANSACTION")),
                "the desk says what must still be settled: an unfinished transaction");
        stage.night();
        stage.night();
        stage.expectState(cal, State.ACTIVE);
        stage.asks(cal, "LOGIN", true, "ACTIVE");
        stage.isDelivered(cal);
        stage.night();
        stage.expectState(cal, State.RECYCLED);
        stage.asks(cal, "LOGIN", false, "RECYCLED");
        stage.say("Cal has changed their mind, and comes back within the quarantine.");
        stage.desks().owner().restore(cal.key(), "passport, case 4716", DESK, stage.policy());
        stage.desks().owner().unseal(cal.key(), new Evidence("PASSPORT", "case 4716", DESK), stage.policy());
        stage.expect("cal".equals(stage.handle(cal)), "Cal has the account back, as it was");
    }

    private static void unsealingChannel(Stage stage) {
        Person wen = stage.person(
                "Wen", STANDARD, stage.today().minusYears(6), stage.today().minusYears(3));
        stage.getsChange(wen, 9_999_00);
        stage.night();
        stage.expectState(wen, State.PROTECTED);
        stage.say("Somebody sells \"unsealing\" of accounts, and has Wen's password.");
        stage.asks(wen, "LOGIN", false, "PROTECTED");
        stage.asks(wen, "CHANGE_TRANSFER_OUT", false, "PROTECTED");
        stage.asks(wen, "OPEN_WINDOW", false, "PROTECTED");
        stage.isRefused(
                "Unsealing without evidence",
                () -> stage.desks().owner().unseal(wen.key(), new Evidence("NONE", " ", "a channel"), stage.policy()));
        stage.isRefused(
                "A window instead", () -> stage.desks().windows().open(wen.key(), "a telephone", null, "a channel"));
        stage.night();
        stage.expectState(wen, State.PROTECTED);
        stage.expect(stage.change(wen) == 9_999_00, "only a verified, recorded act at the official desk unseals");
    }
}
