package io.fallow.delivery;

import io.fallow.settings.FileSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * One event a line, appended and forced to the disk before the cursor moves. What a crash left of a line is cut off at the next start: its
 * batch was not settled, and comes again whole.
 */
final class NdjsonFile implements Target {

    static final String CONSUMER = "file";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path path;
    private final FileSettings settings;
    private final Envelope envelope;
    private final Clock clock;
    private FileChannel channel;

    /**
     * @param path of the file that is appended to; its folder must exist
     * @throws TargetRefusesException when it cannot be written, or another process writes it
     */
    NdjsonFile(Path path, FileSettings settings, Envelope envelope, Clock clock) {
        this.path = path.toAbsolutePath();
        this.settings = settings;
        this.envelope = envelope;
        this.clock = clock;
        try {
            this.channel = open();
            cutBrokenLine();
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    @Override
    public String consumer() {
        return CONSUMER;
    }

    @Override
    public Attempted deliver(List<Event> events) {
        try {
            if (isFull()) {
                rotate();
            }
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (Event event : events) {
                lines.writeBytes(envelope.of(event));
                lines.write('\n');
            }
            append(lines.toByteArray());
        } catch (IOException e) {
            throw refusal(e);
        }
        return new Attempted(events, List.of());
    }

    /** All or nothing: of a batch that was written in part, as on a full disk, the part is taken back. */
    private void append(byte[] lines) throws IOException {
        long before = channel.size();
        try {
            ByteBuffer rest = ByteBuffer.wrap(lines);
            while (rest.hasRemaining()) {
                channel.write(rest, before + rest.position());
            }
            channel.force(true);
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
    }

    private boolean isFull() throws IOException {
        long size = channel.size();
        if (size == 0) {
            return false;
        }
        long limit = settings.rotateAt().toBytes();
        Instant written = Files.getLastModifiedTime(path).toInstant();
        return limit > 0 && size >= limit
                || settings.rotateDaily() && day(written).isBefore(day(clock.instant()));
    }

    private static LocalDate day(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate();
    }

    /** Puts the file aside under the time of its last line; the first free name, so that nothing is overwritten. */
    private void rotate() throws IOException {
        String stamp = STAMP.format(Files.getLastModifiedTime(path).toInstant());
        Path aside = path.resolveSibling(path.getFileName() + "." + stamp);
        for (int n = 2; Files.exists(aside); n++) {
            aside = path.resolveSibling(path.getFileName() + "." + stamp + "-" + n);
        }
        channel.close();
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        channel = open();
        try (FileChannel folder = FileChannel.open(folder(), StandardOpenOption.READ)) {
            folder.force(true); // the new names, too, must outlive a power cut
        }
    }

    private Path folder() {
        Path folder = path.getParent();
        return folder == null ? path : folder;
    }

    private FileChannel open() throws IOException {
        FileChannel opened =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (opened.tryLock() != null) {
                return opened;
            }
        } catch (OverlappingFileLockException e) {
            // this process has it: the same answer
        }
        opened.close();
        throw new IOException("another process writes it");
    }

    private void cutBrokenLine() throws IOException {
        long end = channel.size();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (end > 0) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') {
                break;
            }
            end--;
        }
        if (end < channel.size()) {
            channel.truncate(end);
            channel.force(true);
        }
    }

    private TargetRefusesException refusal(IOException error) {
        return new TargetRefusesException(
                "the file " + path + " cannot be written: " + error.getMessage()
                        + "; fallow.delivery.file.path says where it is",
                error);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw refusal(e);
        }
    }
}
