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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        return classes()
                .should(new NotBlockOnAsyncPaths())
                .because("the thread there belongs to all jobs; one that waits stops them all");
    }

    private static final class NotBlockOnAsyncPaths extends ArchCondition<JavaClass> {
        /** Stands for a class whose file ArchUnit does not know, and fails the check. */
        private static final byte[] UNREADABLE = {};

        private Collection<JavaClass> all = List.of();

        NotBlockOnAsyncPaths() {
            super("not block on async paths");
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
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            Report report = Rules.check(classFiles, ClassPath.of(loader), "behind the classes of this rule");
            report.failures()
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
