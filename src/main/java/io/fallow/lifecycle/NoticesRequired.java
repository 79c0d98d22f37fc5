package io.fallow.lifecycle;

import java.util.Locale;

/** What must have become of an account's notices before it is recycled. A notice that bounced counts in neither case. */
public enum NoticesRequired {
    /** All went out, and none is known to have bounced. */
    ISSUED,
    /** The platform reported each of them as delivered or opened. */
    DELIVERED;

    /** As it is written in a policy. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
