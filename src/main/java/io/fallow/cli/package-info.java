/** The command line: parses, calls, prints. Decides nothing. May use everything below. */
@NullMarked
package io.fallow.cli;

import org.jspecify.annotations.NullMarked;
