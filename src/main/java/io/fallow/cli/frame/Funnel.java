package io.fallow.cli.frame;

import io.fallow.ledger.runs.RunReport;
import io.fallow.ledger.runs.RunReport.Counts;
import java.io.PrintWriter;

/** A night's report as a person likes to read it: how many accounts came how far, with bars. */
public final class Funnel {

    private static final int WIDTH = 36;

    /** A night that looks at fewer than one account in so many has bars of its own scale. */
    private static final int FEW = 20;

    private final PrintWriter out;

    public Funnel(PrintWriter out) {
        this.out = out;
    }

    public void print(RunReport report) {
        Counts counts = report.counts();
        long all = report.accounts() == null ? counts.scanned() : report.accounts();
        out.printf("%nNight of %s", report.businessDate());
        out.printf("%s: %s%n%n", report.run() == 0 ? "" : ", run " + report.run(), report.status());
        bar("accounts", all, all);
        bar("looked at", counts.scanned(), all);
        boolean few = counts.scanned() * FEW < all;
        if (few && counts.scanned() > 0) {
            out.println("                                           of those looked at:");
        }
        long scale = few ? counts.scanned() : all;
        bar("dormant", counts.dormant(), scale);
        bar("excluded", counts.excluded(), scale);
        report.excludedFor().entrySet().stream()
                .sorted((one, other) -> Long.compare(other.getValue(), one.getValue()))
                .forEach(reason -> bar("  " + reason.getKey(), reason.getValue(), scale));
        bar("protected", counts.protectedAccounts(), scale);
        bar("warned", counts.warned(), scale);
        bar("recycled", counts.recycled(), scale);
        bar("released", counts.released(), scale);
        bar("returned", counts.returned(), scale);
        if (counts.setAside() > 0) {
            bar("set aside", counts.setAside(), scale);
        }
        out.println();
        if (!report.steps().isEmpty()) {
            steps(report);
        }
    }

    private void steps(RunReport report) {
        double seconds = report.steps().stream()
                .mapToDouble(RunReport.StepReport::seconds)
                .sum();
        report.steps()
                .forEach(step -> out.printf(
                        "  %-24s %-10s %,10d read %,10d written %6.1f s%n",
                        step.name(), step.status(), step.read(), step.written(), step.seconds()));
        out.printf("  %-69s %6.1f s%n", "in all", seconds);
        if (report.seal() != null) {
            out.println("  sealed " + report.seal());
        }
        out.println();
    }

    private void bar(String name, long n, long scale) {
        double eighths = scale == 0 ? 0 : Math.min(1, (double) n / scale) * WIDTH * 8;
        int full = (int) (eighths / 8);
        int rest = (int) (eighths % 8);
        String bar = "█".repeat(full) + (rest == 0 ? "" : String.valueOf((char) ('█' + 8 - rest)));
        if (bar.isEmpty() && n > 0) {
            bar = "▏";
        }
        out.println(String.format("  %-26s %,12d  ", name, n)
                .concat(coloured(name, bar))
                .stripTrailing());
    }

    /** Blue for what only counts, yellow for what keeps an account back, green for what protects it, red for what takes it. */
    public static String coloured(String name, String bar) {
        if (!Terminal.hasColour() || bar.isBlank()) {
            return bar;
        }
        String colour = switch (name) {
            case "accounts", "looked at", "dormant" -> "34";
            case "protected", "warned", "returned", "unsealed", "restored" -> "32";
            case "recycled", "released", "set aside" -> "31";
            default -> "33";
        };
        return "\u001b[" + colour + "m" + bar + "\u001b[0m";
    }
}
