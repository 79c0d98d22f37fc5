/**
 * All SQL on Fallow's own tables: facts in, transitions out. Statements live in files under sql/; nothing in here decides.
 * May use {@link io.fallow.lifecycle}, and nothing above.
 */
@NullMarked
package io.fallow.ledger;

import org.jspecify.annotations.NullMarked;
