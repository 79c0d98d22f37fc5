package io.fallow.ledger.facts;

/**
 * A precondition that does not hold.
 *
 * @param subject what it is about, such as a table
 * @param found what is wrong with it, as the end of a sentence that begins with the subject
 * @param cure what to do, as a sentence without its stop
 */
public record Unmet(Precondition precondition, String subject, String found, String cure) {

    /** All of it, for a person. */
    public String sentence() {
        return subject + " " + found + "; " + cure + " [" + precondition.key() + "]";
    }
}
