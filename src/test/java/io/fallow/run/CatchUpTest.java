package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.fallow.ledger.runs.RunReport;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A week without nights: one run with the last date makes good what they left, and takes nothing from anybody. */
class CatchUpTest {

    private final SmallPlatform platform = new SmallPlatform();

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void oneRunMakesAWeekGoodBecauseThresholdsAreCumulative() {
        platform.account(1, "never-used", TODAY.minusDays(57)); // dormant on the third of the missed nights
        platform.account(2, "never-used", TODAY.minusDays(86)); // protected on the fourth
        platform.account(3, "never-used", TODAY.minusDays(52)); // dormant on the day after the week
        platform.night(TODAY);
        LocalDate week = TODAY.plusDays(7);

        RunReport report = platform.night(week);

        assertThat(report.businessDate()).isEqualTo(week);
        assertThat(platform.rows("SELECT business_date FROM fallow.run ORDER BY business_date"))
                .containsExactly("(" + TODAY + ")", "(" + week + ")");
        assertThat(platform.state(1)).startsWith("DORMANT");
        assertThat(platform.state(2)).startsWith("PROTECTED");
        assertThat(platform.state(3)).isEqualTo("ACTIVE");
        assertThat(platform.rows("SELECT protected_on FROM fallow.account_status WHERE account_id = 2"))
                .as("protection counts from the night that was run, not from one that was not")
                .containsExactly("(" + week + ")");
    }

    @Test
    void noticesThatWereDueMeanwhileKeepTheirIntervalsAndNoneIsSkipped() {
        platform.account(1, "never-used", TODAY.minusDays(400));
        platform.night(TODAY); // protected; the notices are due 14 and 7 days ahead of recycling on TODAY + 30
        LocalDate late = TODAY.plusDays(16 + 10);

        platform.night(late);
        assertThat(notices()).containsExactly("(1," + late + "," + late.plusDays(14) + ")");

        platform.night(late.plusDays(6));
        assertThat(notices()).hasSize(1);
        platform.night(late.plusDays(7));
        assertThat(notices()).hasSize(2);
        platform.night(late.plusDays(13));
        assertThat(platform.state(1)).startsWith("PROTECTED");
        platform.night(late.plusDays(14));
        assertThat(platform.state(1)).startsWith("RECYCLED");
    }

    private List<String> notices() {
        return platform.rows("SELECT number, issued_on, recycle_on FROM fallow.notice ORDER BY number");
    }
}
