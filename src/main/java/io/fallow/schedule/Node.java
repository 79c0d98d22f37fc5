package io.fallow.schedule;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * This process among those that serve one database.
 *
 * @param name by which logs, firings and alarms tell it from the others, over restarts too
 */
record Node(String name) {

    static Node ofThisProcess() {
        return new Node(
                host() + "-" + ProcessHandle.current().pid() + "-" + Long.toString(System.currentTimeMillis(), 36));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "node";
        }
    }
}
