package io.fallow.lifecycle;

/** A policy that is refused: names the key, with the path to it, and what is wrong with its value. */
public final class PolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final String problem;

    /** @param key relative to the section that is being read; empty for the section itself */
    public PolicyException(String key, String problem) {
        super((key.isEmpty() ? "policy" : key) + ": " + problem);
        this.key = key;
        this.problem = problem;
    }

    /** The same refusal as seen from the section that contains {@code section}. */
    PolicyException under(String section) {
        return new PolicyException(key.isEmpty() ? section : section + "." + key, problem);
    }
}
