// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.Type;

/** Says what is behind the streams that a call is given. */
final class Streams {
    private static final Set<String> KINDS =
            Set.of("java/io/InputStream", "java/io/OutputStream", "java/io/Reader", "java/io/Writer");
    private static final Set<String> MEMORY = Set.of(
            "java/io/ByteArrayInputStream",
            "java/io/ByteArrayOutputStream",
            "java/io/StringReader",
            "java/io/StringWriter",
            "java/io/CharArrayReader",
            "java/io/CharArrayWriter");

    private static final int MAX_WRAPPERS = 8;

    private final Scope scope;

    Streams(Scope scope) {
        this.scope = scope;
    }

    /** Whether the streams that {@code call} goes through, its receiver among them, are all in memory. */
    boolean areInMemory(Method method, Call call) {
        List<Value> streams = of(call);
        return !streams.isEmpty() && streams.stream().allMatch(stream -> isInMemory(method, stream, 0));
    }

    /** Whether {@code call} is given streams of which nobody sees what they are, and nothing else to read or write. */
    boolean areUnknown(Method method, Call call) {
        List<Value> streams = of(call);
        return !streams.isEmpty()
                && of(call.descriptor()).allMatch(Streams::isNoPlace)
                && streams.stream()
                        .noneMatch(stream -> stream.all(Source.New.class)
                                .anyMatch(made -> made.type().startsWith("java/io/File")));
    }

    private static Stream<Type> of(String descriptor) {
        return Arrays.stream(Type.getArgumentTypes(descriptor));
    }

    private static boolean isNoPlace(Type type) {
        return type.getSort() != Type.OBJECT
                || !Set.of("java/io/File", "java/nio/file/Path", "java/net/URL", "java/net/URI")
                        .contains(type.getInternalName());
    }

    /** The values of {@code call} that are streams. */
    private List<Value> of(Call call) {
        List<Value> streams = new ArrayList<>();
        if (!call.isStatic() && isStream(call.owner()) && !call.values().isEmpty()) {
            streams.add(call.value(0));
        }
        Type[] types = Type.getArgumentTypes(call.descriptor());
        for (int i = 0; i < types.length; i++) {
            if (types[i].getSort() == Type.OBJECT && isStream(types[i].getInternalName())) {
                streams.add(call.value(call.isStatic() ? i : i + 1));
            }
        }
        return streams;
    }

    private boolean isStream(String type) {
        return scope.types.isAnyOf(type, KINDS);
    }

    private boolean isInMemory(Method method, Value stream, int depth) {
        return depth < MAX_WRAPPERS
                && !stream.sources().isEmpty()
                && stream.sources().stream()
                        .allMatch(source -> source instanceof Source.New made && isInMemory(method, made, depth));
    }

    /** A class of memory, or a wrapper around what is. */
    private boolean isInMemory(Method method, Source.New made, int depth) {
        if (scope.types.isAnyOf(made.type(), MEMORY)) {
            return true;
        }
        Optional<Call> constructor = method.body.calls.stream()
                .filter(c -> c.name().equals("<init>") && c.value(0).sources().contains(made))
                .findFirst();
        List<Value> within = constructor.map(this::of).orElse(List.of()).stream()
                .filter(value -> !value.sources().contains(made))
                .toList();
        return !within.isEmpty() && within.stream().allMatch(value -> isInMemory(method, value, depth + 1));
    }
}
