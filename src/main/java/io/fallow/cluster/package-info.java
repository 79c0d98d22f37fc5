/**
 * A night's partitions, shared among the processes of a cluster. Quartz moves them, and PostgreSQL decides who may commit. Uses the
 * steps ({@code job.chunk}), the ledger and the settings.
 */
@NullMarked
package io.fallow.cluster;

import org.jspecify.annotations.NullMarked;
