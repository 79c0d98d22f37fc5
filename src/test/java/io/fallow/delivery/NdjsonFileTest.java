package io.fallow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.settings.FileSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Every event is a whole line of the file or of one that was put aside, whatever happened in between. */
class NdjsonFileTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final DataSize NEVER = DataSize.ofBytes(0);

    private final OutboxDatabase outbox = new OutboxDatabase();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        outbox.close();
    }

    private Path path() {
        return folder.resolve("events.ndjson");
    }

    private NdjsonFile file(DataSize rotateAt, boolean daily) {
        FileSettings settings = new FileSettings(path().toString(), rotateAt, daily);
        return new NdjsonFile(path(), settings, new Envelope("/fallow"), outbox.clock());
    }

    private Delivered publish(DataSize rotateAt, boolean daily) {
        try (NdjsonFile file = file(rotateAt, daily)) {
            return outbox.once(file);
        }
    }

    private static List<String> ids(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> JSON.readTree(line).get("id").asString())
                .toList();
    }

    @Test
    void appendsOneLineAnEvent() throws IOException {
        outbox.events(1L, 2L, null);
        assertThat(publish(NEVER, false)).isEqualTo(new Delivered("file", 3, 0, 0, false));
        outbox.events(1L);
        publish(NEVER, false);

        assertThat(ids(path())).containsExactly("1", "2", "3", "4");
    }

    @Test
    void whatAKillLeftOfALineIsCutOffAndItsBatchComesAgainWhole() throws IOException {
        outbox.events(1L, 2L);
        publish(NEVER, false);
        outbox.events(1L, 2L);
        // a batch that was written in part, and never settled
        String lines = Files.readString(path());
        String third = lines.lines().findFirst().orElseThrow().replace("\"id\":\"1\"", "\"id\":\"3\"") + "\n";
        Files.writeString(path(), third + third.substring(0, 40), StandardOpenOption.APPEND);

        publish(NEVER, false);

        assertThat(ids(path())).containsExactly("1", "2", "3", "3", "4");
    }

    @Test
    void aFileOfNothingButABrokenLineIsBegunAnew() throws IOException {
        Files.writeString(path(), "{\"specversion\":");
        outbox.events(1L);

        publish(NEVER, false);

        assertThat(ids(path())).containsExactly("1");
    }

    @Test
    void isPutAsideAtItsSizeAndNothingIsOverwritten() throws IOException {
        for (int i = 0; i < 4; i++) {
            outbox.events(1L, 2L, 3L, 4L, 5L);
            publish(DataSize.ofKilobytes(1), false);
            Files.setLastModifiedTime(path(), FileTime.from(outbox.clock().instant()));
        }

        assertThat(names())
                .containsExactly(
                        "events.ndjson",
                        "events.ndjson.20261120T120000Z",
                        "events.ndjson.20261120T120000Z-2",
                        "events.ndjson.20261120T120000Z-3");
        assertThat(ids(folder.resolve("events.ndjson.20261120T120000Z"))).containsExactly("1", "2", "3", "4", "5");
        assertThat(ids(path())).containsExactly("16", "17", "18", "19", "20");
    }

    @Test
    void isPutAsideWithTheFirstEventOfADay() throws IOException {
        outbox.events(1L);
        publish(NEVER, true);
        Files.setLastModifiedTime(path(), FileTime.from(outbox.clock().instant()));
        outbox.events(2L);
        publish(NEVER, true);
        Files.setLastModifiedTime(path(), FileTime.from(outbox.clock().instant()));
        assertThat(names()).containsExactly("events.ndjson");

        outbox.clock().pass(Duration.ofHours(12));
        outbox.events(3L);
        publish(NEVER, true);

        assertThat(names()).containsExactly("events.ndjson", "events.ndjson.20261120T120000Z");
        assertThat(ids(path())).containsExactly("3");
    }

    @Test
    void refusesAFileThatIsWrittenAlreadyOrCannotBe() {
        NdjsonFile first = file(NEVER, false);
        assertThatThrownBy(() -> file(NEVER, false))
                .isInstanceOf(TargetRefusesException.class)
                .hasMessageContaining("another process writes it")
                .hasMessageContaining("fallow.delivery.file.path");
        first.close();
        assertThatThrownBy(() -> new NdjsonFile(
                        folder.resolve("nowhere/events"),
                        new FileSettings("x", NEVER, false),
                        new Envelope("/fallow"),
                        outbox.clock()))
                .isInstanceOf(TargetRefusesException.class)
                .hasMessageContaining("nowhere/events");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
