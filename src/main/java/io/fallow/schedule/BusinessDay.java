package io.fallow.schedule;

import java.time.Instant;
import java.time.LocalDate;

/** Which business date a night has that comes at a time: the policy's, by its zone. */
@FunctionalInterface
public interface BusinessDay {

    LocalDate of(Instant night);
}
