package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.database.DatabaseConfiguration;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.runs.ForeignSessionException;
import io.fallow.ledger.runs.LostLockException;
import io.fallow.ledger.runs.Run;
import io.fallow.ledger.runs.Runs;
import io.fallow.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Every transaction of a night asks whether its session still is what it began as: a pooler may have undone that. */
class FenceSessionTest {

    private final SmallPlatform platform = new SmallPlatform();

    @AfterEach
    void close() {
        platform.close();
    }

    /** A run that no session of this test holds the lock for: a fence that finds no other fault says that. */
    private void checkFence(String undone) throws SQLException {
        platform.account(1, "standard", TODAY.minusYears(4)).night(TODAY);
        platform.sql("UPDATE fallow.run SET status = 'RUNNING'");
        Run run = platform.raw().bean(Runs.class).recent(1).get(0);
        try (Connection connection = platform.raw().database().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(DatabaseConfiguration.sessionSql(platform.raw().bean(Settings.class)));
            statement.execute(undone);
            connection.setAutoCommit(false);
            new Runs(JdbcClient.create(new SingleConnectionDataSource(connection, true)))
                    .checkFence(new Night(
                            run.runId(), 0, run.token(), TODAY, SmallPlatform.policy(), run.policyVersion(), false));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET row_security = on",
                "SET default_transaction_isolation = 'repeatable read'",
                "SET default_transaction_isolation = 'serializable'",
                "RESET row_security"
            })
    void refusesASessionWhoseSettingsAreGone(String undone) {
        assertThatThrownBy(() -> checkFence(undone))
                .isInstanceOf(ForeignSessionException.class)
                .hasMessageContaining("pool in session mode");
    }

    @Test
    void findsNoFaultWithASessionAsItBegan() {
        assertThatThrownBy(() -> checkFence("SELECT 1")).isInstanceOf(LostLockException.class);
        assertThat(platform.state(1)).isEqualTo("PROTECTED");
    }
}
