package io.fallow.ledger.base;

/** An item that is about one account. */
public interface Keyed {

    /** The account's key, opaque. */
    String accountId();

    /** Nothing but the key: what a step reads that applies an earlier step's plan. */
    record Key(String accountId) implements Keyed {}
}
