package io.fallow.run;

import static io.fallow.run.TestPlatform.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.owner.PropertyWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docs/permits.md says of every standing and operation is what fallow.permits answers. */
class PermitsTest {

    private static final Path DOCUMENT = Path.of("docs/permits.md");
    private static final LocalDate END = TODAY.plusDays(105);
    private static final Instant NOW = TestPlatform.eveningOf(END);

    private static final List<String> STANDINGS = List.of(
            "ACTIVE",
            "DORMANT",
            "PROTECTED",
            "BLOCKED",
            "WINDOW_OPEN",
            "FROZEN",
            "RECYCLED",
            "RELEASED",
            "DORMANT BLOCKED",
            "PROTECTED BLOCKED",
            "PROTECTED FROZEN",
            "BLOCKED FROZEN",
            "WINDOW_OPEN FROZEN",
            "CHANGE_FROZEN",
            "WINDOW_OPEN CHANGE_FROZEN");

    private static final List<String> OPERATIONS = List.of(
            "LOGIN",
            "SOCIAL",
            "PAYMENT",
            "CHANGE_WITHDRAWAL",
            "CHANGE_TRANSFER_OUT",
            "BANK_SAVINGS_TRANSFER_OUT",
            "WEALTH_REDEMPTION",
            "LOAN_REPAYMENT",
            "UNSEAL",
            "OPEN_WINDOW");

    private static final SmallPlatform platform = new SmallPlatform();

    /** Nights of life for all, then what people and authorities do. */
    @BeforeAll
    static void live() {
        for (String standing : STANDINGS) {
            int id = account(standing);
            if (standing.startsWith("PROTECTED")) {
                platform.account(id, "standard", TODAY.minusYears(4)).change(id, 100);
            } else if (standing.startsWith("RE")) {
                platform.account(id, "standard", TODAY.minusYears(4));
            } else if (standing.startsWith("DORMANT")) {
                platform.account(id, "standard", END.minusDays(200)).change(id, 100);
            }
        }
        for (int day : List.of(0, 15, 31, 38, 45)) {
            platform.night(TODAY.plusDays(day));
        }
        platform.freeze(account("RECYCLED"));
        platform.night(END);
        for (String standing : STANDINGS) {
            int id = account(standing);
            if (!standing.matches("(PROTECTED|RE|DORMANT).*")) {
                platform.account(id, "standard", END.minusDays(1)).change(id, 100);
            }
            if (standing.contains("BLOCKED") || standing.contains("WINDOW_OPEN")) {
                platform.block(id);
            }
            if (standing.contains("CHANGE_FROZEN")) {
                platform.freeze(id)
                        .sql("UPDATE platform.judicial_freeze SET asset = 'CHANGE' WHERE account_id = " + id);
            } else if (standing.contains("FROZEN")) {
                platform.freeze(id);
            }
            if (standing.contains("WINDOW_OPEN")) {
                platform.raw().bean(PropertyWindows.class).open(String.valueOf(id), "phone 88", null, "desk");
            }
        }
    }

    @AfterAll
    static void close() {
        platform.close();
    }

    private static int account(String standing) {
        return STANDINGS.indexOf(standing) + 1;
    }

    @Test
    void everyCellOfTheDocumentIsWhatIsAnswered() throws IOException {
        Map<String, String> written = cells();
        Map<String, String> answered = new TreeMap<>();
        for (String standing : STANDINGS) {
            for (String operation : OPERATIONS) {
                answered.put(standing + ", " + operation, cell(account(standing), operation));
            }
        }

        assertThat(written).isEqualTo(answered);
    }

    /** So that no column can mean another standing than its name says. */
    @Test
    void eachAccountOfThisTestStandsWhereItsNameSays() {
        for (String standing : STANDINGS) {
            String state = platform.state(account(standing)).split(" ", -1)[0];
            String first = standing.split(" ", -1)[0];
            boolean inTheLifecycle =
                    List.of("DORMANT", "PROTECTED", "RECYCLED", "RELEASED").contains(first);
            assertThat(state).as(standing).isEqualTo(inTheLifecycle ? first : "ACTIVE");
        }
    }

    @ParameterizedTest
    @CsvSource({"DANCE", "login", "''"})
    void anOperationThatNobodyKnowsIsAnError(String operation) {
        assertThatThrownBy(() -> cell(1, operation))
                .rootCause()
                .hasMessageContaining("operation " + operation + " is unknown");
    }

    @Test
    void nothingIsPermittedToNobody() {
        assertThat(answer("NULL", "LOGIN", NOW)).isEqualTo("(f,UNKNOWN_ACCOUNT,)");
    }

    @Test
    void anAccountThatNobodyEverBlockedIsFree() {
        assertThat(answer("424242", "PAYMENT", NOW)).isEqualTo("(t,ACTIVE,)");
    }

