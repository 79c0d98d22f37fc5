/**
 * Whether the evidence is as it was sealed: recomputes the chain and names the first decision or seal that is not as it was. Digests are
 * computed here, from rows; the database is not believed. May use {@link io.fallow.ledger}.
 */
@NullMarked
package io.fallow.evidence;

import org.jspecify.annotations.NullMarked;
