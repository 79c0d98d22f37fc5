package io.fallow.lifecycle;

/** What a {@link Decision} does to an account. */
public enum Verdict {
    /** An account without a lifecycle row stays without one. */
    LEAVE,
    /** ACTIVE to DORMANT. */
    ENTER,
    /** The owner came back: the lifecycle row goes, or becomes ACTIVE while an act of the owner must be remembered. */
    RETURN,
    /** The state stays; reasons and the next due date may change. */
    WAIT,
    /** DORMANT to PROTECTED. */
    PROTECT,
    /** The next notice before recycling is issued. */
    WARN,
    /** PROTECTED to RECYCLED. */
    RECYCLE,
    /** RECYCLED to RELEASED. */
    RELEASE,
    /** The account vanished from the platform: its lifecycle row goes. */
    GONE
}
