@NullMarked
package io.fallow.benchmark;

import org.jspecify.annotations.NullMarked;
