package io.fallow.ledger.base;

/** Accounts from {@code first} to {@code last}, both included, in the order of the key's own collation. Keys are opaque to Java. */
public record KeyRange(String first, String last) {}
