/**
 * Events for others: publish, events. May use frame.
 */
@NullMarked
package io.fallow.cli.events;

import org.jspecify.annotations.NullMarked;
