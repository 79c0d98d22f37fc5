package io.fallow.delivery;

import io.fallow.delivery.Attempted.Cause;
import io.fallow.delivery.Attempted.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A target that remembers what it took, and takes what a test lets it. */
final class Collected implements Target {

    final List<Long> taken = new ArrayList<>();
    private final Map<Long, Cause> failing = new HashMap<>();

    Collected fail(long event, Cause cause) {
        failing.put(event, cause);
        return this;
    }

    Collected heal(long event) {
        failing.remove(event);
        return this;
    }

    @Override
    public String consumer() {
        return "collected";
    }

    @Override
    public Attempted deliver(List<Event> events) {
        List<Event> delivered = new ArrayList<>();
        List<Failure> failed = new ArrayList<>();
        Set<String> stuck = new HashSet<>();
        for (Event event : events) {
            Cause cause = failing.get(event.eventId());
            if (stuck.contains(event.orderKey())) {
                continue;
            }
            if (cause == null) {
                delivered.add(event);
                taken.add(event.eventId());
            } else {
                failed.add(new Failure(event, cause, "the test says no", Duration.ZERO));
                stuck.add(event.orderKey());
            }
        }
        return new Attempted(delivered, failed);
    }

    @Override
    public void close() {}
}
