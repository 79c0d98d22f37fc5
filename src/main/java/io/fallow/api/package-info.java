/**
 * The way in for other programs, beside `fallow serve`: what commands tell and do, over HTTP, for whoever has a token. Uses the ledger, runs
 * and the owner's desk; knows no SQL. Loaded by `fallow serve` only.
 */
@NullMarked
package io.fallow.api;

import org.jspecify.annotations.NullMarked;
