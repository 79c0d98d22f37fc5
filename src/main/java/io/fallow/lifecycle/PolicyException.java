package io.fallow.lifecycle;

/** A policy that is refused: names the key and what is wrong with its value. */
public final class PolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PolicyException(String key, String problem) {
        super(key + ": " + problem);
    }

    PolicyException(String message) {
        super(message);
    }

    /** The same refusal with the path to the section; as it is when it names that path already. */
    PolicyException under(String path) {
        String message = String.valueOf(getMessage());
        boolean named = path.isEmpty() || message.startsWith(path + ".") || message.startsWith(path + ":");
        return named ? this : new PolicyException(path + "." + message);
    }
}
