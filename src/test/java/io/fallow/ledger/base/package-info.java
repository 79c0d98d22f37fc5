@NullMarked
package io.fallow.ledger.base;

import org.jspecify.annotations.NullMarked;
