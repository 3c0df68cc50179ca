// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.recipes.shapes.HelperShapes;
import dev.turnout.recipes.shapes.LoopShapes;
import dev.turnout.recipes.shapes.PlainShapes;
import dev.turnout.recipes.shapes.TryShapes;
import dev.turnout.recipes.shapes.TypeShapes;
import dev.turnout.recipes.shapes.World;
import dev.turnout.recipes.shapes.World.Failure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jobrunr.jobs.annotations.Job;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a rewritten shape does is what it did before: the same effects in the same order, value or failure. */
@Tag("jdk")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShapesTest {
    private static final List<Class<?>> THEMES =
            List.of(PlainShapes.class, LoopShapes.class, TryShapes.class, HelperShapes.class, TypeShapes.class);
    private static final Set<String> REFUSED = Set.of("labelled", "lockHeld", "returnInFinally");
    private static final int SEEDS = 12;

    private final ExecutorService other = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "other");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<Class<?>, Class<?>> rewritten = new HashMap<>();
    private Map<String, String> after = Map.of();

    @BeforeAll
    void rewrite() throws Exception {
        Map<String, String> before = new TreeMap<>();
        for (Class<?> theme : THEMES) {
            before.put(main(theme), Files.readString(Path.of("src/test/java", file(theme))));
        }
        after = new Rewriter(Compiled.classPath()).rewrite(new CreateAsyncTwins(), before);
        Map<String, Class<?>> compiled =
                Compiled.of(THEMES.stream().collect(Collectors.toMap(Class::getName, theme -> after.get(main(theme)))));
        THEMES.forEach(theme -> rewritten.put(theme, compiled.get(theme.getName())));
    }

    @AfterAll
    void stop() {
        other.shutdownNow();
    }

    static Stream<Shape> shapes() {
        return THEMES.stream()
                .flatMap(theme -> Arrays.stream(theme.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Job.class))
                        .map(method -> new Shape(theme, method.getName()))
                        .sorted(Comparator.comparing(Shape::name)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void doesTheSameAfterAsBefore(Shape shape) throws Exception {
        int runs = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            int effects = run(shape.theme(), shape, new World(seed, -1, Failure.NONE, Runnable::run))
                    .effects();
            for (Failure failure : Failure.values()) {
                for (int failing = 0; failing < (failure == Failure.NONE ? 1 : effects); failing++) {
                    for (Executor threads : List.<Executor>of(Runnable::run, other)) {
                        Result before = run(shape.theme(), shape, new World(seed, failing, failure, threads));
                        Result now =
                                run(rewritten.get(shape.theme()), shape, new World(seed, failing, failure, threads));
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
    void isComposedOrRefused(Shape shape) {
        assertThat(text(shape).contains(" " + shape.name() + "Async("))
                .as("%s composed", shape)
                .isEqualTo(!REFUSED.contains(shape.name()));
    }

    @Test
    void aSecondRunChangesNothing() {
        assertThat(new Rewriter(Compiled.classPath()).rewrite(new CreateAsyncTwins(), after))
                .isEqualTo(after);
    }

    @Test
    void commentsAreKept() {
        assertThat(after.get(main(PlainShapes.class))).contains("// the second").contains("/* and the last */");
    }

    @Test
    void aHelperThatOthersCallKeepsItsBody() {
        assertThat(after.get(main(HelperShapes.class)))
                .contains("return w.ask(\"common\").join();")
                .contains("commonAsync()");
    }

    private static String main(Class<?> theme) {
        return "src/main/java/" + file(theme);
    }

    private static String file(Class<?> theme) {
        return theme.getName().replace('.', '/') + ".java";
    }

    private String text(Shape shape) {
        return after.get(main(shape.theme()));
    }

    private String method(Shape shape) {
        String text = text(shape);
        int from = Math.max(0, text.indexOf(" " + shape.name() + "Async("));
        return text.substring(from, Math.min(text.length(), from + 2500));
    }

    private Result run(Class<?> type, Shape shape, World world) throws Exception {
        Object shapes = type.getConstructor(World.class).newInstance(world);
        Method method = Arrays.stream(type.getDeclaredMethods())
                .filter(one -> one.getName().equals(shape.name()))
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

    private record Shape(Class<?> theme, String name) {
        @Override
        public String toString() {
            return theme.getSimpleName() + "." + name;
        }
    }

    private record Result(List<String> outcome, List<String> trace) {
        int effects() {
            return trace.size();
        }
    }
}
