@NullMarked
package io.fallow.api;

import org.jspecify.annotations.NullMarked;
