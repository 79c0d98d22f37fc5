@NullMarked
package io.fallow.ledger.facts;

import org.jspecify.annotations.NullMarked;
