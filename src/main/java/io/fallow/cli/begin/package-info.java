/**
 * To begin and to end: demo, init, uninstall. May use frame and account.
 */
@NullMarked
package io.fallow.cli.begin;

import org.jspecify.annotations.NullMarked;
