package io.fallow.lifecycle;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What the platform reported of one notice.
 *
 * @param issuedOn the date on which it went out
 * @param deliveredOn the first date on which it was delivered or opened; null when it bounced, whatever else was said of it
 */
public record NoticeReport(LocalDate issuedOn, @Nullable LocalDate deliveredOn) {}
