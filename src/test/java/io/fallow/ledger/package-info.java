@NullMarked
package io.fallow.ledger;

import org.jspecify.annotations.NullMarked;
