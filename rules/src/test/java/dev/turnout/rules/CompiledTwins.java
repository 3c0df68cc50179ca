// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One side of all twins, compiled and checked once for all tests of this JVM.
 *
 * @param classes where the class files are
 * @param report what the rules say of them
 */
record CompiledTwins(Path classes, Report report) {
    static final String BLOCKING = "bad";
    private static final String INNOCENT = "good";
    private static @Nullable CompiledTwins blocking;
    private static @Nullable CompiledTwins innocent;

    static synchronized CompiledTwins blocking() {
        if (blocking == null) {
            blocking = compiled(BLOCKING, Twin::blockingSource, Twin::blockingTasks);
        }
        return blocking;
    }

    static synchronized CompiledTwins innocent() {
        if (innocent == null) {
            innocent = compiled(INNOCENT, Twin::innocentSource, Twin::innocentTasks);
        }
        return innocent;
    }

    private interface Tasks {
        String of(Twin twin, String name);
    }

    private static CompiledTwins compiled(String side, Function<Twin, String> source, Tasks tasks) {
        List<Twin> twins = Twins.all();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < twins.size(); i++) {
            lines.append(tasks.of(twins.get(i), side + ".Twin" + i)).append('\n');
        }
        Corpus corpus = Corpus.get();
        Path classes = corpus.directory(side);
        corpus.compile(
                classes,
                Map.of(
                        side + ".Twins",
                        Twin.file(side, twins.stream().map(source).toList())));
        try {
            Path file = classes.resolve(RuntimeTypes.TASKS);
            Files.createDirectories(file.getParent());
            Files.writeString(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CompiledTwins(classes, Rules.check(List.of(classes), corpus.classPath()));
    }
}
