/**
 * Evidence: decisions as they are digested, and the chain of seals over them. May use base and runs.
 */
@NullMarked
package io.fallow.ledger.seals;

import org.jspecify.annotations.NullMarked;
