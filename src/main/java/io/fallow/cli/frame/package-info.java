/**
 * What commands are made of: their options and output, exit codes, problems as people are told them, and the figures of a night. May use everything below io.fallow.cli.
 */
@NullMarked
package io.fallow.cli.frame;

import org.jspecify.annotations.NullMarked;
