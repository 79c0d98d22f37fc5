package io.fallow.database;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** A server of a test's own, to crash: the one that all tests share must not. */
public final class CrashingServer implements AutoCloseable {

    private final DataFolder data;
    private final ServerBinaries binaries;
    private final EmbeddedServer server;

    public CrashingServer(Path folder) {
        data = DataFolder.at(folder);
        binaries = ServerBinaries.in(data, TestServer.binaries());
        server = EmbeddedServer.acquire(folder, TestServer.binaries(), Map.of());
    }

    public TestDatabase database() {
        return TestDatabase.elsewhere(
                URI.create(server.jdbcUrl().substring("jdbc:".length())).getAuthority(),
                server.username(),
                server.password());
    }

    /** Without a checkpoint and without a word to the sessions; the server recovers at the same address. */
    public void crashAndRestart() {
        ServerBinaries.Outcome outcome = binaries.run(
                "pg_ctl",
                "restart",
                "-w",
                "-s",
                "-m",
                "immediate",
                "-D",
                data.cluster().toString(),
                "-l",
                data.log().file().toString());
        if (!outcome.succeeded()) {
            throw new IllegalStateException("the server did not restart: " + outcome.output());
        }
    }

    @Override
    public void close() {
        server.close(); // what it held was lost in the crash, so that it leaves the server alone
        binaries.run(
                "pg_ctl",
                "stop",
                "-w",
                "-s",
                "-m",
                "immediate",
                "-D",
                data.cluster().toString());
    }
}
