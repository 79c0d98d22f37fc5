/**
 * Tonight's verdicts: decided once, kept, paced, counted and digested, and looked up by whoever applies them. May use base, runs and movements.
 */
@NullMarked
package io.fallow.ledger.plan;

import org.jspecify.annotations.NullMarked;
