// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.openrewrite.ExecutionContext;
import org.openrewrite.InMemoryExecutionContext;
import org.openrewrite.Parser;
import org.openrewrite.Recipe;
import org.openrewrite.SourceFile;
import org.openrewrite.config.Environment;
import org.openrewrite.internal.InMemoryLargeSourceSet;
import org.openrewrite.java.JavaParser;

/**
 * Prints what time of the processor a run of the recipes takes beside OpenRewrite's own parse and print of the same sources. A command, no
 * test, since it measures: {@code mvn -pl recipes -am test-compile} and {@code java -cp … dev.turnout.recipes.Speed
 * [files] [of them with tasks] [rounds]}.
 */
public final class Speed {
    private Speed() {}

    public static void main(String[] arguments) {
        int files = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 180;
        int tasks = arguments.length > 1 ? Integer.parseInt(arguments[1]) : files / 10;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        Map<String, String> sources = sources(files, tasks);
        for (int round = 1; round <= rounds; round++) {
            long from = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            List<SourceFile> parsed = parse(sources);
            long printed =
                    parsed.stream().mapToLong(file -> file.printAll().length()).sum();
            double base = seconds(from);
            double twins = run(CreateAsyncTwins::new, parsed);
            double all = run(
                    () -> Environment.builder()
                            .scanRuntimeClasspath("dev.turnout.recipes")
                            .build()
                            .activateRecipes("dev.turnout.recipes.MigrateJobs"),
                    parsed);
            System.out.printf(
                    "round %d: %d files, %d characters; parse and print %.2f s; CreateAsyncTwins %.2f s (with parse: %.2f x);"
                            + " MigrateJobs %.2f s (%.2f x)%n",
                    round, files, printed, base, twins, (base + twins) / base, all, (base + all) / base);
        }
    }

    private static double seconds(long from) {
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - from) / 1e9;
    }

    private static double run(Supplier<Recipe> recipe, List<SourceFile> parsed) {
        long from = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        int changed =
                recipe
                        .get()
                        .run(new InMemoryLargeSourceSet(parsed), context(), 1, 1)
                        .getChangeset()
                        .getAllResults()
                        .stream()
                        .mapToInt(result -> result.getAfter() == null
                                ? 0
                                : result.getAfter().printAll().length())
                        .sum();
        if (changed == 0) {
            throw new IllegalStateException("nothing was rewritten");
        }
        return seconds(from);
    }

    private static List<SourceFile> parse(Map<String, String> sources) {
        List<Parser.Input> inputs = new ArrayList<>();
        sources.forEach((path, text) -> inputs.add(Parser.Input.fromString(Path.of(path), text)));
        return JavaParser.fromJavaVersion()
                .classpath(Compiled.classPath())
                .build()
                .parseInputs(inputs, null, context())
                .toList();
    }

    private static ExecutionContext context() {
        return new InMemoryExecutionContext(failure -> {
            throw new IllegalStateException(failure);
        });
    }

    /** Classes with a loop, a helper, a try and a few plain methods; in some of them that is a task. */
    private static Map<String, String> sources(int files, int tasks) {
        Map<String, String> sources = new TreeMap<>();
        for (int i = 0; i < files; i++) {
            sources.put(
                    "src/main/java/com/acme/Task%d.java".formatted(i), """
                    package com.acme;

                    import java.util.ArrayList;
                    import java.util.List;
                    import java.util.concurrent.CompletableFuture;
                    import org.jobrunr.jobs.annotations.Job;

                    public class Task%1$d {
                        private final List<String> seen = new ArrayList<>();

                        %2$spublic int task(List<String> names) {
                            int sum = 0;
                            for (String name : names) {
                                String text = load(name);
                                if (text.isEmpty()) {
                                    continue;
                                }
                                try {
                                    sum += count(text).join();
                                } catch (IllegalStateException e) {
                                    seen.add(name);
                                }
                            }
                            return sum;
                        }

                        private String load(String name) {
                            String text = CompletableFuture.completedFuture(name).join();
                            return text.trim();
                        }

                        private CompletableFuture<Integer> count(String text) {
                            return CompletableFuture.completedFuture(text.length());
                        }

                        public List<String> seen() {
                            List<String> copy = new ArrayList<>(seen);
                            copy.sort(String::compareTo);
                            return copy;
                        }

                        @Override
                        public String toString() {
                            StringBuilder text = new StringBuilder("Task%1$d");
                            for (String one : seen()) {
                                text.append(' ').append(one);
                            }
                            return text.toString();
                        }
                    }
                    """.formatted(i, i < tasks ? "@Job\n    " : ""));
        }
        return sources;
    }
}
