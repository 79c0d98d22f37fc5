package io.fallow.owner;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A language that notices are written in, and how it writes a date. */
public enum NoticeLanguage {
    ZH("uuuu年M月d日", Locale.SIMPLIFIED_CHINESE),
    EN("d MMMM uuuu", Locale.ENGLISH);

    private final DateTimeFormatter dates;

    NoticeLanguage(String pattern, Locale locale) {
        dates = DateTimeFormatter.ofPattern(pattern, locale);
    }

    String written(LocalDate date) {
        return dates.format(date);
    }

    /** As its templates' folder is named. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
