package io.fallow.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.Installer;
import io.fallow.database.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** sql/schema.sql is what the migrations make, as the catalogue tells it on every supported version of PostgreSQL. */
class SchemaSnapshotTest {

    private static final Path SNAPSHOT = Path.of("sql/schema.sql");

    @Test
    void theSnapshotIsWhatTheMigrationsMake() throws Exception {
        try (TestDatabase database = TestDatabase.fresh()) {
            new Installer(database.dataSource()).installSchema("bigint");
            String made =
                    "-- What the migrations make, for reading; a test compares it. After a migration, refresh it with\n"
                            + "-- mvn test -Dtest=SchemaSnapshotTest -Dfallow.refresh-schema=true\n\n"
                            + String.join(
                                    "\n",
                                    new JdbcTemplate(database.dataSource())
                                            .queryForList(
                                                    Files.readString(Path.of("src/test/resources/describe-schema.sql")),
                                                    String.class))
                            + "\n";
            if (Boolean.getBoolean("fallow.refresh-schema")) {
                Files.writeString(SNAPSHOT, made);
            }
            assertThat(made).isEqualTo(Files.readString(SNAPSHOT));
        }
    }
}
