/**
 * Facts in: whether the inputs can be trusted, which accounts are idle or due, and what the rule may look at. Nothing is written here but what tonight has seen. May use base and runs.
 */
@NullMarked
package io.fallow.ledger.facts;

import org.jspecify.annotations.NullMarked;
