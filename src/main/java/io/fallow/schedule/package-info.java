/**
 * Nights that come by themselves: when each is due, which business date it has, what becomes of it, and who is told when it does not
 * come. Quartz only triggers; PostgreSQL decides who owns a run. May use {@link io.fallow.run} and below.
 */
@NullMarked
package io.fallow.schedule;

import org.jspecify.annotations.NullMarked;
