package io.fallow.cli.begin;

import io.fallow.cli.frame.Funnel;
import io.fallow.ledger.runs.RunReport;
import io.fallow.ledger.runs.RunReport.Counts;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a demo's nights brought: a line when something happens for the first time, and all of them on one screen at the end. */
final class DemoChronicle {

    private static final String HEIGHTS = " ▁▂▃▄▅▆▇█";
    private static final int WIDTH = 60;

    private final List<LocalDate> nights = new ArrayList<>();
    private final Map<String, List<Long>> columns = new LinkedHashMap<>();

    /** @return what happened for the first time, such as {@code 310 recycled}; empty when nothing did */
    String add(RunReport report, int unsealed, int restored) {
        Counts counts = report.counts();
        nights.add(report.businessDate());
        List<String> first = new ArrayList<>();
        add("dormant", counts.dormant(), first);
        add("protected", counts.protectedAccounts(), first);
        add("warned", counts.warned(), first);
        add("recycled", counts.recycled(), first);
        add("released", counts.released(), first);
        add("returned", counts.returned(), first);
        add("unsealed", unsealed, first);
        add("restored", restored, first);
        return String.join(", ", first);
    }

    private void add(String column, long n, List<String> first) {
        List<Long> values = columns.computeIfAbsent(column, name -> new ArrayList<>());
        if (n > 0 && total(values) == 0) {
            first.add(String.format("%,d %s", n, column));
        }
        values.add(n);
    }

    long total(String column) {
        return total(columns.getOrDefault(column, List.of()));
    }

    private static long total(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).sum();
    }

    void print(PrintWriter out) {
        out.printf("%n%d nights, %s to %s%n%n", nights.size(), nights.get(0), nights.get(nights.size() - 1));
        columns.forEach((column, values) ->
                out.printf("  %-10s %,12d  %s%n", column, total(values), Funnel.coloured(column, line(values))));
        out.println("                           from the first night to the last; heights are logarithmic");
    }

    /** A mark for each night, or for a few of them together; the tallest is the row's own. */
    static String line(List<Long> values) {
        int marks = Math.min(WIDTH, values.size());
        double[] heights = new double[marks];
        double tallest = 0;
        for (int mark = 0; mark < marks; mark++) {
            int from = (int) ((long) values.size() * mark / marks);
            int to = (int) ((long) values.size() * (mark + 1) / marks);
            heights[mark] = Math.log1p(total(values.subList(from, to)));
            tallest = Math.max(tallest, heights[mark]);
        }
        StringBuilder line = new StringBuilder();
        for (double height : heights) {
            int eighths = height == 0 ? 0 : Math.max(1, (int) Math.round(height / tallest * 8));
            line.append(HEIGHTS.charAt(eighths));
        }
        return line.toString();
    }
}
