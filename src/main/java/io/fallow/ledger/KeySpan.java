package io.fallow.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A part of the key order that may be open at either end: spans side by side leave no key out, not even one that nobody expects.
 *
 * @param after excluded; null: from the very first
 * @param upTo included; null: to the very last
 */
public record KeySpan(@Nullable String after, @Nullable String upTo) {}
