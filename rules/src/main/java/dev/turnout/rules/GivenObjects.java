// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Objects of the scope that are given away as something that others call: as a type of a library, as a stream of the JDK,
 * or as what somebody is to close. When that happens nobody sees, so it is a guess.
 */
final class GivenObjects {
    private static final Set<String> STREAMS =
            Set.of("java/io/InputStream", "java/io/OutputStream", "java/io/Reader", "java/io/Writer");
    private static final Set<String> CLOSEABLE = Set.of("java/io/Closeable", "java/lang/AutoCloseable");

    /** Methods that one given object may mean, above which nobody guesses. */
    private static final int MOST = 8;

    private final Scope scope;
    private final KeptFunctions kept;
    /** Types of which the scope makes an object. */
    private final Set<String> madeTypes = new HashSet<>();

    GivenObjects(Scope scope, KeptFunctions kept) {
        this.scope = scope;
        this.kept = kept;
        scope.classNames().stream()
                .filter(scope::isMade)
                .forEach(type -> madeTypes.addAll(scope.types.superTypes(type)));
        madeTypes.remove(Types.OBJECT);
    }

    /** The methods that others may call on what {@code method} gives them. */
    List<Bind> in(Method method) {
        List<Bind> binds = new ArrayList<>();
        for (Call call : method.body.calls) {
            Type[] types = Type.getArgumentTypes(call.descriptor());
            for (int i = call.isStatic() ? 0 : 1; i < call.values().size(); i++) {
                Type type = types[call.argument(i)];
                Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
                if (element.getSort() == Type.OBJECT) {
                    called(method, call, i, element.getInternalName())
                            .distinct()
                            .forEach(m -> binds.add(new Bind(method, null, m, call, call.line(), Context.ESCAPE)));
                }
            }
        }
        return binds;
    }

    private Stream<Method> called(Method method, Call call, int position, String wanted) {
        Value value = call.value(position);
        if (CLOSEABLE.contains(wanted)) {
            return closed(method, value);
        }
        if (scope.contains(call.owner()) || scope.contains(wanted) || !madeTypes.contains(wanted)) {
            return Stream.empty();
        }
        if (scope.types.isAnyOf(wanted, STREAMS)) {
            return objects(method, value).flatMap(type -> overrides(type, wanted));
        }
        boolean isMadeHere = value.all(Source.New.class).findAny().isPresent(); // bound with the functions
        return wanted.startsWith("java") || isMadeHere
                ? Stream.empty()
                : objects(method, value).flatMap(type -> promised(type, wanted));
    }

    private Stream<String> objects(Method method, Value value) {
        if (value.sources().stream().allMatch(Source.Param.class::isInstance)) {
            return Stream.empty(); // whoever gave it has made it
        }
        Set<KeptFunctions.Made> all = kept.of(method, value).all();
        return all.size() > MOST
                ? Stream.empty()
                : all.stream()
                        .map(KeptFunctions.Made::source)
                        .filter(Source.New.class::isInstance)
                        .map(made -> ((Source.New) made).type())
                        .distinct();
    }

    private Stream<Method> promised(String type, String wanted) {
        return scope.methodsOf(type).stream().filter(m -> scope.types.promises(wanted, m.name, m.descriptor));
    }

    /** What a stream of the scope does in its own way, and the JDK calls. */
    private Stream<Method> overrides(String type, String wanted) {
        return scope.methodsOf(type).stream()
                .filter(m -> !m.isStatic() && !m.is(Opcodes.ACC_PRIVATE) && !m.name.startsWith("<"))
                .filter(m -> scope.types.has(
                        wanted, m.name, m.descriptor.substring(0, m.descriptor.indexOf(')') + 1), result -> true));
    }

    /** {@code closeAll(log, this.channel)}. */
    private Stream<Method> closed(Method method, Value value) {
        Set<Method> found = new LinkedHashSet<>();
        method.body.spread(value).stream()
                .map(source -> typeOf(method, source))
                .filter(scope::contains)
                .forEach(type -> found.addAll(scope.targets(false, type, "close", "()V")));
        return found.size() > MOST ? Stream.empty() : found.stream();
    }

    private static String typeOf(Method method, Source source) {
        Type type = Type.VOID_TYPE;
        if (source instanceof Source.New made) {
            return made.type();
        } else if (source instanceof Source.Field field) {
            type = Type.getType(field.descriptor());
        } else if (source instanceof Source.Result result) {
            type = Type.getReturnType(method.body.callAt(result).descriptor());
        } else if (source instanceof Source.Param param) {
            Type[] types = Type.getArgumentTypes(method.descriptor);
            int at = method.isStatic() ? param.index() : param.index() - 1;
            type = at >= 0 && at < types.length ? types[at] : Type.VOID_TYPE;
        }
        return type.getSort() == Type.OBJECT ? type.getInternalName() : "";
    }
}
