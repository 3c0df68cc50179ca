// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the compiler lets through. */
class TypedCallsTest {
    private static final List<String> RIGHT = List.of(
            "queue.enqueue(Notes::process, \"a\", 5L)",
            "queue.enqueue(Notes::processAsync, \"a\", 5L)",
            "queue.blocking().enqueue(Notes::processAsync, \"a\", 5L)",
            "queue.enqueue(notes::process, \"a\", 5L)");
    private static final List<String> WRONG = List.of(
            "queue.enqueue(Notes::process, 5L, \"a\")",
            "queue.enqueue(Notes::process, \"a\", 5)",
            "queue.enqueue(Notes::process, \"a\")",
            "queue.enqueue(Notes::process, \"a\", 5L, 6L)",
            "queue.enqueue(Notes::processAsync, \"a\", \"5\")",
            "queue.blocking().enqueue(Notes::processAsync, \"a\", \"5\")",
            "queue.enqueue(notes::process, \"a\", null, 5L)");

    @TempDir
    Path folder = Path.of("");

    @Test
    void aRightCallCompiles() {
        assertThat(linesWithErrors(RIGHT)).isEmpty();
    }

    @Test
    void aWrongArgumentDoesNot() {
        assertThat(linesWithErrors(WRONG))
                .isEqualTo(IntStream.rangeClosed(1, WRONG.size()).boxed().collect(Collectors.toSet()));
    }

    /** Which of {@code calls}, from 1 on, do not compile. */
    private Set<Integer> linesWithErrors(List<String> calls) {
        StringBuilder source = new StringBuilder("import dev.turnout.runtime.*; class Caller { static class Notes {"
                + " void process(String url, long user) {}"
                + " java.util.concurrent.CompletionStage<Integer> processAsync(String url, long user) { return null; } }"
                + " void call(TaskQueue queue, Notes notes) {\n");
        calls.forEach(call -> source.append(call).append(";\n"));
        source.append("} }");
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        ToolProvider.getSystemJavaCompiler()
                .getTask(
                        null,
                        null,
                        found,
                        List.of("-proc:none", "-d", folder.toString()),
                        null,
                        List.of(
                                new SimpleJavaFileObject(
                                        URI.create("string:///Caller.java"), JavaFileObject.Kind.SOURCE) {
                                    @Override
                                    public CharSequence getCharContent(boolean ignored) {
                                        return source;
                                    }
                                }))
                .call();
        return found.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .map(each -> (int) each.getLineNumber() - 1)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
