@NullMarked
package io.fallow.cli;

import org.jspecify.annotations.NullMarked;
