@NullMarked
package io.fallow.settings;

import org.jspecify.annotations.NullMarked;
