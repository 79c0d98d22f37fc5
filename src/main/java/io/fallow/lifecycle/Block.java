package io.fallow.lifecycle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A time in which the platform locked the owner out (R6).
 *
 * @param firstDay the date on which it began
 * @param lastDay the last date on any instant of which it was in force; null while no end is known
 */
public record Block(LocalDate firstDay, @Nullable LocalDate lastDay) {

    /** How many dates after {@code after}, up to and including {@code today}, were touched by any of the blocks. */
    static long daysUnder(List<Block> blocks, LocalDate after, LocalDate today) {
        List<Block> inOrder = new ArrayList<>(blocks);
        inOrder.sort(Comparator.comparing(Block::firstDay));
        long days = 0;
        long counted = after.toEpochDay();
        for (Block block : inOrder) {
            LocalDate end = block.lastDay == null || block.lastDay.isAfter(today) ? today : block.lastDay;
            long last = end.toEpochDay();
            long uncounted = last - Math.max(counted, block.firstDay.toEpochDay() - 1);
            if (uncounted > 0) {
                days += uncounted;
                counted = last;
            }
        }
        return days;
    }
}
