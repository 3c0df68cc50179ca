// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("jdk")
class TurnoutRulesTest {
    private static final Corpus CORPUS = Corpus.get();

    @TempDir
    Path classes;

    @Test
    void aSleepInAContinuationBreaksTheRuleWithItsPath() {
        JavaClasses imported = compile("map", "{ Thread.sleep(1); return s; }");

        EvaluationResult result = TurnoutRules.noBlockingOnAsyncPaths().evaluate(imported);

        assertThat(result.getFailureReport().getDetails())
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith("TRN104 thread-sleep: Thread.sleep is reached from shop.Shop#a()")
                        .contains("(Shop.java:1)  returns a stage")
                        .contains("(Shop.java:1)  lambda given to Stages.map")
                        .contains("mend: Stages.then(Stages.delay(time), ignored -> ...)"));
    }

    @Test
    void anOffloadedSleepDoesNot() {
        JavaClasses imported =
                compile("then", "dev.turnout.runtime.async.Blocking.call(() -> { Thread.sleep(1); return s; })");

        TurnoutRules.noBlockingOnAsyncPaths().check(imported);
    }

    @Test
    void noClassesAreNoPass() {
        JavaClasses none = new ClassFileImporter().importPath(classes);

        assertThatThrownBy(() -> TurnoutRules.noBlockingOnAsyncPaths().check(none))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("failed to check any classes");
    }

    private JavaClasses compile(String how, String continuation) {
        CORPUS.compile(
                classes,
                Map.of(
                        "shop.Shop",
                        "package shop; import dev.turnout.runtime.async.Stages; class Shop {"
                                + " java.util.concurrent.CompletionStage<?> a() { return"
                                + " Stages." + how + "(Stages.ok(\"\"), s -> " + continuation + "); } }"));
        return new ClassFileImporter().importPath(classes);
    }
}
