/**
 * What operators watch: figures of the latest runs, of what is due and of what waits, read from the database by cheap statements, so that
 * every node of a cluster tells the same. Uses the ledger; is used by the ways in.
 */
@NullMarked
package io.fallow.metrics;

import org.jspecify.annotations.NullMarked;
