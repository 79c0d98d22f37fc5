package io.fallow.job.step;

import io.fallow.job.chunk.Halving;
import io.fallow.ledger.base.KeyRange;
import io.fallow.ledger.base.Night;
import io.fallow.ledger.base.Poison;
import io.fallow.ledger.base.UnsafeInputsException;
import io.fallow.ledger.facts.Examined;
import io.fallow.ledger.facts.IdleAccounts;
import io.fallow.ledger.facts.IdleAccounts.Window;
import io.fallow.ledger.runs.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads idle accounts by the page. One value that a view cannot compute fails the whole page, whoever it belongs to: then keys alone are
 * read, and their range is halved until the culprits stand alone.
 */
public record SiftIdleAccounts(IdleAccounts idle, Halving halving) {

    /** How many accounts the platform has. */
    public long countAll() {
        return asked(idle::countAll);
    }

    /** Key ranges that together hold every account of the platform. */
    public List<KeyRange> ranges(long accounts, int partitions) {
        return asked(() -> idle.ranges(accounts, partitions));
    }

    /**
     * The next accounts of the range that may be idle, and those of which nothing can be told.
     *
     * @param before the full sweep before tonight's; null: there was none
     */
    public List<Examined> next(
            Night night, KeyRange range, Runs.@Nullable LastSweep before, @Nullable String after, int limit) {
        return sifted(
                night,
                range,
                after,
                limit,
                () -> idle.next(night, range, before, after, limit),
                some -> idle.next(night, some, before, null, limit + 1));
    }

    /** The next accounts whose activity lies in the window, and those of which nothing can be told. */
    public List<Examined> next(Night night, Window window, @Nullable String after, int limit) {
        return sifted(
                night,
                null,
                after,
                limit,
                () -> idle.next(night, window, after, limit),
                some -> idle.next(night, window, some, limit + 1));
    }

    private List<Examined> sifted(
            Night night,
            @Nullable KeyRange range,
            @Nullable String after,
            int limit,
            Supplier<List<Examined>> page,
            Function<KeyRange, List<Examined>> between) {
        return halving.read(page, error -> {
            List<Examined> examined = new ArrayList<>();
            List<String> keys = keys(range, after, limit);
            while (!keys.isEmpty() && examined.size() < limit) {
                examined.addAll(halving.examine(
                        ScanIdleAccounts.NAME,
                        keys,
                        night.policy().limits().setAside(),
                        some -> between.apply(new KeyRange(some.get(0), last(some)))));
                keys = keys(range, last(keys), limit);
            }
            return examined;
        });
    }

    private List<String> keys(@Nullable KeyRange range, @Nullable String after, int limit) {
        return asked(() -> idle.keys(range, after, limit));
    }

    /** @throws UnsafeInputsException when not even the keys can be computed: then nobody can be named */
    private <R> R asked(Supplier<R> question) {
        return halving.read(question, error -> {
            throw unreadable(error);
        });
    }

    private static UnsafeInputsException unreadable(RuntimeException error) {
        return new UnsafeInputsException(List.of(
                "view fallow.account_activity cannot be asked for its keys alone, so that nobody can be" + " named: "
                        + Poison.firstLine(error) + "; make it give every account_id without computing what may fail"));
    }

    private static String last(List<String> keys) {
        return keys.get(keys.size() - 1);
    }
}
