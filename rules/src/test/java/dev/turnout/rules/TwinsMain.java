// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs twins, each on a thread of its own, in every state of the rig, and with each of the parts that its fields can hold.
 *
 * <p>Prints a line for each twin that does not end, and for each that has nothing to run.
 */
public final class TwinsMain {
    static final String THREAD = "twin-";
    static final String NOTHING = "nothing to run in ";

    /** Methods beside the entry: they are called by it, or enqueue it. */
    private static final Set<String> NO_ENTRIES = Set.of("start", "slow", "b", "c");

    private static final Set<String> AROUND = Set.of("Help", "Here");
    private static final String USUAL = "a";
    private static final int MOST_PARTS = 3;
    private static final int PATIENCE_MS = 5_000;

    private final TwinRig rig;

    private TwinsMain(TwinRig rig) {
        this.rig = rig;
    }

    /** @param args names of the interfaces around the twins */
    public static void main(String[] args) throws Exception {
        TwinsMain all = new TwinsMain(new TwinRig());
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
                onAThread(twin, () -> rig.inScope(() -> call(self, entry, values)));
                runs++;
            }
        }
        return runs;
    }

    private static @Nullable Object call(Object self, Method entry, Map<String, Object> values) throws Exception {
        Object[] arguments = Arrays.stream(entry.getParameterTypes())
                .map(parameter -> argument(parameter, values))
                .toArray();
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
        List<Method> usual =
                all.stream().filter(method -> method.getName().equals(USUAL)).toList();
        if (!type.getSimpleName().equals("T")) {
            usual = List.of();
            all.removeIf(
                    method -> !java.util.concurrent.CompletionStage.class.isAssignableFrom(method.getReturnType()));
        }
        List<Method> entries = usual.isEmpty()
                ? all.stream()
                        .filter(method -> !NO_ENTRIES.contains(method.getName()))
                        .toList()
                : usual;
        entries.forEach(method -> method.setAccessible(true));
        return entries;
    }

    private static boolean isOfATwin(@Nullable Class<?> type) {
        return type != null && type.getEnclosingClass() != null;
    }

    private static @Nullable Object argument(Class<?> type, Map<String, Object> values) {
        if (type == String.class) {
            return "";
        }
        if (type == List.class) {
            return List.of(new CompletableFuture<String>());
        }
        if (type == CompletableFuture.class) {
            return new CompletableFuture<String>();
        }
        if (type.isPrimitive()) {
            return type == long.class ? (Object) 1L : type == boolean.class ? (Object) true : (Object) 1;
        }
        return values.values().stream().filter(type::isInstance).findFirst().orElse(null);
    }

    private interface Body {
        void run() throws Exception;
    }

    private static void onAThread(Class<?> twin, Body body) throws InterruptedException {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (Throwable e) {
                        System.out.println(twin.getName() + " failed to run: " + e);
                    }
                },
                THREAD + twin.getSimpleName());
        thread.setDaemon(true);
        thread.start();
        thread.join(PATIENCE_MS);
        ForkJoinPool.commonPool().awaitQuiescence(PATIENCE_MS, TimeUnit.MILLISECONDS);
        if (thread.isAlive()) {
            System.out.println(twin.getName() + " does not end");
        }
    }
}
