@NullMarked
package io.fallow.evidence;

import org.jspecify.annotations.NullMarked;
