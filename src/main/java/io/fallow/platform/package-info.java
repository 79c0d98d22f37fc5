/**
 * The reference platform: its tables in schema {@code platform}, the generator that fills them and the days that pass on
 * them between demo nights. It owns sql/platform, uses JDBC alone, and nothing of Fallow but the stable view
 * {@code fallow.account_status}. Only the demo and the tests need it.
 */
@NullMarked
package io.fallow.platform;

import org.jspecify.annotations.NullMarked;
