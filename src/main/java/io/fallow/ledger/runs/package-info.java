/**
 * Nights as they are kept: who runs one, what it has counted and become, and the fence that every chunk asks. May use base.
 */
@NullMarked
package io.fallow.ledger.runs;

import org.jspecify.annotations.NullMarked;
