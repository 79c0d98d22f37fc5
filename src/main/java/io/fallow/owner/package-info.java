/**
 * What people do to single accounts: ask why, unseal, restore, hold. May use {@link io.fallow.ledger} and
 * {@link io.fallow.lifecycle}.
 */
@NullMarked
package io.fallow.owner;

import org.jspecify.annotations.NullMarked;
