// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs twins, each on a thread of its own, in every state of the rig, and with each of the parts that its fields can hold.
 *
 * <p>Prints a line for each twin that does not end, and for each that has nothing to run.
 */
public final class TwinsMain {
    static final String THREAD = "twin-";
    static final String NOTHING = "nothing to run in ";
    static final String NO_END = " does not end";
    static final String BROKEN = " failed to run: ";

    /** Methods beside the entry: they are called by it, or enqueue it. */
    private static final Set<String> BESIDE = Set.of("start", "slow", "b", "c");

    private static final Set<String> AROUND = Set.of("Help", "Here");
    /** The class in which a twin's path begins. */
    private static final String CENTRE = "T";

    private static final String USUAL = "a";
    private static final int MOST_PARTS = 3;
    private static final String LANE_THAT_WAITS = "lane-";
    private static final int PATIENCE_MS = 5_000;

    private final TwinRig rig = new TwinRig();
    private final Properties lanes = new Properties();

    private TwinsMain() throws Exception {
        try (InputStream in = TwinsMain.class.getResourceAsStream("/" + RuntimeTypes.TASKS)) {
            lanes.load(in);
        }
    }

    /** @param args names of the interfaces around the twins */
    public static void main(String[] args) throws Exception {
        TwinsMain all = new TwinsMain();
        for (String name : args) {
            Class<?> twin = Class.forName(name);
            int runs = 0;
            for (TwinRig.State state : TwinRig.State.values()) {
                for (int part = 0; part < MOST_PARTS; part++) {
                    runs += all.run(twin, state, part);
                }
            }
            if (runs == 0) {
                System.out.println(NOTHING + name);
            }
        }
    }

    private int run(Class<?> twin, TwinRig.State state, int part) throws Exception {
        int runs = 0;
        for (Class<?> type : twin.getDeclaredClasses()) {
            List<Object> parts = AROUND.contains(type.getSimpleName()) ? List.of() : parts(twin, type);
            if (part > 0 && part >= parts.size()) {
                continue;
            }
            for (Method entry : entries(type)) {
                rig.setEnds();
                Map<String, Object> values = rig.values(state);
                Object self = make(type).orElseThrow();
                TwinRig.fill(self, values, parts.isEmpty() ? parts : List.of(parts.get(part)));
                Object[] arguments = arguments(entry, state, values);
                onAThread(threadOf(twin, entry), () -> rig.inScope(() -> call(self, entry, arguments)));
                runs++;
            }
        }
        return runs;
    }

    /** Of several futures the first is complete in one state, the others in the other. */
    private static Object[] arguments(Method entry, TwinRig.State state, Map<String, Object> values) {
        Object[] arguments = new Object[entry.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(entry.getParameterTypes()[i], (i == 0) == (state == TwinRig.State.DONE), values);
        }
        return arguments;
    }

    private static @Nullable Object call(Object self, Method entry, Object[] arguments) throws Exception {
        try {
            return entry.invoke(self, arguments);
        } catch (InvocationTargetException thrown) { // a wait that was ended, or a null that a twin has in it
            return thrown.getCause();
        }
    }

    /** One of each class of {@code twin} that a field of {@code type} can hold. */
    private static List<Object> parts(Class<?> twin, Class<?> type) {
        return Arrays.stream(twin.getDeclaredClasses())
                .filter(part -> Arrays.stream(type.getDeclaredFields())
                        .anyMatch(field -> field.getType().getEnclosingClass() == twin
                                && field.getType().isAssignableFrom(part)))
                .flatMap(part -> make(part).stream())
                .toList();
    }

    private static boolean canBeMade(Class<?> type) {
        return !Modifier.isAbstract(type.getModifiers())
                && Arrays.stream(type.getDeclaredConstructors()).anyMatch(c -> c.getParameterCount() == 0);
    }

    private static Optional<Object> make(Class<?> type) {
        if (!canBeMade(type)) {
            return Optional.empty();
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where an async path begins: {@code a}; where there is none, what a worker or a caller may call. */
    private static List<Method> entries(Class<?> type) {
        if (AROUND.contains(type.getSimpleName()) || !canBeMade(type)) {
            return List.of();
        }
        List<Method> all = new ArrayList<>();
        for (Class<?> declaring = type; isOfATwin(declaring); declaring = declaring.getSuperclass()) {
            all.addAll(Arrays.asList(declaring.getDeclaredMethods()));
        }
        all.removeIf(method -> method.isSynthetic() || Modifier.isAbstract(method.getModifiers()));
        if (!type.getSimpleName().equals(CENTRE)) {
            all.removeIf(method -> !CompletionStage.class.isAssignableFrom(method.getReturnType()));
        }
        List<Method> entries = only(all, method -> method.getName().equals(USUAL));
        if (entries.isEmpty()) {
            entries = only(all, method -> !BESIDE.contains(method.getName()));
        }
        if (entries.isEmpty()) {
            entries = all;
        }
        entries.forEach(method -> method.setAccessible(true));
        return entries;
    }

    private static List<Method> only(List<Method> all, Predicate<Method> which) {
        return all.stream().filter(which).toList();
    }

    private static boolean isOfATwin(@Nullable Class<?> type) {
        return type != null && type.getEnclosingClass() != null;
    }

    /** @param complete whether a future is */
    private static @Nullable Object argument(Class<?> type, boolean complete, Map<String, Object> values) {
        CompletableFuture<String> future = complete ? CompletableFuture.completedFuture("") : new CompletableFuture<>();
        if (type == String.class) {
            return "";
        }
        if (type == List.class) {
            return List.of(future);
        }
        if (type == CompletableFuture.class) {
            return future;
        }
        if (type.isPrimitive()) {
            return type == long.class ? (Object) 1L : type == boolean.class ? (Object) true : (Object) 1;
        }
        return values.values().stream().filter(type::isInstance).findFirst().orElse(null);
    }

    private interface Body {
        void run() throws Exception;
    }

    /** What its lane gives a task: a thread that must not wait, unless {@code tasks.properties} says otherwise. */
    private String threadOf(Class<?> twin, Method task) {
        String address = task.getDeclaringClass().getName() + "#" + task.getName() + "("
                + Arrays.stream(task.getParameterTypes()).map(Class::getName).collect(Collectors.joining(",")) + ")";
        boolean waits = !lanes.getProperty(address, "composed").equals("composed");
        return (waits ? LANE_THAT_WAITS : THREAD) + twin.getSimpleName();
    }

    private static void onAThread(String name, Body body) throws InterruptedException {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (Throwable e) {
                        System.out.println(name + BROKEN + e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        thread.join(PATIENCE_MS);
        for (int ms = 0; ms < PATIENCE_MS && !ForkJoinPool.commonPool().isQuiescent(); ms++) {
            Thread.sleep(1); // awaitQuiescence would do the work on this thread
        }
        if (thread.isAlive()) {
            System.out.println(name + NO_END);
        }
    }
}
