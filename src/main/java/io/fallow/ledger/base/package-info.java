/**
 * What all rooms of the ledger stand on: the statements by name, keys and their ranges, rows by COPY, and accounts that cannot be decided about. May use {@link io.fallow.lifecycle}.
 */
@NullMarked
package io.fallow.ledger.base;

import org.jspecify.annotations.NullMarked;
