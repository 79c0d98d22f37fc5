@NullMarked
package io.fallow.architecture;

import org.jspecify.annotations.NullMarked;
