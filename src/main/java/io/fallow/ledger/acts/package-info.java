/**
 * What owners have asked for and nights complete: cancellations, erasures, and the standings of accounts. May use base and runs.
 */
@NullMarked
package io.fallow.ledger.acts;

import org.jspecify.annotations.NullMarked;
