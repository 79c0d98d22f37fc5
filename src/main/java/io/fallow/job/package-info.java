/**
 * The nightly job as a table of contents: its steps and their order, nothing else. May use {@link io.fallow.job.step} and below.
 */
@NullMarked
package io.fallow.job;

import org.jspecify.annotations.NullMarked;
