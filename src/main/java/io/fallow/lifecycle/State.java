package io.fallow.lifecycle;

/** The states of DESIGN section 2. An account without a lifecycle row is {@link #ACTIVE}. */
public enum State {
    ACTIVE,
    DORMANT,
    PROTECTED,
    /** Soft: everything can be restored until the quarantine is over. */
    RECYCLED,
    /** Final: the platform has been told to erase personal data. */
    RELEASED
}
