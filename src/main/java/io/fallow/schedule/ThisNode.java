package io.fallow.schedule;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * This process among those that serve one database.
 *
 * @param name by which logs, firings and alarms tell it from the others, over restarts too
 */
record ThisNode(String name) {

    static ThisNode ofThisProcess() {
        return new ThisNode(
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
