// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import dev.turnout.recipes.find.Verdict;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Takes programs through rewrite, compiler and trial, many at once. */
final class Batch implements AutoCloseable {
    /**
     * What came of a program.
     *
     * @param after its source after the rewrite
     * @param verdict what the recipe says, or null if there is nothing that it could say
     * @param malformed what the compiler says about the program itself, or null if it is right
     * @param complaint of the compiler about the rewritten form, or of the recipe, or null
     * @param difference between the two, or null
     */
    record Result(
            Program program,
            String after,
            Verdict verdict,
            String malformed,
            String complaint,
            Trial.Difference difference) {
        boolean composed() {
            return verdict != null && verdict.kind() == Verdict.Kind.COMPOSE;
        }

        boolean wrong() {
            return malformed == null && (complaint != null || difference != null);
        }

        /** How many of its waits are handed to a blocking thread. */
        long offloads() {
            return verdict == null
                    ? 0
                    : verdict.sites().stream()
                            .filter(site -> !site.outcome().equals("native"))
                            .count();
        }

        /** All that one needs to see what is wrong. */
        String report() {
            return "seed=" + program.seed() + "\n--- before\n" + program.text() + "\n--- after\n" + after + "\n---\n"
                    + (malformed == null ? "" : "malformed: " + malformed + "\n")
                    + (complaint == null ? "" : complaint + "\n")
                    + (difference == null ? "" : difference + "\n")
                    + (verdict == null ? "" : verdict.kind() + " " + verdict.reason() + "\n");
        }
    }

    private final Lanes lanes = new Lanes();
    private final Trial trial = new Trial(lanes);
    private final Javac javac;
    private final Rewrite rewrite;
    private final UnaryOperator<String> afterwards;

    Batch() {
        this(UnaryOperator.identity());
    }

    /** With a change that is made to the rewritten source before it is compiled. */
    Batch(UnaryOperator<String> afterwards) {
        this.afterwards = afterwards;
        List<Path> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Batch::isUsed)
                .toList();
        this.javac = new Javac(classPath);
        this.rewrite = new Rewrite(classPath);
    }

    private static boolean isUsed(Path entry) {
        String text = entry.toString().replace('\\', '/');
        return !text.endsWith(".jar")
                || text.matches(".*/(jobrunr|turnout-async-runtime|spring-tx|jspecify|slf4j-api)-[^/]*\\.jar");
    }

    int runs() {
        return trial.runs();
    }

    List<Result> of(List<Program> programs) {
        Map<String, String> before = new LinkedHashMap<>();
        programs.forEach(program -> before.put(program.name(), program.text()));
        Javac.Compiled old = javac.of(before);
        before.keySet().retainAll(old.classes().keySet());
        Map<String, Rewrite.Rewritten> rewritten = rewrite.of(before);
        Map<String, String> after = new LinkedHashMap<>();
        rewritten.forEach((name, one) -> {
            if (!one.text().equals(before.get(name))) {
                after.put(name, afterwards.apply(one.text()));
            }
        });
        Javac.Compiled now = javac.of(after);
        List<Result> results = new ArrayList<>();
        for (Program program : programs) {
            String name = program.name();
            if (old.complaints().containsKey(name)) {
                results.add(new Result(
                        program, before.get(name), null, old.complaints().get(name), null, null));
                continue;
            }
            Optional<Trial.Difference> difference = now.classes().containsKey(name)
                    ? trial.of(program, old.classes().get(name), now.classes().get(name))
                    : Optional.empty();
            results.add(new Result(
                    program,
                    after.getOrDefault(name, before.get(name)),
                    rewritten.get(name).verdict(),
                    null,
                    rewritten.get(name).failure() != null
                            ? rewritten.get(name).failure()
                            : now.complaints().get(name),
                    difference.orElse(null)));
        }
        return results;
    }

    @Override
    public void close() {
        lanes.close();
    }
}
