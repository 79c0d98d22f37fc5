package io.fallow.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@WithTestDatabase(TestDatabaseTest.OneTable.class)
class TestDatabaseTest {

    static final class OneTable implements TestDatabase.Preparation {
        private static final AtomicInteger CALLS = new AtomicInteger();

        @Override
        public void prepare(DataSource emptyDatabase) throws SQLException {
            CALLS.incrementAndGet();
            execute(emptyDatabase, "CREATE TABLE prepared AS SELECT 1 AS row");
        }
    }

    DataSource field = new PGSimpleDataSource();

    static String ofTheClass = "";

    @BeforeAll
    static void rememberTheDatabaseOfTheClass(TestDatabase database) {
        ofTheClass = database.jdbcUrl();
    }

    @BeforeEach
    void addARow(DataSource database) throws SQLException {
        execute(database, "INSERT INTO prepared VALUES (2)");
    }

    @RepeatedTest(3)
    void givesEachTestItsOwnCopyOfWhatWasPreparedOnce(TestDatabase database) throws SQLException {
        assertThat(count(database.dataSource())).isEqualTo(2);
        assertThat(count(field)).isEqualTo(2);
        execute(field, "INSERT INTO prepared VALUES (3)");
        assertThat(count(database.dataSource())).isEqualTo(3);
        assertThat(database.jdbcUrl()).isNotEqualTo(ofTheClass);
        assertThat(OneTable.CALLS).hasValue(1);
    }

    @Nested
    class InsideAnotherTestClass {
        @Test
        void preparesTheSameDatabase(DataSource database) throws SQLException {
            assertThat(count(database)).isEqualTo(2);
        }
    }

    @Test
    void beginsEmptyUnlessPrepared() throws SQLException {
        try (TestDatabase database = TestDatabase.fresh()) {
            assertThatThrownBy(() -> count(database.dataSource())).hasMessageContaining("\"prepared\" does not exist");
        }
    }

    @Test
    void isDroppedThoughSomebodyIsStillConnected() throws SQLException {
        TestDatabase database = TestDatabase.fresh();
        try (Connection left = database.dataSource().getConnection()) {
            database.close();
            assertThat(left.isValid(1)).isFalse();
        }
        assertThatThrownBy(() -> database.dataSource().getConnection()).hasMessageContaining("does not exist");
    }

    private static int count(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM prepared")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
