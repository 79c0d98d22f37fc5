package io.fallow.delivery;

import java.util.List;

/** Where events go. One consumer each, with a cursor of its own. */
interface Target extends AutoCloseable {

    /** Its name in fallow.consumer. */
    String consumer();

    /**
     * Hands the events over, those of one order key one after the other; after a failure, no later one of the same key.
     *
     * @param events in the order of their numbers
     * @throws TargetRefusesException when it takes nothing at all until somebody has changed something
     */
    Attempted deliver(List<Event> events);

    @Override
    void close();
}
