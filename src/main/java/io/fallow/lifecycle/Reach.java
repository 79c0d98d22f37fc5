package io.fallow.lifecycle;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far an account's notices reached its owner.
 *
 * @param delivered how many of the present countdown's notices
 * @param lastDeliveredOn when the latest of those was
 * @param bounced how many of the present countdown's notices
 * @param unseen whether any ever bounced, and the owner has not been seen since
 * @param lost whether that was in an earlier countdown
 */
public record Reach(int delivered, @Nullable LocalDate lastDeliveredOn, int bounced, boolean unseen, boolean lost) {

    /**
     * @param clearSince when the present countdown began: notices issued before are void; null while there is none
     * @param activeOn when the owner was last seen
     */
    public static Reach of(List<NoticeReport> reports, @Nullable LocalDate clearSince, LocalDate activeOn) {
        int delivered = 0;
        int bounced = 0;
        LocalDate lastDeliveredOn = null;
        boolean unseen = false;
        boolean lost = false;
        for (NoticeReport report : reports) {
            LocalDate deliveredOn = report.deliveredOn();
            boolean counts = clearSince != null && !report.issuedOn().isBefore(clearSince);
            if (deliveredOn == null) {
                bounced += counts ? 1 : 0;
                boolean after = report.issuedOn().isAfter(activeOn);
                unseen |= after;
                lost |= after && !counts;
            } else if (counts) {
                delivered++;
                lastDeliveredOn =
                        lastDeliveredOn == null || deliveredOn.isAfter(lastDeliveredOn) ? deliveredOn : lastDeliveredOn;
            }
        }
        return new Reach(delivered, lastDeliveredOn, bounced, unseen, lost);
    }
}