    @Test
    void aBlockHoldsFromItsFirstInstantToItsLast() {
        platform.account(50, "standard", END)
                .sql("INSERT INTO platform.block (account_id, blocked_at, lifted_at, cause)"
                        + " VALUES (50, '2027-03-01 10:00Z', '2027-03-02 10:00Z', 'a day')");

        assertThat(answer("50", "LOGIN", Instant.parse("2027-03-01T09:59:59.999999Z")))
                .isEqualTo("(t,ACTIVE,)");
        for (String within : List.of("2027-03-01T10:00:00Z", "2027-03-02T09:59:59.999999Z")) {
            assertThat(answer("50", "LOGIN", Instant.parse(within))).isEqualTo("(f,BLOCKED,\"2027-03-02 10:00\")");
        }
        assertThat(answer("50", "LOGIN", Instant.parse("2027-03-02T10:00:00Z"))).isEqualTo("(t,ACTIVE,)");
    }

    @Test
    void ofSeveralBlocksTheLongestSaysUntilWhen() {
        platform.account(51, "standard", END)
                .sql("INSERT INTO platform.block (account_id, blocked_at, lifted_at, cause)"
                        + " VALUES (51, '2027-03-01 10:00Z', '2027-03-03 10:00Z', 'two days'),"
                        + " (51, '2027-03-01 11:00Z', '2027-03-02 10:00Z', 'a day')");
        Instant noon = Instant.parse("2027-03-01T12:00:00Z");
        assertThat(answer("51", "SOCIAL", noon)).isEqualTo("(f,BLOCKED,\"2027-03-03 10:00\")");

        platform.block(51);

        assertThat(answer("51", "SOCIAL", noon)).isEqualTo("(f,BLOCKED,)");
    }

    @Test
    void blocksAndFreezesThatAContractReportsAsExclusionsCountAsOfAll() {
        platform.account(52, "standard", END).account(53, "standard", END);
        platform.sql("DROP VIEW fallow.account_block, fallow.account_freeze")
                .sql("ALTER VIEW fallow.account_exclusion RENAME TO held")
                .sql("CREATE VIEW fallow.account_exclusion AS SELECT account_id, reason, detail FROM fallow.held"
                        + " UNION ALL SELECT CAST(52 AS fallow.account_id), 'BLOCKED', NULL"
                        + " UNION ALL SELECT CAST(53 AS fallow.account_id), 'JUDICIAL_FREEZE', NULL")
                .install("");
        try {
            assertThat(answer("52", "LOGIN", NOW)).isEqualTo("(f,BLOCKED,)");
            assertThat(answer("52", "OPEN_WINDOW", NOW)).isEqualTo("(f,NO_PROPERTY,)");
            assertThat(answer("53", "WEALTH_REDEMPTION", NOW)).isEqualTo("(f,FROZEN,)");
            assertThat(answer("53", "LOGIN", NOW)).isEqualTo("(t,ACTIVE,)");
        } finally {
            platform.sql("DROP VIEW fallow.account_exclusion")
                    .sql("ALTER VIEW fallow.held RENAME TO account_exclusion")
                    .repairContract();
        }
        assertThat(answer("52", "LOGIN", NOW)).isEqualTo("(t,ACTIVE,)");
    }

    /** Blocks and freezes reach the index of the platform's tables, and nothing of its property is read. */
    @Test
    void asksAFewIndexesAndNoTableOfProperty() {
        String plan = String.join(
                "\n",
                platform.raw()
                        .admin()
                        .queryForList(
                                "EXPLAIN (COSTS OFF) SELECT (SELECT max(k.until) FROM fallow.account_block AS k WHERE k.account_id = 7),"
                                        + " EXISTS (SELECT FROM fallow.account_freeze AS f WHERE f.account_id = 7)",
                                String.class));

        assertThat(plan).contains("on block").contains("on judicial_freeze").doesNotContain("wallet", "Function Scan");
    }

    private static String cell(long account, String operation) {
        String answer = answer(String.valueOf(account), operation, NOW);
        String[] parts = answer.substring(1).split(",", -1);
        return (parts[0].equals("t") ? "yes: " : "no: ") + parts[1];
    }

    private static String answer(String account, String operation, Instant at) {
        return platform.rows("SELECT allowed, reason, to_char(until AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS until"
                        + " FROM fallow.permits(CAST(" + account + " AS fallow.account_id), '" + operation + "', '" + at
                        + "')")
                .get(0);
    }

    /** Standing and operation, and what is written where they meet; each once. */
    private static Map<String, String> cells() throws IOException {
        Map<String, String> cells = new TreeMap<>();
        List<String> standings = List.of();
        for (String line : Files.readAllLines(DOCUMENT)) {
            List<String> row =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            if (line.startsWith("| operation |")) {
                standings = new ArrayList<>(row.subList(2, row.size() - 1));
            } else if (!line.startsWith("|")) {
                standings = List.of();
            } else {
                for (int i = 0; i < standings.size() && !row.get(1).startsWith("---"); i++) {
                    String cell = standings.get(i) + ", " + row.get(1);
                    assertThat(cells.put(cell, row.get(i + 2))).as(cell).isNull();
                }
            }
        }
        return cells;
    }
}
