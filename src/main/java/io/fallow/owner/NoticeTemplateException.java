package io.fallow.owner;

import java.nio.file.Path;

/** A template of notices that must not be used: says which file, and what is wrong with it. */
public final class NoticeTemplateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoticeTemplateException(Path file, String why) {
        super("notice template " + file + " " + why);
    }
}
