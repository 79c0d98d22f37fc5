package io.fallow.lifecycle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One account in a test, its policy, and the nights it lives through. */
record Account(AccountFacts facts, Policy policy) {

    static Account lastActiveOn(String date) {
        return new Account(new AccountFacts(null, true, "standard", day(date), List.of()), Policies.DESIGN);
    }

    static Account neverSeen() {
        return new Account(new AccountFacts(null, true, "standard", null, List.of()), Policies.DESIGN);
    }

    static LocalDate day(String date) {
        return LocalDate.parse(date);
    }

    Account active(@Nullable String date) {
        return with(facts.onPlatform(), facts.cohort(), date == null ? null : day(date), facts.exclusions());
    }

    Account cohort(@Nullable String cohort) {
        return with(facts.onPlatform(), cohort, facts.platformActivityOn(), facts.exclusions());
    }

    Account holding(String... reasons) {
        List<Reason> exclusions = Arrays.stream(reasons).map(Reason::of).toList();
        return with(facts.onPlatform(), facts.cohort(), facts.platformActivityOn(), exclusions);
    }

    /** From the first date to the last, both included; without a last one, for ever. */
    Account blocked(String first, @Nullable String last) {
        List<Block> blocks = new ArrayList<>(facts.blocks());
        blocks.add(new Block(day(first), last == null ? null : day(last)));
        return new Account(
                new AccountFacts(
                        facts.lifecycle(),
                        facts.onPlatform(),
                        facts.cohort(),
                        facts.platformActivityOn(),
                        facts.exclusions(),
                        blocks,
                        facts.reports()),
                policy);
    }

    /** The notice that went out on that date was delivered on another. */
    Account delivered(String issuedOn, String on) {
        return reported(new NoticeReport(day(issuedOn), day(on)));
    }

    Account bounced(String issuedOn) {
        return reported(new NoticeReport(day(issuedOn), null));
    }

    private Account reported(NoticeReport report) {
        List<NoticeReport> reports = new ArrayList<>(facts.reports());
        reports.add(report);
        return new Account(
                new AccountFacts(
                        facts.lifecycle(),
                        facts.onPlatform(),
                        facts.cohort(),
                        facts.platformActivityOn(),
                        facts.exclusions(),
                        facts.blocks(),
                        reports),
                policy);
    }

    Account gone() {
        return with(false, null, null, List.of());
    }

    Account policy(Policy changed) {
        return new Account(facts, changed);
    }

    Account row(@Nullable Lifecycle row) {
        return new Account(
                new AccountFacts(
                        row,
                        facts.onPlatform(),
                        facts.cohort(),
                        facts.platformActivityOn(),
                        facts.exclusions(),
                        facts.blocks(),
                        facts.reports()),
                policy);
    }

    Lifecycle row() {
        return Objects.requireNonNull(facts.lifecycle(), "the account has no row");
    }

    Decision on(String date) {
        return RecyclingRule.decide(facts, policy, day(date));
    }

    List<Decision> allOn(String date) {
        return RecyclingRule.tonight(facts, policy, day(date));
    }

    /** The account after these nights, each applied whole. */
    Account nights(String... dates) {
        Account account = this;
        for (String date : dates) {
            List<Decision> decisions = account.allOn(date);
            account = account.row(decisions.get(decisions.size() - 1).next());
        }
        return account;
    }

    Account unsealed(String date) {
        return row(OwnerActs.unseal(facts, policy, day(date)).next());
    }

    Account restored(String date) {
        return row(OwnerActs.restore(facts, policy, day(date)).next());
    }

    private Account with(
            boolean onPlatform, @Nullable String cohort, @Nullable LocalDate activity, List<Reason> exclusions) {
        return new Account(
                new AccountFacts(
                        facts.lifecycle(), onPlatform, cohort, activity, exclusions, facts.blocks(), facts.reports()),
                policy);
    }
}
