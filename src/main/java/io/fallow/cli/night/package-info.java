/**
 * Each night, and when one did not complete: run, serve, schedule, worker, stop, preview, status, runs, report, rerun, approve, inputs, abandon. May use frame.
 */
@NullMarked
package io.fallow.cli.night;

import org.jspecify.annotations.NullMarked;
