package io.fallow.ledger.base;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of an order of keys that may be open at either end: spans side by side leave no key out, not even one that nobody expects.
 *
 * @param after excluded; null: from the very first
 * @param upTo included; null: to the very last
 */
public record KeySpan(@Nullable String after, @Nullable String upTo) {

    /** The spans that these keys, in their order, part all keys into: one more than there are. */
    public static List<KeySpan> partedBy(List<String> keys) {
        List<KeySpan> spans = new ArrayList<>(keys.size() + 1);
        String after = null;
        for (String key : keys) {
            spans.add(new KeySpan(after, key));
            after = key;
        }
        spans.add(new KeySpan(after, null));
        return spans;
    }
}
