package io.fallow.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeTemplatesTest {

    private static final Path SHIPPED = Path.of("config", "notices");

    @TempDir
    Path folder;

    private Path recycling = SHIPPED;

    @BeforeEach
    void copy() throws IOException {
        Files.createDirectories(folder.resolve("en"));
        for (String name : new String[] {"recycling.txt", "protection.txt", "borrower-blocked.txt", "warning.txt"}) {
            Files.copy(SHIPPED.resolve("en").resolve(name), folder.resolve("en").resolve(name));
        }
        recycling = folder.resolve("en").resolve("recycling.txt");
    }

    @ParameterizedTest
    @EnumSource(NoticeKind.class)
    void everyNoticeSaysInEnglishWhenAndThatOnlyTheOfficialChannelUnseals(NoticeKind kind) {
        assertThat(rendered(NoticeLanguage.EN, kind))
                .contains("4711", "5 March 2027", "Nobody but our official service desk lifts the protection")
                .doesNotContain("{", "}");
    }

    @ParameterizedTest
    @EnumSource(NoticeKind.class)
    void everyNoticeSaysInChineseWhenAndThatOnlyTheOfficialChannelUnseals(NoticeKind kind) {
        assertThat(rendered(NoticeLanguage.ZH, kind))
                .contains("4711", "2027年3月5日", "只有官方客服渠道可以为您的账户解除保护", "诈骗")
                .doesNotContain("{", "}");
    }

    @Test
    void theNoticeBeforeRecyclingSaysWhichOfHowManyItIs() {
        assertThat(rendered(NoticeLanguage.EN, NoticeKind.RECYCLING)).contains("notice 2 of 3, of 20 November 2026");
        assertThat(rendered(NoticeLanguage.ZH, NoticeKind.RECYCLING)).contains("2026年11月20日发出的第 2 次通知，共 3 次");
    }

    @ParameterizedTest
    @CsvSource({"EN, a property window, lender's own service, a reserve in the account", "ZH, 资产窗口, 贷款机构自己的服务渠道, 留足款项"})
    void theBlockedBorrowerIsToldTheWaysThatAreLeft(NoticeLanguage language, String one, String two, String three) {
        assertThat(rendered(language, NoticeKind.BORROWER_BLOCKED)).contains(one, two, three);
    }

    @Test
    void anAccountsKeyIsTakenAsItIs() {
        NoticeTemplates templates = new NoticeTemplates(SHIPPED, NoticeLanguage.EN);

        assertThat(templates.render(notice("$1 {of} \\", NoticeKind.PROTECTION), null))
                .contains("$1 {of} \\");
    }

    @ParameterizedTest
    @ValueSource(strings = {"recycle_on", "warning", "account", "number", "of"})
    void refusesATemplateWithoutAPlaceholderThatEveryOwnerNeeds(String name) throws IOException {
        write(Files.readString(recycling).replace("{" + name + "}", ""));

        assertRefused("notice template " + recycling + " has no {" + name + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name} | has an unknown placeholder {name}; known are account, issued_on, number, of, recycle_on, warning",
                "{} | has an unknown placeholder {}",
                "{Recycle_on} | has an unknown placeholder {Recycle_on}",
                "{ recycle_on} | has an unknown placeholder { recycle_on}",
                "{recycle_on | has a brace that belongs to no placeholder",
                "recycle_on} | has a brace that belongs to no placeholder",
                "{{recycle_on}} | has a brace that belongs to no placeholder",
                "${jndi:x} | has an unknown placeholder {jndi:x}",
            })
    void refusesWhatIsNoPlaceholder(String text, String why) throws IOException {
        write(Files.readString(recycling) + text);

        assertRefused("notice template " + recycling + " " + why);
    }

    @Test
    void onlyTheNoticeBeforeRecyclingHasANumber() throws IOException {
        Path protection = folder.resolve("en").resolve("protection.txt");
        Files.writeString(protection, Files.readString(protection) + "{number}");

        assertRefused("notice template " + protection + " has an unknown placeholder {number}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n \n"})
    void refusesAnEmptyFile(String text) throws IOException {
        write(text);
        assertRefused("notice template " + recycling + " is empty");
    }

    @Test
    void refusesAWarningThatIsEmptyOrMissing() throws IOException {
        Path warning = folder.resolve("en").resolve("warning.txt");
        Files.writeString(warning, "\n");
        assertRefused("notice template " + warning + " is empty");
        Files.delete(warning);
        assertRefused("notice template " + warning + " does not exist; fallow.notice-templates says where they are");
    }

    @Test
    void refusesWhatIsNoText() throws IOException {
        Files.write(recycling, "{recycle_on} für".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("notice template " + recycling + " is not UTF-8");
        Files.delete(recycling);
        Files.createDirectory(recycling);
        assertRefused("notice template " + recycling + " cannot be read");
    }

    @Test
    void saysWhichPlaceholderNobodyHasAValueFor() {
        NoticeTemplates templates = new NoticeTemplates(folder, NoticeLanguage.EN);

        assertThatThrownBy(() -> templates.render(notice("4711", NoticeKind.RECYCLING), null))
                .isInstanceOf(NoticeTemplateException.class)
                .hasMessageStartingWith("notice template " + recycling + " was given nothing for {");
    }

    private void write(String text) throws IOException {
        Files.writeString(recycling, text);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> new NoticeTemplates(folder, NoticeLanguage.EN))
                .isInstanceOf(NoticeTemplateException.class)
                .hasMessageStartingWith(message);
    }

    private static String rendered(NoticeLanguage language, NoticeKind kind) {
        return new NoticeTemplates(SHIPPED, language).render(notice("4711", kind), 3);
    }

    private static Notices.Issued notice(String account, NoticeKind kind) {
        return new Notices.Issued(
                account,
                kind,
                kind == NoticeKind.RECYCLING ? 2 : null,
                LocalDate.of(2026, 11, 20),
                LocalDate.of(2027, 3, 5),
                "UNREPORTED",
                true,
                "standard");
    }
}
