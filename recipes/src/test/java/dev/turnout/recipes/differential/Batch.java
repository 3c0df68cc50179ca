// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import dev.turnout.recipes.find.Verdict;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Programs with what the recipe has made of them; those that are no Java are left out, with the reason. */
    record Pair(
            List<Program> programs,
            Map<String, Class<?>> before,
            Map<String, String> malformed,
            Map<String, Rewrite.Rewritten> rewritten) {
        String after(Program program) {
            Rewrite.Rewritten one = rewritten.get(program.name());
            return one == null ? "" : one.text();
        }

        Pair of(List<Program> some) {
            return new Pair(some, before, malformed, rewritten);
        }
    }

    private final Lanes lanes = new Lanes();
    private final Trial trial = new Trial(lanes);
    private final Javac javac;
    private final Rewrite rewrite;

    Batch() {
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
        return tried(rewritten(programs), UnaryOperator.identity());
    }

    Pair rewritten(List<Program> programs) {
        Map<String, String> before = new LinkedHashMap<>();
        programs.forEach(program -> before.put(program.name(), program.text()));
        Javac.Compiled compiled = javac.of(before);
        before.keySet().retainAll(compiled.classes().keySet());
        return new Pair(programs, compiled.classes(), compiled.complaints(), rewrite.of(before));
    }

    /** Runs the programs before and after, with a last change to the source after. */
    List<Result> tried(Pair pair, UnaryOperator<String> change) {
        Map<String, String> after = new LinkedHashMap<>();
        for (Program program : pair.programs()) {
            Rewrite.Rewritten one = pair.rewritten().get(program.name());
            if (one != null && !one.text().equals(program.text())) {
                after.put(program.name(), change.apply(one.text()));
            }
        }
        Javac.Compiled now = javac.of(after);
        return pair.programs().stream()
                .map(program -> result(pair, program, after, now))
                .toList();
    }

    private Result result(Pair pair, Program program, Map<String, String> after, Javac.Compiled now) {
        String name = program.name();
        if (pair.malformed().containsKey(name)) {
            return new Result(program, "", null, pair.malformed().get(name), null, null);
        }
        Rewrite.Rewritten rewritten = pair.rewritten().get(name);
        String complaint = rewritten.failure() != null
                ? rewritten.failure()
                : now.complaints().get(name);
        Trial.Difference difference = now.classes().containsKey(name)
                ? trial.of(program, pair.before().get(name), now.classes().get(name))
                        .orElse(null)
                : null;
        return new Result(
                program, after.getOrDefault(name, program.text()), rewritten.verdict(), null, complaint, difference);
    }

    @Override
    public void close() {
        lanes.close();
    }
}
