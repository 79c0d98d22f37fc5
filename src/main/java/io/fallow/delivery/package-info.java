/**
 * Delivers the outbox {@code fallow.event} to others, at least once and in order per account: reads what is settled, hands it to a target,
 * and keeps what each consumer has had. Its SQL is in sql/delivery. May use {@link io.fallow.ledger}, {@link io.fallow.database} and
 * {@link io.fallow.settings}; only the command line uses it.
 */
@NullMarked
package io.fallow.delivery;

import org.jspecify.annotations.NullMarked;
