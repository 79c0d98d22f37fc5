package io.fallow.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.fallow.database.DatabaseAccess;
import io.fallow.database.DatabaseConfiguration;
import io.fallow.database.TestDatabase;
import io.fallow.settings.Settings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way into a database, against what a login or a database may set. */
class WaysInTest {

    /** What is set, and what each session of ours has all the same. */
    private static final Map<String, String> HOSTILE = Map.ofEntries(
            Map.entry("default_transaction_isolation", "serializable"),
            Map.entry("default_transaction_deferrable", "on"),
            Map.entry("row_security", "on"),
            Map.entry("quote_all_identifiers", "on"),
            Map.entry("standard_conforming_strings", "off"),
            Map.entry("DateStyle", "SQL, DMY"),
            Map.entry("IntervalStyle", "iso_8601"),
            Map.entry("TimeZone", "Asia/Kathmandu"),
            Map.entry("bytea_output", "escape"),
            Map.entry("extra_float_digits", "-15"),
            Map.entry("client_encoding", "LATIN1"),
            Map.entry("array_nulls", "off"),
            Map.entry("transform_null_equals", "on"),
            Map.entry("synchronous_commit", "off"),
            Map.entry("xmloption", "document"),
            Map.entry("idle_session_timeout", "1h"));

    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("default_transaction_isolation", "read committed"),
            Map.entry("transaction_isolation", "read committed"),
            Map.entry("default_transaction_deferrable", "off"),
            Map.entry("row_security", "off"),
            Map.entry("quote_all_identifiers", "off"),
            Map.entry("standard_conforming_strings", "on"),
            Map.entry("DateStyle", "ISO, MDY"),
            Map.entry("IntervalStyle", "postgres"),
            Map.entry("bytea_output", "hex"),
            Map.entry("extra_float_digits", "1"),
            Map.entry("client_encoding", "UTF8"),
            Map.entry("array_nulls", "on"),
            Map.entry("transform_null_equals", "off"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("xmloption", "content"),
            Map.entry("idle_session_timeout", "0"));

    private final SmallPlatform platform = new SmallPlatform();
    private final TestDatabase database = platform.raw().database();
    private final DatabaseAccess access =
            new DatabaseAccess(database.jdbcUrl(), database.username(), database.password());

    @BeforeEach
    void setWhatTheyMaySet() {
        String name = database.jdbcUrl().replaceAll(".*/", "");
        HOSTILE.forEach((setting, value) -> platform.sql("ALTER DATABASE " + name + " SET " + setting + " = "
                + (setting.equals("DateStyle") ? value : "'" + value + "'")));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private static Map<String, String> inForce(DataSource dataSource) throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String setting : OURS.keySet()) {
                try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
                    row.next();
                    settings.put(setting, row.getString(1));
                }
            }
        }
        return settings;
    }

    /** It would show nothing if what was set did not reach an ordinary session. */
    @Test
    void aSessionThatIsNotOursHasWhatWasSet() throws SQLException {
        assertThat(inForce(database.dataSource()))
                .containsEntry("default_transaction_isolation", "serializable")
                .containsEntry("row_security", "on")
                .containsEntry("array_nulls", "off")
                .containsEntry("synchronous_commit", "off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fallow run", "fallow publish file", "fallow init", "fallow uninstall", "fallow demo"})
    void connectionsOfTheirOwnBeginAsOursDo(String name) throws SQLException {
        assertThat(inForce(access.unpooled(name))).containsExactlyInAnyOrderEntriesOf(OURS);
    }

    @Test
    void thePoolsConnectionsBeginAsOursDo() throws SQLException {
        Settings settings = platform.raw().bean(Settings.class);
        try (HikariDataSource night = DatabaseConfiguration.pool(access, settings);
                HikariDataSource schedule = DatabaseConfiguration.schedulePool(access, settings)) {
            assertThat(inForce(night)).containsExactlyInAnyOrderEntriesOf(OURS);
            assertThat(inForce(schedule)).containsExactlyInAnyOrderEntriesOf(OURS);
        }
    }
}
