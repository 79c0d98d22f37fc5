package io.fallow.ledger.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fallow.database.WithTestDatabase;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

@WithTestDatabase
class CopyRowsTest {

    private static final List<String> STRANGE = List.of(
            "",
            " ",
            "\\N",
            "\\",
            "\\\\",
            "\t",
            "\n",
            "\r\n",
            "a\tb\\tc",
            "\"",
            "'",
            "{}",
            "{a,b}",
            ",",
            "NULL",
            "null",
            "é",
            "中文",
            "😀\\",
            "x\u0001y",
            "; DROP TABLE t --");

    DataSource database = new PGSimpleDataSource();

    @BeforeEach
    void createTable() {
        new JdbcTemplate(database).execute("CREATE TABLE t (n bigint, text text, day date, texts text[])");
    }

    @Test
    void bringsBackEveryValueAsItWas() {
        CopyRows rows = rows();
        for (int i = 0; i < STRANGE.size(); i++) {
            List<String> texts = new ArrayList<>(STRANGE);
            Collections.rotate(texts, i);
            rows.add(i).add(STRANGE.get(i)).add(LocalDate.of(2024, 2, 29)).addArray(texts, text -> text);
            rows.endRow();
        }
        assertThat(rows.write()).isEqualTo(STRANGE.size());

        for (int i = 0; i < STRANGE.size(); i++) {
            Map<String, Object> row = new JdbcTemplate(database).queryForMap("SELECT text, day FROM t WHERE n = ?", i);
            assertThat(row.get("text")).isEqualTo(STRANGE.get(i));
            List<String> texts = new ArrayList<>(STRANGE);
            Collections.rotate(texts, i);
            assertThat(new JdbcTemplate(database)
                            .queryForList("SELECT unnest(texts) FROM t WHERE n = ?", String.class, i))
                    .isEqualTo(texts);
        }
    }

    @Test
    void tellsNullFromEmpty() {
        CopyRows rows = rows();
        rows.add(1).add((String) null).add((LocalDate) null).addArray(List.<String>of(), text -> text);
        rows.endRow();
        rows.write();

        assertThat(new JdbcTemplate(database).queryForList("SELECT CAST(t AS text) FROM t", String.class))
                .containsExactly("(1,,,{})");
    }

    @Test
    void writesTheEarliestAndLatestDatesThatACalendarHolds() {
        List<LocalDate> days = List.of(
                LocalDate.of(1, 1, 1),
                LocalDate.of(999, 12, 31),
                LocalDate.of(1000, 1, 1),
                LocalDate.of(1970, 1, 1),
                LocalDate.of(9999, 12, 31));
        CopyRows rows = rows();
        for (LocalDate day : days) {
            rows.add(1).add("day").add(day).addArray(List.<String>of(), text -> text);
            rows.endRow();
        }
        rows.write();

        assertThat(new JdbcTemplate(database).queryForList("SELECT day FROM t ORDER BY day", LocalDate.class))
                .isEqualTo(days);
    }

    @Test
    void writesMoreThanItsFirstBufferHolds() {
        CopyRows rows = rows();
        String large = "x".repeat(10_000);
        for (int i = 0; i < 30; i++) {
            rows.add(i).add(large).add(LocalDate.of(2026, 1, 1)).addArray(List.of(large), text -> text);
            rows.endRow();
        }
        assertThat(rows.write()).isEqualTo(30);
        assertThat(new JdbcTemplate(database).queryForObject("SELECT sum(length(text)) FROM t", Long.class))
                .isEqualTo(300_000);
    }

    @Test
    void aRefusedRowRefusesAll() {
        CopyRows rows = rows();
        rows.add(1).add("good").add(LocalDate.of(2026, 1, 1)).addArray(List.<String>of(), text -> text);
        rows.endRow();
        rows.add(2)
                .add("nul \u0000 is no text")
                .add(LocalDate.of(2026, 1, 1))
                .addArray(List.<String>of(), text -> text);
        rows.endRow();

        assertThatThrownBy(rows::write).rootCause().hasMessageContaining("0x00");
        assertThat(new JdbcTemplate(database).queryForObject("SELECT count(*) FROM t", Long.class))
                .isZero();
    }

    private CopyRows rows() {
        return new CopyRows(database, "COPY t (n, text, day, texts) FROM STDIN");
    }
}
