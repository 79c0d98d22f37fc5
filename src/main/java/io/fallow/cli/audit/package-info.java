/**
 * For auditors: verify, seal. May use frame.
 */
@NullMarked
package io.fallow.cli.audit;

import org.jspecify.annotations.NullMarked;
