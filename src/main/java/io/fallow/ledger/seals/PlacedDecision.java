package io.fallow.ledger.seals;

import org.jspecify.annotations.Nullable;

/**
 * A decision beside the place that its print has in a seal.
 *
 * @param block of the place; null when no place has the decision's print
 * @param place in the block, from 0
 * @param decision null when none was found for the place
 */
public record PlacedDecision(
        @Nullable Integer block, int place, @Nullable DecisionBytes decision) {}
