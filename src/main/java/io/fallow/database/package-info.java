/**
 * The PostgreSQL server that Fallow brings along for whoever has none of their own: unpacked, started, shared between
 * commands and stopped. Plain Java and JDBC; knows nothing of Spring or of Fallow's schema.
 */
@NullMarked
package io.fallow.database;

import org.jspecify.annotations.NullMarked;
