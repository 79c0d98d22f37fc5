@NullMarked
package io.fallow.run;

import org.jspecify.annotations.NullMarked;
