package io.fallow.ledger.base;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes many rows by COPY in the caller's transaction: a third of the cost of INSERT. A refused row fails the whole COPY,
 * as any set-based statement would. Rows are put together as bytes: as a text they took a quarter of a night's Java.
 */
public final class CopyRows {

    private static final byte[] NULL = {'\\', 'N'};

    private final JdbcTemplate jdbc;
    private final String copy;
    private byte[] rows = new byte[1 << 16];
    private int size;
    private boolean rowIsEmpty = true;

    /** @param copy a {@code COPY ... FROM STDIN} statement */
    public CopyRows(DataSource dataSource, String copy) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.copy = copy;
    }

    public CopyRows add(@Nullable String value) {
        separate();
        if (value == null) {
            put(NULL);
        } else {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c >= 0x80) {
                    escape(value.substring(i).getBytes(StandardCharsets.UTF_8));
                    return this;
                }
                escape((byte) c);
            }
        }
        return this;
    }

    public CopyRows add(@Nullable LocalDate value) {
        if (value == null || value.getYear() < 1000 || value.getYear() > 9999) {
            return add(value == null ? null : value.toString());
        }
        separate();
        int year = value.getYear();
        putTwoDigits(year / 100);
        putTwoDigits(year % 100);
        put((byte) '-');
        putTwoDigits(value.getMonthValue());
        put((byte) '-');
        putTwoDigits(value.getDayOfMonth());
        return this;
    }

    public CopyRows add(long value) {
        return add(Long.toString(value));
    }

    public CopyRows add(Enum<?> value) {
        return add(value.name());
    }

    /** A text[] value: every element quoted. */
    public <T> CopyRows addArray(List<T> values, Function<T, String> text) {
        separate();
        put((byte) '{');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                put((byte) ',');
            }
            put((byte) '"');
            for (byte b : text.apply(values.get(i)).getBytes(StandardCharsets.UTF_8)) {
                if (b == '"' || b == '\\') {
                    escape((byte) '\\');
                }
                escape(b);
            }
            put((byte) '"');
        }
        put((byte) '}');
        return this;
    }

    public void endRow() {
        put((byte) '\n');
        rowIsEmpty = true;
    }

    /** @return the number of rows written */
    public long write() {
        if (size == 0) {
            return 0;
        }
        Long written = jdbc.execute((Connection connection) -> copyIn(connection));
        return written == null ? 0 : written;
    }

    private long copyIn(Connection connection) throws SQLException {
        CopyIn in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
        try {
            in.writeToCopy(rows, 0, size);
            return in.endCopy();
        } finally {
            if (in.isActive()) {
                in.cancelCopy();
            }
        }
    }

    private void separate() {
        if (!rowIsEmpty) {
            put((byte) '\t');
        }
        rowIsEmpty = false;
    }

    private void escape(byte[] bytes) {
        for (byte b : bytes) {
            escape(b);
        }
    }

    private void escape(byte b) {
        switch (b) {
            case '\\' -> putEscaped((byte) '\\');
            case '\t' -> putEscaped((byte) 't');
            case '\n' -> putEscaped((byte) 'n');
            case '\r' -> putEscaped((byte) 'r');
            default -> put(b);
        }
    }

    private void putEscaped(byte b) {
        put((byte) '\\');
        put(b);
    }

    private void putTwoDigits(int value) {
        put((byte) ('0' + value / 10));
        put((byte) ('0' + value % 10));
    }

    private void put(byte[] bytes) {
        for (byte b : bytes) {
            put(b);
        }
    }

    private void put(byte b) {
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, 2 * size);
        }
        rows[size++] = b;
    }
}
