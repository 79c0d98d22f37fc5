/**
 * Launching, continuing, approving and abandoning runs, and saying what they did or would do. PostgreSQL decides who owns a run.
 * May use {@link io.fallow.job} and below.
 */
@NullMarked
package io.fallow.run;

import org.jspecify.annotations.NullMarked;
