package io.fallow.cli;

import io.fallow.ledger.RunReport;
import io.fallow.ledger.RunReport.Counts;
import java.io.PrintWriter;

/** A night's report as a person likes to read it: how many accounts came how far, with bars. */
final class Funnel {

    private static final int WIDTH = 36;

    private final PrintWriter out;
    private final boolean colour = System.console() != null && System.getenv("NO_COLOR") == null;

    Funnel(PrintWriter out) {
        this.out = out;
    }

    void print(RunReport report) {
        Counts counts = report.counts();
        long all = report.accounts() == null ? counts.scanned() : report.accounts();
        out.printf("%nNight of %s, run %d: %s%n%n", report.businessDate(), report.run(), report.status());
        bar("accounts", all, all);
        bar("looked at", counts.scanned(), all);
        bar("dormant", counts.dormant(), all);
        bar("excluded", counts.excluded(), all);
        report.excludedFor().entrySet().stream()
                .sorted((one, other) -> Long.compare(other.getValue(), one.getValue()))
                .forEach(reason -> bar("  " + reason.getKey(), reason.getValue(), all));
        bar("protected", counts.protectedAccounts(), all);
        bar("warned", counts.warned(), all);
        bar("recycled", counts.recycled(), all);
        bar("released", counts.released(), all);
        bar("returned", counts.returned(), all);
        if (counts.setAside() > 0) {
            bar("set aside", counts.setAside(), all);
        }
        out.println();
        double seconds = report.steps().stream()
                .mapToDouble(RunReport.StepReport::seconds)
                .sum();
        report.steps()
                .forEach(step -> out.printf(
                        "  %-24s %-10s %,10d read %,10d written %6.1f s%n",
                        step.name(), step.status(), step.read(), step.written(), step.seconds()));
        out.printf("  %-24s %-10s %45.1f s%n", "in all", "", seconds);
        if (report.seal() != null) {
            out.println("  sealed " + report.seal());
        }
        out.println();
    }

    private void bar(String name, long n, long all) {
        double eighths = all == 0 ? 0 : (double) n / all * WIDTH * 8;
        int full = (int) (eighths / 8);
        int rest = (int) (eighths % 8);
        String bar = "█".repeat(full) + (rest == 0 ? "" : String.valueOf((char) ('█' + 8 - rest)));
        if (bar.isEmpty() && n > 0) {
            bar = "▏";
        }
        out.printf("  %-26s %,12d  %s%n", name, n, colour ? "\u001b[36m" + bar + "\u001b[0m" : bar);
    }
}
