package io.fallow.database;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A command of its own process that takes hold of a server and never lets go: it waits to be killed. */
final class HoldUntilKilled {

    private HoldUntilKilled() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedServer server = EmbeddedServer.acquire(Path.of(arguments[0]), Path.of(arguments[1]), Map.of());
        System.out.println(server.jdbcUrl());
        new CountDownLatch(1).await();
    }
}
