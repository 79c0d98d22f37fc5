package io.fallow.metrics;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is measured. docs/metrics.md says of each what it means; in Prometheus its name is {@link #exposedName()}. */
public enum Measure {
    DATABASE_UP("fallow.database.up", null, "Whether the other figures could be read from the database: 1 or 0"),
    READ_TIMESTAMP("fallow.metrics.read.timestamp", Unit.SECONDS, "When these figures were read from the database"),

    RUN_STATUS("fallow.run.status", null, "1 for the status of the latest run, 0 for all others"),
    RUN_DATE("fallow.run.business.date.timestamp", Unit.SECONDS, "Midnight of the latest run's business date"),
    RUN_STARTED("fallow.run.started.timestamp", Unit.SECONDS, "When the latest run began"),
    RUN_ACCOUNTS("fallow.run.result", Unit.ACCOUNTS, "What the latest run that completed did, by kind"),

    STEP_READ("fallow.step.read", Unit.ACCOUNTS, "Accounts that a step of the latest run brought in"),
    STEP_WRITTEN("fallow.step.written", Unit.ACCOUNTS, "Accounts that a step of the latest run changed"),
    STEP_SKIPPED("fallow.step.skipped", Unit.ACCOUNTS, "Accounts that a step of the latest run put aside"),
    STEP_DURATION(
            "fallow.step.duration", Unit.SECONDS, "How long a step of the latest run took, over all its executions"),
    STEP_RATE("fallow.step.accounts.per.second", null, "Accounts a second that a step of the latest run brought in"),

    SUCCESS("fallow.night.success.timestamp", Unit.SECONDS, "When the night of a business date was completed"),
    LAST_SUCCESS("fallow.last.success.timestamp", Unit.SECONDS, "When the latest completed night was completed"),
    LAST_SUCCESS_AGE("fallow.last.success.age", Unit.SECONDS, "How long ago the latest completed night was completed"),

    DUE("fallow.due", Unit.ACCOUNTS, "Accounts that are due today, at most 1000000: that many or more"),
    OLDEST_DUE(
            "fallow.oldest.due.timestamp",
            Unit.SECONDS,
            "Midnight of the date since when the oldest due account is due"),
    OLDEST_DUE_AGE("fallow.oldest.due.age", Unit.SECONDS, "How long the oldest due account has been due"),

    LIMIT_USED("fallow.limit.used.percent", null, "How much of a limit of the policy the latest run used, in percent"),

    ALARMS("fallow.watchdog.alarms", null, "Alarms that the watchdog has raised and not cleared, by kind"),

    OUTBOX("fallow.outbox.events", null, "Events that wait for their delivery to a consumer"),
    OUTBOX_OLDEST("fallow.outbox.oldest.timestamp", Unit.SECONDS, "When the oldest event that waits was written"),
    OUTBOX_AGE("fallow.outbox.oldest.age", Unit.SECONDS, "How long the oldest event has waited");

    /** What a figure counts, as the end of its name in Prometheus. */
    private static final class Unit {
        static final String SECONDS = "seconds";
        static final String ACCOUNTS = "accounts";
    }

    private final String meterName;
    private final @Nullable String unit;
    private final String description;

    Measure(String meterName, @Nullable String unit, String description) {
        this.meterName = meterName;
        this.unit = unit;
        this.description = description;
    }

    String meterName() {
        return meterName;
    }

    @Nullable
    String unit() {
        return unit;
    }

    String description() {
        return description;
    }

    /** An age goes on while nobody reads it: it makes no sense in a file. */
    boolean isAge() {
        return meterName.endsWith(".age");
    }

    /** Its name in Prometheus. */
    public String exposedName() {
        return (unit == null ? meterName : meterName + "." + unit)
                .replace('.', '_')
                .toLowerCase(Locale.ROOT);
    }
}
