// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A check that could not fail is no check, and says so. */
class SilentSuccessTest {
    @TempDir
    private Path classes;

    @BeforeEach
    void compile() {
        Corpus.get().compile(classes, Map.of("shop.Nothing", "package shop; class Nothing {}"));
    }

    @Test
    void theCanaryIsFound() {
        assertThatCode(Canary::sing).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"ERROR,POSSIBLE", "WARNING,CERTAIN", "INFO,CERTAIN"})
    void anEngineThatOnlyGuessesOrNeverFailsChecksNothing(Severity severity, Confidence confidence) {
        Violation found = new Violation(
                Rule.TRN104,
                severity,
                confidence,
                "canary.Canary#restAsync()",
                false,
                "Thread.sleep",
                new Frame("canary.Canary", "restAsync", "?", 0, ""),
                List.of(),
                "",
                "",
                0,
                List.of());
        Report report = new Report(List.of(found), new Counts(1, 1, 1, 0, 0, 0), List.of(), Set.of());

        assertThatThrownBy(() -> Canary.hear(report)).hasMessageStartingWith("TURNOUT-0704 the rules do not find");
    }

    @ParameterizedTest
    @EnumSource(
            value = Severity.class,
            names = {"ERROR"},
            mode = EnumSource.Mode.EXCLUDE)
    void settingsUnderWhichNoWaitFailsAreRefused(Severity lowered) throws IOException {
        set(Arrays.stream(Rule.values()).map(rule -> rule + " = " + lowered).collect(Collectors.joining("\n")));

        assertThatThrownBy(this::check)
                .hasMessage(
                        "TURNOUT-0870 META-INF/turnout/rules.properties lowers each of TRN101 to TRN107 below error, so the"
                                + " check would pass whatever waits; nothing was checked. Leave at least one of them an error, and"
                                + " let old findings stay by a baseline.");
    }

    @ParameterizedTest
    @CsvSource({"TRN314,false", "TRN301,false", "TRN106,true"})
    void aRuleAboutALibraryIsNotEnough(Rule kept, boolean enough) throws IOException {
        set(Arrays.stream(Rule.values())
                .filter(rule -> rule != kept)
                .map(rule -> rule + ":  Info ")
                .collect(Collectors.joining("\n")));

        if (enough) {
            assertThatCode(this::check).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(this::check).hasMessageStartingWith("TURNOUT-0870");
        }
    }

    @Test
    void whoLowersRulesIsNamed() throws IOException {
        set("TRN104 = off\nTRN901 = warning\nTRN601 = off\nTRN806 = off");

        assertThat(check().violations())
                .extracting(Violation::blockedCall)
                .containsExactly(classes.resolve(Settings.FILE).toUri().toURL() + " lowers rules: TRN104 = off");
    }

    @Test
    void whyACheckFailsIsToldWhateverTheSettingsSay() throws IOException {
        set("TRN806 = off");
        Files.writeString(classes.resolve("Junk.class"), "junk");

        assertThat(check().failures())
                .extracting(Violation::blockedCall)
                .containsExactly("Junk.class could not be read");
    }

    @Test
    void rowsUnderWhichNoWaitIsFoundAreRefused() throws IOException {
        set(Arrays.stream(Rule.values())
                .filter(rule -> rule != Rule.TRN104)
                .map(rule -> rule + " = info")
                .collect(Collectors.joining("\n")));
        Files.writeString(
                classes.resolve(Tables.USER_ROWS),
                "owner_class,method,kind,evidence\njava.lang.Thread,sleep,nonblocking,we say so\n");

        assertThatThrownBy(this::check)
                .hasMessageStartingWith(
                        "TURNOUT-0872 with the rows and severities of this class path the rules find none")
                .hasMessageContaining(Tables.USER_ROWS + " adds rows: 1")
                .hasMessageContaining(Settings.FILE + " lowers rules: TRN101 = info");
    }

    @Test
    void whoAddsRowsIsNamed() throws IOException {
        set("");
        Files.writeString(
                classes.resolve(Tables.USER_CONTEXTS),
                "owner,method,argument,context,note\ncom.acme.Workers,*,*,offload,\n");

        assertThat(check().violations())
                .extracting(Violation::blockedCall)
                .contains(classes.resolve(Tables.USER_CONTEXTS).toUri().toURL() + " adds rows: 1");
    }

    @Test
    void oneThatStillFailsIsEnough() throws IOException {
        set(Arrays.stream(Rule.values())
                .filter(rule -> rule != Rule.TRN101)
                .map(rule -> rule + " = off")
                .collect(Collectors.joining("\n")));

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    private void set(String lines) throws IOException {
        Path file = classes.resolve(Settings.FILE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, lines);
    }

    private Report check() {
        return Rules.check(List.of(classes), Corpus.get().classPath());
    }
}
