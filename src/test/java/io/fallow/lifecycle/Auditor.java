package io.fallow.lifecycle;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks over the shoulder of the nights with books of its own, and checks whatever cannot be undone against them. */
final class Auditor {

    private final List<LocalDate> notices = new ArrayList<>();
    private @Nullable LocalDate promised;
    private @Nullable LocalDate protectedOn;
    private @Nullable LocalDate recycledOn;
    private @Nullable Cohort warnedUnder;
    private boolean sameCohort = true;

    int recycled;

    void ownerActed(LocalDate date, Life life) {
        notices.clear();
        protectedOn = life.state() == State.PROTECTED ? date : null;
    }

    void check(LocalDate date, Decision decision, AccountFacts facts, Policy policy) {
        Cohort cohort = policy.cohort(facts.cohort());
        boolean held = !facts.exclusions().isEmpty() || cohort == null || facts.lastActiveOn() == null;
        if (held || !facts.onPlatform()) {
            notices.clear();
        }
        switch (decision.verdict()) {
            case PROTECT -> {
                assertThat(date)
                        .isAfterOrEqualTo(
                                idleSince(facts).plus(requireNonNull(cohort).protectAfter()));
                assertThat(facts.exclusions()).doesNotContain(Reason.of(Reason.BLOCKED));
                protectedOn = date;
                notices.clear();
            }
            case WARN -> warned(date, requireNonNull(decision.next()), requireNonNull(cohort));
            case RECYCLE -> {
                assertThat(held).isFalse();
                recycled(date, facts, requireNonNull(cohort));
            }
            case RELEASE -> {
                assertThat(facts.exclusions()).allMatch(reason -> reason.name().equals(Reason.BLOCKED));
                Cohort quarantined = policy.cohort(
                        facts.onPlatform()
                                ? facts.cohort()
                                : requireNonNull(decision.next()).cohort());
                assertThat(date)
                        .isAfterOrEqualTo(requireNonNull(recycledOn)
                                .plus(requireNonNull(quarantined).quarantine()));
            }
            default -> {
                /* nothing that could hurt */
            }
        }
    }

    private void warned(LocalDate date, Lifecycle next, Cohort cohort) {
        if (next.noticesIssued() == 1) {
            notices.clear();
            sameCohort = true;
            warnedUnder = cohort;
        }
        sameCohort &= cohort.equals(warnedUnder);
        if (!notices.isEmpty()) {
            LocalDate before = notices.get(notices.size() - 1);
            assertThat(date).isAfter(before);
            assertThat(requireNonNull(next.recycleOn())).isAfterOrEqualTo(requireNonNull(promised));
        }
        notices.add(date);
        promised = next.recycleOn();
        assertThat(notices).hasSize(next.noticesIssued());
        assertThat(requireNonNull(promised)).isAfter(date);
    }

    private void recycled(LocalDate date, AccountFacts facts, Cohort cohort) {
        List<Period> leads = cohort.notices();
        assertThat(date)
                .isAfterOrEqualTo(idleSince(facts).plus(cohort.recycleAfter()))
                .isAfterOrEqualTo(requireNonNull(protectedOn).plus(cohort.minProtected()))
                .isAfterOrEqualTo(requireNonNull(promised));
        assertThat(notices).hasSizeGreaterThanOrEqualTo(leads.size());
        assertThat(date).isAfterOrEqualTo(notices.get(notices.size() - 1).plus(leads.get(leads.size() - 1)));
        if (sameCohort && cohort.equals(warnedUnder)) {
            assertThat(notices).hasSameSizeAs(leads);
            for (int i = 0; i < leads.size(); i++) {
                assertThat(date).isAfterOrEqualTo(notices.get(i).plus(leads.get(i)));
                if (i > 0 && leads.get(i - 1).toTotalMonths() == 0) {
                    Period interval = leads.get(i - 1).minus(leads.get(i));
                    assertThat(notices.get(i))
                            .isAfterOrEqualTo(notices.get(i - 1).plus(interval));
                }
            }
        }
        recycledOn = date;
        recycled++;
    }

    private static LocalDate idleSince(AccountFacts facts) {
        return requireNonNull(facts.lastActiveOn());
    }
}
