@NullMarked
package io.fallow.schedule;

import org.jspecify.annotations.NullMarked;
