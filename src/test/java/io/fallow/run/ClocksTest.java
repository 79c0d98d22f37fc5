package io.fallow.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.database.Installer;
import io.fallow.ledger.facts.Precondition;
import io.fallow.ledger.facts.Preconditions;
import io.fallow.ledger.facts.Unmet;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The machine's clock beside the database's: four minutes are let pass, six are not, whichever of them is ahead. */
class ClocksTest {

    private final SmallPlatform platform = new SmallPlatform();

    @AfterEach
    void close() {
        platform.close();
    }

    private List<Unmet> unmet(Duration ahead) {
        return new Preconditions(
                        JdbcClient.create(platform.raw().database().dataSource()),
                        Clock.offset(Clock.systemUTC(), ahead))
                .unmet(Precondition.CLOCKS_AGREE);
    }

    @ParameterizedTest
    @CsvSource({"PT4M, true", "PT-4M, true", "PT6M, false", "PT-6M, false", "P7300D, false"})
    void differByFiveMinutesAtMostWhereNightsAreReal(Duration ahead, boolean agree) {
        new Installer(platform.raw().database().dataSource()).mark("PRODUCTION");

        assertThat(unmet(ahead).isEmpty()).isEqualTo(agree);

        new Installer(platform.raw().database().dataSource()).mark("TEST");
        assertThat(unmet(ahead)).as("a test brings its own").isEmpty();
    }
}
