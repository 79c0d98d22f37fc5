/** What is in config/ for other programs to read fits those programs, and fits Fallow. */
@NullMarked
package io.fallow.config;

import org.jspecify.annotations.NullMarked;
