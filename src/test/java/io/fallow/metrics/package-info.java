@NullMarked
package io.fallow.metrics;

import org.jspecify.annotations.NullMarked;
