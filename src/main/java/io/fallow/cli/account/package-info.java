/**
 * A single account: explain, notice, hold, window, unseal, cancel, restore, erasure. May use frame.
 */
@NullMarked
package io.fallow.cli.account;

import org.jspecify.annotations.NullMarked;
