/**
 * Movements out: accounts enter, move and leave, with the decision and the event that tell of it, and the platform does its part. May use base.
 */
@NullMarked
package io.fallow.ledger.movements;

import org.jspecify.annotations.NullMarked;
