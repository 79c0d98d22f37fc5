package io.fallow.database;

import com.sun.security.auth.module.UnixSystem;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The unpacked programs of one PostgreSQL release, and the way to run them as whoever runs Fallow. */
record ServerBinaries(Path folder) {

    private static final long ROOT = 0;

    static String version() {
        Properties built = new Properties();
        try (InputStream in = ServerBinaries.class.getResourceAsStream("binaries.properties")) {
            if (in == null) {
                throw new IllegalStateException("binaries.properties is not on the class path: build with Maven");
            }
            built.load(in);
        } catch (IOException e) {
            throw new IllegalStateException("binaries.properties cannot be read", e);
        }
        return built.getProperty("version");
    }

    /** Unpacks the programs beside the cluster unless they are there; takes some seconds the first time. */
    static ServerBinaries in(DataFolder data) {
        return in(data, data.root().resolve("postgresql-" + version()));
    }

    static ServerBinaries in(DataFolder data, Path folder) {
        if (!Files.isDirectory(folder)) {
            try {
                data.make(folder, ServerBinaries::unpack);
            } catch (IOException e) {
                throw DataFolder.unusable(folder, e);
            }
        }
        return new ServerBinaries(folder);
    }

    /** Runs a program to its end; what it prints, errors included, is in the result. */
    Outcome run(String program, String... arguments) {
        List<String> command = new ArrayList<>(unprivileged());
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(Arrays.asList(arguments));
        return execute(command);
    }

    record Outcome(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** PostgreSQL refuses to run as root; in a user namespace without mappings root is nobody, yet owns its files. */
    private static List<String> unprivileged() {
        if (userId() != ROOT) {
            return List.of();
        }
        List<String> unshare = List.of("unshare", "-U");
        List<String> trial = new ArrayList<>(unshare);
        trial.add("true");
        Outcome outcome = execute(trial);
        if (!outcome.succeeded()) {
            throw new DatabaseUnavailableException("PostgreSQL refuses to run as root, and this machine does not permit"
                    + " 'unshare -U' (" + outcome.output().strip() + "): run Fallow as an ordinary user, or set"
                    + " SPRING_DATASOURCE_URL to a server of your own");
        }
        return unshare;
    }

    static long userId() {
        return new UnixSystem().getUid();
    }

    private static Outcome execute(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException e) {
            return new Outcome(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException("interrupted while " + command.get(0) + " was running", e);
        }
    }

    private static void unpack(Path folder) throws IOException {
        try (InputStream packed = packed();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = entry.resolveIn(folder);
                Files.createDirectories(entry.isDirectory() ? target : target.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.copy(tar, target);
                    if ((entry.getMode() & 0100) != 0 && !target.toFile().setExecutable(true, false)) {
                        throw new IOException(target + " cannot be made executable");
                    }
                }
            }
        }
    }

    private static InputStream packed() throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String hardware = System.getProperty("os.arch");
        try {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                    system.startsWith("mac") ? "Darwin" : system, hardware);
        } catch (IllegalStateException e) {
            throw new DatabaseUnavailableException(
                    "no PostgreSQL for " + system + " on " + hardware + " comes with Fallow: set SPRING_DATASOURCE_URL"
                            + " to a server of your own",
                    e);
        }
    }
}
