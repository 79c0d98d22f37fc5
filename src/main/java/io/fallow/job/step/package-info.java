/**
 * The steps of the night, one class each, named as in the job, the logs, the report and sql/step/. May use
 * {@link io.fallow.job.chunk}, {@link io.fallow.ledger} and {@link io.fallow.lifecycle}; no step knows another.
 */
@NullMarked
package io.fallow.job.step;

import org.jspecify.annotations.NullMarked;
