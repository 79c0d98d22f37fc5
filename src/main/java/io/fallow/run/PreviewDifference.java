package io.fallow.run;

import java.util.List;
import java.util.SortedMap;

/**
 * What would differ under another policy.
 *
 * @param differing how many accounts, by what happens now and then, such as "WAIT → PROTECT"
 * @param samples a few accounts of each kind of difference
 */
public record PreviewDifference(
        PreviewReport now,
        PreviewReport other,
        SortedMap<String, Long> differing,
        SortedMap<String, List<String>> samples) {}
