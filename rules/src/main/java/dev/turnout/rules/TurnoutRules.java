// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The rules for ArchUnit: {@code TurnoutRules.noBlockingOnAsyncPaths().check(classes)} in a test.
 *
 * <p>ArchUnit says which classes; their bodies are read again from where they came from, since ArchUnit does not keep
 * which lambda a call stands in.
 */
public final class TurnoutRules {
    private TurnoutRules() {}

    /**
     * No async path meets a call that waits. A path begins at a task without a lane, at a twin, at a method that returns
     * a stage, and in every continuation; it goes through calls and lambdas and ends at an offload.
     *
     * <p>The hierarchy, {@code META-INF/turnout/tasks.properties} and {@code META-INF/turnout/blocking-apis.csv} come
     * from the context class loader, in a test the test's class path.
     */
    public static ArchRule noBlockingOnAsyncPaths() {
        return pathsRule(Baseline.Compared::without);
    }

    /**
     * The same, but for what the lines of {@code baseline} let through. The file is read when the rule is checked, and
     * never written: {@code ./turnout check --write-baseline} makes it, {@code --update-baseline} takes out what is
     * fixed.
     *
     * @param baseline from the directory that the test runs in
     */
    public static ArchRule noBlockingOnAsyncPaths(Path baseline) {
        return pathsRule(report -> Baseline.read(baseline).compare(report, LocalDate.now()));
    }

    /**
     * No facade is left: no method waits for its twin. For the day after the cutover, together with
     * {@link #noBridgeTypeLeft()}; before that day it fails by design.
     */
    public static ArchRule noFacadeLeft() {
        return leftRule("leave no facade", Rule.TRN807);
    }

    /** No class names a type of the bridge, so that its dependency can come out. */
    public static ArchRule noBridgeTypeLeft() {
        return leftRule("name no type of the bridge", Rule.TRN808);
    }

    private static ArchRule pathsRule(Function<Report, Baseline.Compared> compare) {
        return classes()
                .should(new Check(
                        "not block on async paths",
                        Set.of(),
                        report -> compare.apply(report).open().failures()))
                .because("the thread there belongs to all jobs; one that waits stops them all");
    }

    private static ArchRule leftRule(String should, Rule rule) {
        return classes()
                .should(new Check(
                        should,
                        Set.of(Gate.FINISHED),
                        report -> report.failures().stream()
                                .filter(finding -> finding.rule() == rule || finding.rule() == Rule.TRN806)
                                .toList()))
                .because(rule.because());
    }

    private static final class Check extends ArchCondition<JavaClass> {
        /** Stands for a class whose file ArchUnit does not know, and fails the check. */
        private static final byte[] UNREADABLE = {};

        private final Set<Gate> gates;
        private final Function<Report, List<Violation>> failures;

        private Collection<JavaClass> all = List.of();

        Check(String should, Set<Gate> gates, Function<Report, List<Violation>> failures) {
            super(should);
            this.gates = gates;
            this.failures = failures;
        }

        @Override
        public void init(Collection<JavaClass> classes) {
            all = classes;
        }

        @Override
        public void check(JavaClass item, ConditionEvents events) {
            // a path belongs to many classes, so everything is said in finish
        }

        @Override
        public void finish(ConditionEvents events) {
            Map<String, byte[]> classFiles = new LinkedHashMap<>();
            for (JavaClass type : all) {
                classFiles.put(
                        type.getName(),
                        type.getSource().map(source -> read(source.getUri())).orElse(UNREADABLE));
            }
            Dropped.beside(all).forEach((name, uri) -> classFiles.put(name, read(uri)));
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            Report report =
                    Rules.check(classFiles, ClassPath.of(loader), gates, "behind the classes of this rule", List.of());
            failures.apply(report)
                    .forEach(v -> events.add(
                            SimpleConditionEvent.violated(v, TextReport.of(v).stripTrailing())));
        }

        private static byte[] read(URI uri) {
            try (InputStream in = ClassPath.open(uri.toURL())) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + uri, e);
            }
        }
    }
}
