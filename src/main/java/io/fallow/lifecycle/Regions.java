package io.fallow.lifecycle;

import java.time.DateTimeException;
import java.time.ZoneId;

/**
 * Time zones that mean the same to everybody (DESIGN section 3): regions of the tz database by their name, such as Asia/Shanghai, or UTC.
 * UTC+8 is 8 hours east for Java, 8 hours west for PostgreSQL, and GMT for Quartz; CET has a summer time for Java and none for PostgreSQL.
 */
public final class Regions {

    private static final String OF_JAVA_ALONE = "SystemV/";

    private Regions() {}

    /** @throws DateTimeException when it is no such name */
    public static ZoneId named(String name) {
        boolean isRegion = name.contains("/") && ZoneId.getAvailableZoneIds().contains(name);
        if (!name.equals("UTC") && (!isRegion || name.startsWith(OF_JAVA_ALONE))) {
            throw new DateTimeException("'" + name + "' is no region of the tz database");
        }
        return ZoneId.of(name);
    }
}
