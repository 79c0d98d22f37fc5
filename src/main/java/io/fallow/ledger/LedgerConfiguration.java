package io.fallow.ledger;

import io.fallow.ledger.acts.Cancellations;
import io.fallow.ledger.acts.Erasures;
import io.fallow.ledger.acts.Standings;
import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.facts.Contract;
import io.fallow.ledger.facts.DueAccounts;
import io.fallow.ledger.facts.Facts;
import io.fallow.ledger.facts.IdleAccounts;
import io.fallow.ledger.facts.LateArrivals;
import io.fallow.ledger.facts.Preconditions;
import io.fallow.ledger.facts.Sources;
import io.fallow.ledger.movements.Barrier;
import io.fallow.ledger.movements.ElapsedWindows;
import io.fallow.ledger.movements.Leftovers;
import io.fallow.ledger.movements.PlatformActs;
import io.fallow.ledger.movements.Transitions;
import io.fallow.ledger.plan.Plan;
import io.fallow.ledger.plan.PlanReview;
import io.fallow.ledger.runs.Outcomes;
import io.fallow.ledger.runs.PartitionClaims;
import io.fallow.ledger.runs.Runs;
import io.fallow.ledger.runs.ShardNights;
import io.fallow.ledger.runs.Tallies;
import io.fallow.ledger.seals.Decisions;
import io.fallow.ledger.seals.SealChain;
import io.fallow.ledger.seals.Seals;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The ledger's parts, on one database: what each is made of, its constructor says. */
@Configuration(proxyBeanMethods = false)
@Import({
    Runs.class,
    Tallies.class,
    Outcomes.class,
    PartitionClaims.class,
    ShardNights.class,
    Sources.class,
    Contract.class,
    Preconditions.class,
    Facts.class,
    DueAccounts.class,
    IdleAccounts.class,
    LateArrivals.class,
    SetAside.class,
    Plan.class,
    PlanReview.class,
    Transitions.class,
    PlatformActs.class,
    Barrier.class,
    ElapsedWindows.class,
    Leftovers.class,
    Seals.class,
    SealChain.class,
    Decisions.class,
    Cancellations.class,
    Erasures.class,
    Standings.class,
})
public class LedgerConfiguration {}
