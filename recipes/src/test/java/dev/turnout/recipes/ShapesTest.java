// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.recipes.shapes.Shapes;
import dev.turnout.recipes.shapes.World;
import dev.turnout.recipes.shapes.World.Failure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jobrunr.jobs.annotations.Job;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a rewritten shape does is what it did before: the same effects in the same order, value or failure. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShapesTest {
    private static final String FILE = "src/test/java/dev/turnout/recipes/shapes/Shapes.java";
    private static final String MAIN = "src/main/java/dev/turnout/recipes/shapes/Shapes.java";
    private static final Set<String> REFUSED = Set.of("labelled", "lockHeld", "returnInFinally");
    private static final int SEEDS = 12;

    private final ExecutorService other = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "other");
        thread.setDaemon(true);
        return thread;
    });
    private String after = "";
    private Class<?> rewritten = Shapes.class;

    @BeforeAll
    void rewrite() throws Exception {
        List<Path> classPath = Compiled.classPath();
        after = new Rewriter(classPath)
                .rewrite(new CreateAsyncTwins(), Map.of(MAIN, Files.readString(Path.of(FILE))))
                .get(MAIN);
        rewritten = Compiled.of(Map.of(Shapes.class.getName(), after)).get(Shapes.class.getName());
    }

    @AfterAll
    void stop() {
        other.shutdownNow();
    }

    static Stream<String> shapes() {
        return Arrays.stream(Shapes.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Job.class))
                .map(Method::getName)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void doesTheSameAfterAsBefore(String shape) throws Exception {
        int runs = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            int effects = run(Shapes.class, shape, new World(seed, -1, Failure.NONE, Runnable::run))
                    .effects();
            for (Failure failure : Failure.values()) {
                for (int failing = 0; failing < (failure == Failure.NONE ? 1 : effects); failing++) {
                    for (Executor threads : List.<Executor>of(Runnable::run, other)) {
                        Result before = run(Shapes.class, shape, new World(seed, failing, failure, threads));
                        Result now = run(rewritten, shape, new World(seed, failing, failure, threads));
                        assertThat(now)
                                .as("%s seed=%d %s at %d, after:%n%s", shape, seed, failure, failing, method(shape))
                                .isEqualTo(before);
                        runs++;
                    }
                }
            }
        }
        assertThat(runs).isGreaterThan(SEEDS);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void isComposedOrRefused(String shape) {
        assertThat(after.contains(" " + shape + "Async("))
                .as("%s composed", shape)
                .isEqualTo(!REFUSED.contains(shape));
    }

    @Test
    void aSecondRunChangesNothing() throws Exception {
        String again = new Rewriter(Compiled.classPath())
                .rewrite(new CreateAsyncTwins(), Map.of(MAIN, after))
                .get(MAIN);

        assertThat(again).isEqualTo(after);
    }

    @Test
    void commentsAreKept() {
        assertThat(after).contains("// the second").contains("/* and the last */");
    }

    @Test
    void aHelperThatOthersCallKeepsItsBody() {
        assertThat(after).contains("return w.ask(\"common\").join();").contains("commonAsync()");
    }

    private String method(String shape) {
        int from = Math.max(0, after.indexOf(" " + shape + "Async("));
        return after.substring(from, Math.min(after.length(), from + 2500));
    }

    private Result run(Class<?> type, String shape, World world) throws Exception {
        Object shapes = type.getConstructor(World.class).newInstance(world);
        Method method = Arrays.stream(type.getDeclaredMethods())
                .filter(one -> one.getName().equals(shape))
                .min(Comparator.comparing(Method::getParameterCount))
                .orElseThrow();
        List<String> outcome = new ArrayList<>();
        try {
            outcome.add(String.valueOf(method.invoke(shapes)));
        } catch (InvocationTargetException thrown) {
            for (Throwable at = thrown.getCause(); at != null; at = at.getCause()) {
                outcome.add(at.getClass().getName() + ": " + at.getMessage());
                for (Throwable hidden : at.getSuppressed()) {
                    outcome.add("suppressed " + hidden);
                }
            }
        }
        return new Result(outcome, world.trace());
    }

    private record Result(List<String> outcome, List<String> trace) {
        int effects() {
            return trace.size();
        }
    }
}
