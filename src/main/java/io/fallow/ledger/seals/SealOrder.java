package io.fallow.ledger.seals;

/** By which order the decisions of a seal were digested. */
public enum SealOrder {

    /** The account key's own: for texts that of the database's collation, which a restore may change. Seals of older versions have it. */
    KEY,

    /** That of the bytes of the key as a text: the same in every database. */
    TEXT
}
