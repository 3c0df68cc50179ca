// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.objectweb.asm.Type;

/**
 * Each public method of a type of operators that takes a function has a row in {@code lambda-contexts.csv}. Those of the JDK
 * are asked always; those of libraries, which the tests do not depend on (with Reactor on the class path BlockHound would
 * behave in another way), with {@code -Dturnout.contexts=reactor-core.jar:reactive-streams.jar:rxjava.jar:mutiny.jar}.
 */
class ContextsTest {
    private static final List<String> OPERATORS = List.of(
            "reactor.core.publisher.Flux",
            "reactor.core.publisher.Mono",
            "reactor.core.publisher.ParallelFlux",
            "reactor.core.publisher.ConnectableFlux",
            "reactor.core.publisher.FluxSink",
            "reactor.core.publisher.MonoSink",
            "reactor.core.publisher.Sinks",
            "reactor.core.publisher.Sinks$Empty",
            "reactor.core.publisher.Sinks$One",
            "reactor.core.publisher.Sinks$Many",
            "io.reactivex.rxjava3.core.Flowable",
            "io.reactivex.rxjava3.core.Observable",
            "io.reactivex.rxjava3.core.Single",
            "io.reactivex.rxjava3.core.Maybe",
            "io.reactivex.rxjava3.core.Completable",
            "io.reactivex.rxjava3.parallel.ParallelFlowable",
            "io.smallrye.mutiny.Uni",
            "io.smallrye.mutiny.Multi");

    /** Whose types are groups of operators: each type that these answer with. */
    private static final String GROUPS = "io.smallrye.mutiny.groups.";

    @Test
    void eachMethodOfAStageThatTakesAFunctionHasARow() {
        Set<String> missing = missing(
                List.of(CompletionStage.class, CompletableFuture.class),
                ClassPath.of(getClass().getClassLoader()));

        assertThat(missing).isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(named = "turnout.contexts", matches = ".+")
    void eachMethodOfALibraryThatTakesAFunctionHasARow() throws Exception {
        List<Path> jars = Arrays.stream(System.getProperty("turnout.contexts").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        URL[] urls = jars.stream().map(ContextsTest::url).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls)) {
            Set<Class<?>> types = new TreeSet<>(Comparator.comparing(Class::getName));
            for (String name : OPERATORS) {
                types.add(loader.loadClass(name));
            }
            int before;
            do {
                before = types.size();
                List.copyOf(types).forEach(type -> groups(type).forEach(types::add));
            } while (types.size() > before);

            assertThat(missing(types, ClassPath.of(loader))).isEmpty();
        }
    }

    private static Stream<Class<?>> groups(Class<?> type) {
        return operators(type)
                .map(Method::getReturnType)
                .filter(t -> t.getName().startsWith(GROUPS));
    }

    private static Stream<Method> operators(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic());
    }

    private static Set<String> missing(Iterable<? extends Class<?>> of, ClassPath classPath) {
        Types types = new Types(classPath);
        Tables tables = Tables.builtIn();
        Set<String> missing = new TreeSet<>();
        for (Class<?> type : of) {
            operators(type)
                    .filter(method -> takesUnknown(types, tables, method))
                    .map(method -> type.getName() + "#" + method.getName())
                    .forEach(missing::add);
        }
        return missing;
    }

    private static boolean takesUnknown(Types types, Tables tables, Method method) {
        String owner = Type.getInternalName(method.getDeclaringClass());
        Class<?>[] parameters = method.getParameterTypes();
        for (int i = 0; i < parameters.length; i++) {
            if (isFunction(parameters[i])
                    && tables.context(types, owner, method.getName(), Type.getMethodDescriptor(method), i)
                            .isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Sources are marked as functions too: such a chain is put together with another one, and called by nobody. */
    private static boolean isFunction(Class<?> type) {
        boolean isSource = type == Flow.Publisher.class
                || (type.getName().startsWith("io.reactivex.")
                        && type.getSimpleName().endsWith("Source"));
        return !isSource
                && (type.isAnnotationPresent(FunctionalInterface.class)
                        || type.getName().equals("java.util.concurrent.Callable"));
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
