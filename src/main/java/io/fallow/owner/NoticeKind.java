package io.fallow.owner;

import java.util.Locale;
import java.util.Set;

/** What owners are told of. Every notice has the real date and the warning that only the official channel unseals (R10). */
public enum NoticeKind {
    /** Before the account is recycled. */
    RECYCLING(Set.of("account", "issued_on", "recycle_on", "warning", "number", "of")),
    /** The account is protected, and how it is unsealed (R3). */
    PROTECTION(Set.of("account", "issued_on", "recycle_on", "warning")),
    /** A borrower is locked out: the loan goes on, and the ways that are left (R8). */
    BORROWER_BLOCKED(Set.of("account", "issued_on", "recycle_on", "warning"));

    private final Set<String> placeholders;

    NoticeKind(Set<String> placeholders) {
        this.placeholders = placeholders;
    }

    /** All that its template may, and must, hold; of {@code issued_on} it may do without. */
    Set<String> placeholders() {
        return placeholders;
    }

    /** As its template's file is named. */
    String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt";
    }
}
