/** Tests of what is done for single accounts that need no night. */
@NullMarked
package io.fallow.owner;

import org.jspecify.annotations.NullMarked;
