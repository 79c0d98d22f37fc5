package io.fallow.owner;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The templates of all kinds of notices in one language, each checked when they are loaded, and what becomes of them for an account. */
public final class NoticeTemplates {

    private static final String WARNING = "warning";

    private final NoticeLanguage language;
    private final Map<NoticeKind, NoticeTemplate> templates = new EnumMap<>(NoticeKind.class);
    private final String warning;

    /**
     * @param folder has a folder for each language, and in it a file for each kind and {@code warning.txt} (R10)
     * @throws NoticeTemplateException naming the file and what is missing or unknown in it
     */
    public NoticeTemplates(Path folder, NoticeLanguage language) {
        this.language = language;
        Path here = folder.resolve(language.folder());
        Path file = here.resolve(WARNING + ".txt");
        this.warning = new NoticeTemplate(file, read(file), Set.of(), Set.of()).render(Map.of());
        for (NoticeKind kind : NoticeKind.values()) {
            Path each = here.resolve(kind.fileName());
            Set<String> required = new HashSet<>(kind.placeholders());
            required.remove("issued_on");
            templates.put(kind, new NoticeTemplate(each, read(each), required, kind.placeholders()));
        }
    }

    /**
     * The text that the owner gets.
     *
     * @param of how many notices before recycling there are; null for the other kinds
     * @throws NoticeTemplateException when the template needs one that is null
     */
    public String render(Notices.Issued notice, @Nullable Integer of) {
        Map<String, String> values = new HashMap<>();
        values.put("account", notice.account());
        values.put("issued_on", written(notice.issuedOn()));
        values.put("recycle_on", written(notice.recycleOn()));
        values.put(WARNING, warning);
        if (notice.number() != null && of != null) {
            values.put("number", String.valueOf(notice.number()));
            values.put("of", String.valueOf(of));
        }
        NoticeTemplate template = templates.get(notice.kind());
        if (template == null) {
            throw new IllegalStateException("no template was loaded for " + notice.kind());
        }
        return template.render(values);
    }

    private String written(LocalDate date) {
        return language.written(date);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new NoticeTemplateException(file, "does not exist; fallow.notice-templates says where they are");
        } catch (CharacterCodingException e) {
            throw new NoticeTemplateException(file, "is not UTF-8");
        } catch (IOException e) {
            throw new NoticeTemplateException(file, "cannot be read: " + e);
        }
    }
}
