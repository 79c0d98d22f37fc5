package io.fallow.benchmark;

import java.util.List;
import java.util.Locale;

/** The table and the chart of a benchmark. */
record Report(String server, int accounts, int repetitions, Measurements measurements) {

    private static final double MEGABYTE = 1024.0 * 1024.0;
    private static final int LABELS = 290;
    private static final int BARS = 380;
    private static final int LINE = 34;
    private static final int TOP = 56;

    Page table() {
        Page text = new Page().add("# The first night: Fallow and what else one could write\n\n");
        text.add(
                "Written by `mvn -Pbenchmark verify -Dbenchmark.write=true`. The contestants take turns on equal databases, each one\n");
        text.add(
                "in a process of its own; lifecycle, decisions, events, notices and the platform's accounts are equal by checksum.\n\n");
        text.add("![seconds of each contestant](first-night.svg)\n\n");
        text.add("%s; %d processors. %,d accounts, medians of %d.%n%n", server, processors(), accounts, repetitions);
        List<Contestant> scripts = measurements.contestants().stream()
                .filter(each ->
                        each.name().equals(Contestant.PLAIN) || each.name().equals(Contestant.SINGLE_PASS))
                .toList();
        text.add(
                "Seconds of Fallow are from the run's begin to its end; the whole process is with the start of Java. Ratios are medians of the\n");
        text.add("ratios within a turn.\n\n");
        text.add("| | turns | seconds | least to most | whole process");
        scripts.forEach(script -> text.add(" | ÷ ").add(script.label()));
        text.add(" |\n|---|---:|---:|---:|---:")
                .add("|---:".repeat(scripts.size()))
                .add("|\n");
        for (Contestant each : measurements.contestants()) {
            text.add(
                    "| %s | %d | %.2f | %.2f to %.2f | %.2f",
                    each.label(),
                    measurements.turns(each),
                    measurements.median(each, Measurements.SECONDS),
                    measurements.least(each, Measurements.SECONDS),
                    measurements.most(each, Measurements.SECONDS),
                    measurements.median(each, "process"));
            scripts.forEach(script -> text.add(" | %.2f", measurements.ratio(each, script)));
            text.add(" |\n");
        }
        measurements.contestants().stream()
                .filter(each -> measurements.names(each).contains("heap"))
                .forEach(each -> steps(text, each));
        return text;
    }

    private void steps(Page text, Contestant each) {
        text.add(
                "%n%s: peak heap %.0f MB. Seconds of its steps: ",
                each.label(), measurements.most(each, "heap") / MEGABYTE);
        text.add(String.join(
                ", ",
                measurements.names(each).stream()
                        .filter(name -> name.startsWith("step."))
                        .map(name -> String.format(
                                Locale.ROOT,
                                "%s %.2f",
                                name.substring("step.".length()),
                                measurements.median(each, name)))
                        .toList()));
        text.add(".%n%n%s%n", measurements.text(each, "counts"));
    }

    /** A bar a contestant, as long as its median, with a line from its least to its most. Readable on light and dark pages. */
    Page chart() {
        double most = measurements.contestants().stream()
                .mapToDouble(each -> measurements.most(each, Measurements.SECONDS))
                .max()
                .orElse(1);
        int height = TOP + LINE * measurements.contestants().size() + 10;
        Page svg = new Page();
        svg.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 %d\" font-family=\"sans-serif\" font-size=\"14\">%n",
                height);
        svg.add("<rect width=\"760\" height=\"%d\" fill=\"#ffffff\"/>%n", height);
        svg.add(
                "<text x=\"16\" y=\"30\" font-size=\"16\">Seconds of the first night over %,d accounts, medians of %d</text>%n",
                accounts, repetitions);
        int y = TOP;
        for (Contestant each : measurements.contestants()) {
            double median = measurements.median(each, Measurements.SECONDS);
            double left = LABELS + BARS * measurements.least(each, Measurements.SECONDS) / most;
            double right = LABELS + BARS * measurements.most(each, Measurements.SECONDS) / most;
            String colour = each.name().startsWith("fallow") ? "#2f6f4f" : "#9aa5b1";
            svg.add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", LABELS - 10, y + 17, each.label());
            svg.add(
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"22\" fill=\"%s\"/>%n",
                    LABELS, y, BARS * median / most, colour);
            svg.add("<path d=\"M%.1f %d H%.1f\" stroke=\"#111111\" stroke-width=\"1.5\"/>%n", left, y + 11, right);
            svg.add("<text x=\"%.1f\" y=\"%d\">%.1f</text>%n", right + 8, y + 17, median);
            y += LINE;
        }
        return svg.add("</svg>\n");
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }
}
