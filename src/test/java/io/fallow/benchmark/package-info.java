/** The comparison of a whole night with a plain psql script; run by the Maven profile {@code benchmark} only. */
@NullMarked
package io.fallow.benchmark;

import org.jspecify.annotations.NullMarked;
