package io.fallow.lifecycle;

import java.time.Duration;
import java.util.Locale;

/**
 * How long a property window is open, and when it may be opened again (R7).
 *
 * @param openFor a minute to 30 days
 * @param cooldown from the end of the last window to the next one, where {@code reopen} is AFTER_COOLDOWN; an hour to ten years
 */
public record WindowRules(Duration openFor, Reopen reopen, Duration cooldown) {

    private static final Duration LONGEST_OPEN = Duration.ofDays(30);
    private static final Duration LONGEST_COOLDOWN = Duration.ofDays(3650);

    /** Whether an owner who had a window may have another. */
    public enum Reopen {
        NEVER,
        AFTER_COOLDOWN,
        ALWAYS;

        /** As it is written in a policy. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public WindowRules {
        require("open-for", openFor, Duration.ofMinutes(1), LONGEST_OPEN);
        require("cooldown", cooldown, Duration.ofHours(1), LONGEST_COOLDOWN);
    }

    private static void require(String key, Duration value, Duration shortest, Duration longest) {
        if (value.compareTo(shortest) < 0 || value.compareTo(longest) > 0) {
            throw new PolicyException(key, value + " is not between " + shortest + " and " + longest);
        }
    }
}
