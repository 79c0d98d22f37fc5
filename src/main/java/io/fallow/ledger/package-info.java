/**
 * All SQL on Fallow's own tables, in rooms: facts in, the plan, movements out, runs, seals, acts. Statements live in files under sql/, in
 * folders of the rooms' names; nothing in here decides. May use {@link io.fallow.lifecycle}, and nothing above.
 */
@NullMarked
package io.fallow.ledger;

import org.jspecify.annotations.NullMarked;
