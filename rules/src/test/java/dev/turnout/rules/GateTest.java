// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gates of the end, before it and after. */
@Tag("jdk")
class GateTest {
    private static final Corpus CORPUS = Corpus.get();
    private static final String TASKS = """
            package shop;
            import java.util.concurrent.CompletionStage;
            import dev.turnout.runtime.async.*;
            %s
            public class Tasks {
                public CompletionStage<Void> mailAsync(long id) { return Stages.done(); }
                %s
            }
            """;
    private static final String FACADE = "public void mail(long id) { Facade.await(() -> mailAsync(id)); }";

    @TempDir
    private Path directory;

    private Path bridge;
    private Path classes;

    @BeforeEach
    void makeABridge() {
        bridge = directory.resolve("bridge");
        classes = directory.resolve("classes");
        CORPUS.compile(
                bridge,
                Map.of(
                        "dev.turnout.bridge.Cutover",
                        "package dev.turnout.bridge; public class Cutover { public static void over(Object o) {} }",
                        "dev.turnout.bridge.store.Level",
                        "package dev.turnout.bridge.store; public enum Level { DROP_IN }",
                        "dev.turnout.bridge.spring.Bridged",
                        "package dev.turnout.bridge.spring; @java.lang.annotation.Target({java.lang.annotation.ElementType.TYPE,"
                                + " java.lang.annotation.ElementType.PARAMETER, java.lang.annotation.ElementType.TYPE_USE})"
                                + " public @interface Bridged {}",
                        "dev.turnout.bridges.Other",
                        "package dev.turnout.bridges; public class Other {}"));
    }

    @Test
    void aFacadeIsLeftAloneUntilTheCutoverIsFinished() {
        compile("", FACADE);

        assertThat(check(Set.of()).violations()).isEmpty();
        assertThat(TextReport.of(check(Set.of(Gate.FINISHED)))).startsWith("""
                        TRN807 facade-left: Facade.await in shop.Tasks#mail(long)
                          > Tasks.mail                               (Tasks.java:7)
                          because the cutover is finished, and a facade holds a thread while its twin works
                          mend: take the facade out, once nothing queued names it
                        """);
    }

    @Test
    void everyTypeOfTheBridgeIsFoundWhereItIsNamedFirst() {
        compile(
                "import dev.turnout.bridge.*; import dev.turnout.bridge.store.Level; @dev.turnout.bridge.spring.Bridged",
                "void a() { Cutover.over(this); Cutover.over(null); } Level level; void b() { System.out.print(Level.DROP_IN); }");

        Report report = check(Set.of(Gate.FINISHED));

        assertThat(report.failures())
                .extracting(v -> v.rule() + " " + v.blockedCall() + " " + v.entry() + " "
                        + v.place().line())
                .containsExactlyInAnyOrder(
                        "TRN808 dev.turnout.bridge.Cutover shop.Tasks#a 7",
                        "TRN808 dev.turnout.bridge.store.Level shop.Tasks#b 7",
                        "TRN808 dev.turnout.bridge.spring.Bridged shop.Tasks 0");
        assertThat(check(Set.of()).violations()).isEmpty();
        assertThat(TextReport.of(report)).contains("  > Tasks  ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "void a(@Bridged String s) {} | spring.Bridged",
                "java.util.List<@Bridged String> names; | spring.Bridged",
                "Object a() { return new Cutover[2][2]; } | Cutover",
                "void a() { Cutover none = null; System.out.print(none); } | Cutover",
                "boolean a(Object o) { return o instanceof Cutover[]; } | Cutover",
                "<T extends Cutover> void a(T t) {} | Cutover"
            })
    void howeverATypeOfTheBridgeIsNamed(String member, String type) {
        compile("import dev.turnout.bridge.*; import dev.turnout.bridge.spring.Bridged;", member);

        assertThat(check(Set.of(Gate.FINISHED)).failures())
                .extracting(Violation::blockedCall)
                .containsExactly("dev.turnout.bridge." + type);
    }

    @Test
    void theBridgeIsWhereItsNameSays() {
        Path sources = Path.of("..", "bridge", "core", "src", "main", "java");

        assertThat(sources.resolve(RuntimeTypes.BRIDGE.replace('.', '/') + "Cutover.java"))
                .exists();
    }

    @Test
    void whatOnlySoundsLikeTheBridgeIsNot() {
        compile(
                "",
                "dev.turnout.bridges.Other other; String text = \"dev.turnout.bridge.Cutover\";"
                        + " String path = \"see dev/turnout/bridge/Cutover\";");

        assertThat(check(Set.of(Gate.FINISHED)).violations()).isEmpty();
    }

    @Test
    void aTestMayAskForBoth() {
        compile("", FACADE);
        JavaClasses imported = new ClassFileImporter().importPath(classes);

        assertThatThrownBy(() -> TurnoutRules.noFacadeLeft().check(imported))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("classes should leave no facade")
                .hasMessageContaining("TRN807 facade-left: Facade.await in shop.Tasks#mail(long)");
        TurnoutRules.noBridgeTypeLeft().check(imported);
    }

    private void compile(String head, String members) {
        CORPUS.compile(classes, Map.of("shop.Tasks", TASKS.formatted(head, members)), bridge);
    }

    private Report check(Set<Gate> gates) {
        List<Path> path = new ArrayList<>(CORPUS.classPath());
        path.add(bridge);
        return Rules.check(List.of(classes), path, gates);
    }
}
