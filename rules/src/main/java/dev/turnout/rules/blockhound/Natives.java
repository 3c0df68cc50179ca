// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The native methods below the JDK's files, channels, sockets, selectors and look-ups. BlockHound knows some of those
 * below streams and locks only.
 *
 * <p>Their names differ from one JDK to the next, so they are asked of the JDK that runs: of each class in {@code
 * natives.properties} all but the ones that the file leaves out.
 */
final class Natives {
    private Natives() {}

    /** A method by its binary class name, name and descriptor. */
    record NativeMethod(String type, String name, String descriptor) {}

    static List<NativeMethod> ofThisJdk() {
        return Data.read("natives.properties").entrySet().stream()
                .flatMap(line -> type(line.getKey()).stream()
                        .flatMap(type -> of(type, Set.of(line.getValue().split("\\s+")))))
                .toList();
    }

    private static Stream<NativeMethod> of(Class<?> type, Set<String> leftOut) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isNative(method.getModifiers()))
                .filter(method -> !leftOut.contains(method.getName()))
                .map(method -> new NativeMethod(type.getName(), method.getName(), descriptor(method)));
    }

    private static String descriptor(Method method) {
        return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .descriptorString();
    }

    /** Only classes of the JDK's base count, whatever else is on the class path. */
    static Optional<Class<?>> type(String name) {
        try {
            return Optional.of(Class.forName(name, false, null));
        } catch (ClassNotFoundException absent) { // of another JDK
            return Optional.empty();
        }
    }
}
