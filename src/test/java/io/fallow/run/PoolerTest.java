package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.database.DatabaseAccess;
import io.fallow.database.TestDatabase;
import io.fallow.ledger.runs.Run;
import io.fallow.settings.SettingException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real PgBouncer between Fallow and PostgreSQL. */
class PoolerTest {

    private final SmallPlatform platform = new SmallPlatform();

    @AfterEach
    void close() {
        platform.close();
    }

    private PgBouncer bouncer(String settings) {
        return PgBouncer.before(platform.raw().database(), settings.split("; "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pool_mode = transaction",
                "pool_mode = transaction; server_round_robin = 1",
                "pool_mode = transaction; default_pool_size = 1",
                "pool_mode = statement"
            })
    void aPoolThatSharesSessionsIsRefusedBeforeAnythingIsDone(String settings) throws SQLException {
        platform.account(1, "standard", TODAY.minusYears(4));
        try (PgBouncer bouncer = bouncer(settings)) {
            if (settings.contains("round_robin")) {
                twoSessionsOf(bouncer.database());
            }

            assertThatThrownBy(() -> new TestPlatform(bouncer.database()))
                    .rootCause()
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("pooler")
                    .hasMessageContaining("pool in session mode");
            assertThatThrownBy(() -> access(bouncer.database()).ownSessions("fallow init"))
                    .isInstanceOf(SettingException.class);

            assertThat(platform.count("fallow.run")).isZero();
            assertThat(platform.rows("SELECT count(*) FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid"
                            + " WHERE a.datname = current_database() AND l.relation = 'fallow.night_lock'::regclass"))
                    .containsExactly("(0)");
        }
    }

    /** The pool has two of the server's sessions from then on, idle, and gives them out in turn. */
    private static void twoSessionsOf(TestDatabase pooled) throws SQLException {
        try (Connection one = pooled.dataSource().getConnection();
                Connection two = pooled.dataSource().getConnection();
                Statement first = one.createStatement();
                Statement second = two.createStatement()) {
            one.setAutoCommit(false);
            two.setAutoCommit(false);
            first.execute("SELECT 1");
            second.execute("SELECT 1");
            two.rollback();
            one.rollback();
        }
    }

    private static DatabaseAccess access(TestDatabase database) {
        return new DatabaseAccess(database.jdbcUrl(), database.username(), database.password());
    }

    @Test
    void aNightIsMadeThroughAPoolInSessionMode() {
        platform.account(1, "standard", TODAY.minusYears(4)).loaded(TODAY);
        try (PgBouncer bouncer = bouncer("pool_mode = session; default_pool_size = 50");
                TestPlatform pooled = new TestPlatform(bouncer.database())) {
            access(bouncer.database()).ownSessions("fallow init");

            NightResult night = pooled.night(TODAY, SmallPlatform.policy());

            assertThat(night.problem()).isNull();
            assertThat(night.report().status()).isEqualTo(Run.Status.COMPLETED);
        }
        assertThat(platform.state(1)).isEqualTo("PROTECTED");
    }
}
