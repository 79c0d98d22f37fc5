package io.fallow.api;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The fields of a request's body: texts, all of them known by name. */
final class Fields {

    private static final int BAD_REQUEST = 400;
    private static final int LONGEST = 2_000;

    private final Map<String, String> values;

    /** @throws ApiException when there is a field that nobody asked for */
    Fields(Map<String, String> values, String... known) {
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(Set.of(known));
        if (!unknown.isEmpty()) {
            throw new ApiException(
                    BAD_REQUEST,
                    "field " + unknown.iterator().next() + " is unknown; known are "
                            + String.join(", ", new TreeSet<>(Set.of(known))));
        }
        this.values = values;
    }

    /** @throws ApiException when it is missing, blank or longer than 2000 characters */
    String required(String name) {
        String value = optional(name);
        if (value == null) {
            throw new ApiException(BAD_REQUEST, "field " + name + " is missing or blank");
        }
        return value;
    }

    /** @throws ApiException when it is given and no date */
    @Nullable
    LocalDate date(String name) {
        String value = optional(name);
        try {
            return value == null ? null : LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            throw new ApiException(BAD_REQUEST, "field " + name + " is not a date such as 2026-11-24");
        }
    }

    /** @throws ApiException when it is given and none of the constants */
    <E extends Enum<E>> E oneOf(String name, Class<E> type, E otherwise) {
        String value = optional(name);
        if (value == null) {
            return otherwise;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(value)) {
                return constant;
            }
        }
        throw new ApiException(BAD_REQUEST, "field " + name + " must be one of " + List.of(type.getEnumConstants()));
    }

    @Nullable
    String optional(String name) {
        String value = values.get(name);
        if (value != null && value.length() > LONGEST) {
            throw new ApiException(BAD_REQUEST, "field " + name + " is longer than " + LONGEST + " characters");
        }
        return value == null || value.isBlank() ? null : value.strip();
    }
}
