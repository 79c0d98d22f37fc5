package io.fallow.owner;

import java.util.Locale;

/**
 * On what a verified act of an owner rests (R3, R10).
 *
 * @param method by which their identity was verified: one word, such as PASSPORT, ID_CARD, CALL_BACK or FACE
 * @param reference under which case that is on file
 * @param by who verified it
 */
public record Evidence(String method, String reference, String by) {

    public Evidence {
        method = method.strip().toUpperCase(Locale.ROOT);
    }

    /** Whether it says anything: the database asks the same of acts in SQL, see fallow.is_evidence. */
    boolean isComplete() {
        return method.matches("[A-Z][A-Z0-9_]{1,39}") && !reference.isBlank() && !by.isBlank();
    }

    /** As it is written beside a decision. */
    @Override
    public String toString() {
        return method + " " + reference + " (by " + by + ")";
    }
}
