/** The reference platform's tests, on a PostgreSQL of their own. */
@NullMarked
package io.fallow.platform;

import org.jspecify.annotations.NullMarked;
