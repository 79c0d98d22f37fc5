@NullMarked
package io.fallow.delivery;

import org.jspecify.annotations.NullMarked;
