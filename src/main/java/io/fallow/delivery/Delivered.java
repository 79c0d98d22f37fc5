package io.fallow.delivery;

/**
 * What publishing to a consumer came to.
 *
 * @param delivered how many events it took, repetitions among them
 * @param waiting how many are held back and will be tried again
 * @param dead how many are held back until an operator replays or skips them
 * @param unreachable whether it was not there
 */
public record Delivered(String consumer, long delivered, long waiting, long dead, boolean unreachable) {

    /** Whether nothing is left for later. */
    public boolean isComplete() {
        return waiting == 0 && dead == 0 && !unreachable;
    }
}
