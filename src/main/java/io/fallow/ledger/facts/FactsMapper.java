package io.fallow.ledger.facts;

import io.fallow.lifecycle.AccountFacts;
import io.fallow.lifecycle.Block;
import io.fallow.lifecycle.Lifecycle;
import io.fallow.lifecycle.NoticeReport;
import io.fallow.lifecycle.Reason;
import io.fallow.lifecycle.State;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/** Maps the columns that every facts statement selects, in this order. A row that no calendar can hold becomes poison. */
final class FactsMapper implements RowMapper<Examined> {

    private final ZoneId zone;
    private final Instant latest;

    /** @param latest what lies after it is no activity but a mistake */
    FactsMapper(ZoneId zone, Instant latest) {
        this.zone = zone;
        this.latest = latest;
    }

    /** A day ahead of the clock: clocks differ, and so do the zones in which sources round. */
    static Instant latestBelievable(Clock clock) {
        return clock.instant().plus(1, ChronoUnit.DAYS);
    }

    @Override
    public Examined mapRow(ResultSet row, int number) throws SQLException {
        String accountId = row.getString(1);
        try {
            Lifecycle lifecycle = row.getString(2) == null ? null : lifecycle(row);
            OffsetDateTime activeAt = row.getObject(16, OffsetDateTime.class);
            AccountFacts facts = new AccountFacts(
                    lifecycle,
                    row.getBoolean(14),
                    row.getString(15),
                    dateIn(activeAt),
                    exclusions(row),
                    blocks(row),
                    reports(row));
            return new Examined(accountId, facts, row.getBoolean(19), row.getBoolean(20), null);
        } catch (DateTimeException | IllegalArgumentException e) {
            return Examined.poisoned(accountId, e);
        }
    }

    /** @throws DateTimeException when it lies in the future */
    @Nullable
    LocalDate dateIn(@Nullable OffsetDateTime at) {
        if (at == null) {
            return null;
        }
        if (at.toInstant().isAfter(latest)) {
            throw new DateTimeException("its last activity lies in the future: " + at.toInstant());
        }
        return at.atZoneSameInstant(zone).toLocalDate();
    }

    private static Lifecycle lifecycle(ResultSet row) throws SQLException {
        return new Lifecycle(
                State.valueOf(row.getString(2)),
                row.getObject(3, LocalDate.class),
                row.getObject(4, LocalDate.class),
                row.getObject(5, LocalDate.class),
                row.getObject(6, LocalDate.class),
                row.getObject(7, LocalDate.class),
                row.getObject(8, LocalDate.class),
                row.getObject(9, LocalDate.class),
                row.getInt(10),
                row.getObject(11, LocalDate.class),
                row.getString(12),
                List.of(strings(row.getArray(13))));
    }

    private static List<Reason> exclusions(ResultSet row) throws SQLException {
        Array named = row.getArray(17);
        if (named == null) {
            return List.of();
        }
        String[] names = strings(named);
        Array detailed = row.getArray(18);
        String[] details = detailed == null ? new String[names.length] : strings(detailed);
        List<Reason> reasons = new ArrayList<>(names.length);
        for (int i = 0; i < names.length; i++) {
            if (names[i].isBlank()) {
                throw new IllegalArgumentException("view fallow.account_exclusion gives a reason without a name");
            }
            reasons.add(new Reason(names[i], details[i]));
        }
        return reasons;
    }

    private List<Block> blocks(ResultSet row) throws SQLException {
        Array firsts = row.getArray(21);
        if (firsts == null) {
            return List.of();
        }
        Long[] from = (Long[]) firsts.getArray();
        @Nullable Long[] to = (Long[]) row.getArray(22).getArray();
        List<Block> blocks = new ArrayList<>(from.length);
        for (int i = 0; i < from.length; i++) {
            Long last = to[i];
            blocks.add(new Block(dateOf(from[i]), last == null ? null : dateOf(last)));
        }
        return blocks;
    }

    private List<NoticeReport> reports(ResultSet row) throws SQLException {
        Array issued = row.getArray(23);
        if (issued == null) {
            return List.of();
        }
        Date[] issuedOns = (Date[]) issued.getArray();
        @Nullable Long[] deliveredAts = (Long[]) row.getArray(24).getArray();
        List<NoticeReport> reports = new ArrayList<>(issuedOns.length);
        for (int i = 0; i < issuedOns.length; i++) {
            Long at = deliveredAts[i];
            reports.add(new NoticeReport(issuedOns[i].toLocalDate(), at == null ? null : dateOf(at)));
        }
        return reports;
    }

    private LocalDate dateOf(long second) {
        return Instant.ofEpochSecond(second).atZone(zone).toLocalDate();
    }

    private static String[] strings(Array array) throws SQLException {
        return (String[]) array.getArray();
    }
}
