/** The comparison of a whole night with psql scripts and with a row-by-row job; run by the Maven profile {@code benchmark} only. */
@NullMarked
package io.fallow.benchmark;

import org.jspecify.annotations.NullMarked;
