package io.fallow.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder that holds the embedded server: its binaries, its cluster, its password, its log and its lock. */
record DataFolder(Path root) {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** pg_ctl hands the path to a shell between double quotes, as it is. */
    private static final Pattern UNQUOTABLE = Pattern.compile("[\"$`\\\\\n]");

    private static final int PASSWORD_BYTES = 24;

    /** Two threads of one JVM may not ask for the same file lock, so they queue here first. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    static DataFolder at(Path dataDir) {
        Path root = dataDir.toAbsolutePath().normalize();
        if (UNQUOTABLE.matcher(root.toString()).find()) {
            throw new DatabaseUnavailableException("data folder " + root
                    + " has a character in its path that PostgreSQL's starter cannot quote (\" $ ` \\ or a line break): "
                    + elsewhere());
        }
        try {
            Files.createDirectories(root);
            DataFolder data = new DataFolder(root.toRealPath());
            data.refuseAnotherUsers();
            return data;
        } catch (FileAlreadyExistsException e) {
            throw new DatabaseUnavailableException(
                    "data folder " + root + " cannot be made: " + e.getFile() + " is a file; move it away or "
                            + elsewhere(),
                    e);
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    /** PostgreSQL would refuse too, but only after a start and in its log. */
    private void refuseAnotherUsers() throws IOException {
        if (!Files.exists(cluster())) {
            return;
        }
        int owner = (int) Files.getAttribute(cluster(), "unix:uid");
        if (owner != ServerBinaries.userId()) {
            throw new DatabaseUnavailableException(cluster() + " belongs to user " + Files.getOwner(cluster())
                    + ": run Fallow as that user or " + elsewhere());
        }
    }

    Path cluster() {
        return root.resolve("cluster");
    }

    ServerLog log() {
        return new ServerLog(root.resolve("postgresql.log"));
    }

    Path passwordFile() {
        return root.resolve("password");
    }

    /** Serialises what may start or stop the server, between threads and between processes. */
    <T> T locked(Supplier<T> act) {
        THREADS.lock();
        try (FileChannel channel =
                        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            return act.get();
        } catch (IOException e) {
            throw unusable(root, e);
        } catch (UncheckedIOException e) {
            throw unusable(root, Objects.requireNonNull(e.getCause()));
        } finally {
            THREADS.unlock();
        }
    }

    /** The superuser's password: made once, readable by its owner only, and older than the cluster it opens. */
    String password() {
        try {
            if (Files.exists(passwordFile())) {
                return Files.readString(passwordFile()).strip();
            }
            if (Files.exists(cluster())) {
                throw new DatabaseUnavailableException(passwordFile() + ", the key to " + cluster()
                        + ", is missing: put it back, or delete the data folder to begin anew");
            }
            byte[] secret = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(secret);
            String password = HexFormat.of().formatHex(secret);
            Path unfinished =
                    Files.createTempFile(root, "password", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.writeString(unfinished, password + "\n", StandardOpenOption.SYNC);
            Files.move(unfinished, passwordFile(), StandardCopyOption.ATOMIC_MOVE);
            return password;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes a subfolder under a provisional name that becomes its own only when it is complete, so that a command
     * killed half-way leaves nothing that looks finished.
     */
    void make(Path folder, FolderMaker maker) throws IOException {
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".new");
        delete(unfinished);
        try {
            maker.make(unfinished);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(unfinished);
        }
    }

    @FunctionalInterface
    interface FolderMaker {
        void make(Path folder) throws IOException;
    }

    static DatabaseUnavailableException unusable(Path folder, IOException e) {
        if (String.valueOf(e.getMessage()).contains("No space left")) {
            return new DatabaseUnavailableException(
                    "disk full at " + folder + ": free some space or " + elsewhere(), e);
        }
        if (e instanceof AccessDeniedException denied) {
            return new DatabaseUnavailableException(
                    "data folder " + folder + " is not writable (" + denied.getFile()
                            + "): grant this user the right or " + elsewhere(),
                    e);
        }
        String why =
                e instanceof FileSystemException file && file.getReason() != null ? file.getReason() : e.toString();
        return new DatabaseUnavailableException(
                "data folder " + folder + " cannot be used (" + why + "): " + elsewhere(), e);
    }

    static String elsewhere() {
        return "choose another folder with FALLOW_DATA_DIR";
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
