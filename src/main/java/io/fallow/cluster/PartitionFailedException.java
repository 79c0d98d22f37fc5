package io.fallow.cluster;

/** A partition failed in whichever process had it, for the reason that process has stored. */
final class PartitionFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private PartitionFailedException(String message) {
        super(message);
    }

    /** @param description the stored stack trace, of which the deepest cause says what a person can act on */
    static PartitionFailedException of(String partition, String description) {
        String cause = description
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("at ") && !line.startsWith("..."))
                .reduce((first, later) -> later.startsWith("Caused by: ") ? later : first)
                .orElse("its node has not said why");
        return new PartitionFailedException("partition " + partition + ": " + cause.replaceFirst("^Caused by: ", ""));
    }
}
