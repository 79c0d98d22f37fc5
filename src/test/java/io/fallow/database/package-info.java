/** The embedded server's tests, and the databases that all other tests run on. */
@NullMarked
package io.fallow.database;

import org.jspecify.annotations.NullMarked;
