package io.fallow.lifecycle;

/**
 * How much one night may do before somebody must approve it.
 *
 * @param setAside poison accounts a run may skip before it fails, 0 or more
 */
public record Limits(Limit protectedAccounts, Limit recycledAccounts, int setAside) {

    public Limits {
        if (setAside < 0) {
            throw new PolicyException("set-aside", setAside + " is negative");
        }
    }

    /**
     * @param max accounts, 0 or more
     * @param maxPercent of all accounts, 0 to 100
     * @param maxTimesMedian multiple of the median of recent runs, above 0
     */
    public record Limit(long max, double maxPercent, double maxTimesMedian) {

        public Limit {
            if (max < 0) {
                throw new PolicyException("max", max + " is negative");
            }
            if (!(maxPercent >= 0 && maxPercent <= 100)) {
                throw new PolicyException("max-percent", maxPercent + " is not between 0 and 100");
            }
            if (!(maxTimesMedian > 0 && Double.isFinite(maxTimesMedian))) {
                throw new PolicyException("max-times-median", maxTimesMedian + " is not a number above 0");
            }
        }
    }
}
