/**
 * How a step over accounts runs, whatever it does: partitioned by key, a chunk a transaction, poison found by halving.
 * May use {@link io.fallow.ledger} and {@link io.fallow.lifecycle}.
 */
@NullMarked
package io.fallow.job.chunk;

import org.jspecify.annotations.NullMarked;
