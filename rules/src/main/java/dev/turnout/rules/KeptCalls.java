// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Calls of functions that were kept, and functions that were kept and are given to a call. */
final class KeptCalls {
    private static final List<String> COMMON =
            List.of("java/util/function/", "java/lang/Runnable", "java/util/concurrent/Callable");

    /** Lambdas of one interface, above which a call of it may run any, which says nothing. */
    private static final int MAX_MADE = 8;

    private final Scope scope;
    private final References references;
    private final Uses uses;
    private final KeptFunctions kept;
    private final GivenObjects objects;
    /** Interfaces of which lambdas are made in the scope, with what those extend. */
    private final Map<String, List<KeptFunctions.Made>> lambdas = new HashMap<>();

    private final Map<String, Map<Integer, String>> functionsIn = new HashMap<>();
    private final List<Method> nodes = new ArrayList<>();
    private final Set<Method> lost = new LinkedHashSet<>();

    KeptCalls(Scope scope, References references, Uses uses) {
        this.scope = scope;
        this.references = references;
        this.uses = uses;
        this.kept = new KeptFunctions(scope, references);
        this.objects = new GivenObjects(scope, kept);
        for (Method method : scope.methods()) {
            for (Source.Lambda lambda : method.body.lambdas) {
                if (!lambda.isJobLambda()) {
                    for (String type : scope.types.superTypes(lambda.type())) {
                        lambdas.computeIfAbsent(type, t -> new ArrayList<>())
                                .add(new KeptFunctions.Made(method, lambda));
                    }
                }
            }
        }
    }

    /**
     * What a call of a function may run.
     *
     * @param functions bodies of lambdas, nodes of method references, methods of objects
     * @param grade the most that can be said
     * @param exact whether it can be no other
     * @param role what the first is there
     */
    record Found(List<Method> functions, Confidence grade, boolean exact, String role) {
        static final Found NOTHING = new Found(List.of(), Confidence.POSSIBLE, false, "");
    }

    /** The functions that {@code call} runs, of those that were kept; of an interface of the scope any that is made. */
    Found called(Method method, Call call) {
        if (call.opcode() != Opcodes.INVOKEINTERFACE || !isFunction(call.owner())) {
            return Found.NOTHING;
        }
        KeptFunctions.Content content = kept.of(method, call.value(0));
        List<Method> functions = bodies(content, call.name(), call.descriptor());
        boolean exact = content.kept() && !content.open() && !functions.isEmpty();
        if (exact || isCommon(call.owner())) {
            note(method, content);
            return content.kept() && !functions.isEmpty()
                    ? new Found(functions, grade(content), exact, role(content, call.value(0)))
                    : Found.NOTHING;
        }
        if (!content.open() || lambdas.getOrDefault(call.owner(), List.of()).isEmpty()) {
            return Found.NOTHING;
        }
        if (lambdas.get(call.owner()).size() > MAX_MADE) {
            lost.add(method);
            return Found.NOTHING;
        }
        Set<Method> any = new LinkedHashSet<>(functions);
        lambdas.get(call.owner()).forEach(made -> any.addAll(bodies(made, call.name(), call.descriptor())));
        String type = call.owner().substring(call.owner().lastIndexOf('/') + 1).replace('$', '.');
        return new Found(List.copyOf(any), Confidence.LIKELY, false, "lambda made as " + type);
    }

    /** Calls of which nobody is seen to put a function where it is read from. */
    private void note(Method method, KeptFunctions.Content content) {
        if (content.kept() && content.open() && content.all().isEmpty()) {
            lost.add(method);
        }
    }

    /** Methods with calls that were given up. */
    Set<Method> lost() {
        return lost;
    }

    /** Nodes for functions that were kept and are given to a call. */
    List<Method> nodes() {
        return nodes;
    }

    /** Functions that {@code method} takes from where they are kept and gives to a call which is known. */
    List<Bind> given(Method method) {
        List<Bind> binds = new ArrayList<>(objects.in(method));
        for (Call call : method.body.calls) {
            functionsIn.computeIfAbsent(call.descriptor(), this::functionsIn).forEach((argument, type) -> {
                int position = call.isStatic() ? argument : argument + 1;
                binds.addAll(given(method, call, position, type));
            });
        }
        return binds;
    }

    /** The arguments that are functions, with their types. */
    private Map<Integer, String> functionsIn(String descriptor) {
        Map<Integer, String> found = new TreeMap<>();
        Type[] types = Type.getArgumentTypes(descriptor);
        for (int i = 0; i < types.length; i++) {
            if (types[i].getSort() == Type.OBJECT && isFunction(types[i].getInternalName())) {
                found.put(i, types[i].getInternalName());
            }
        }
        return found;
    }

    private List<Bind> given(Method method, Call call, int position, String type) {
        Value value = call.value(position);
        Set<Source> there = new HashSet<>(value.sources());
        there.removeIf(s -> s instanceof Source.Lambda || s instanceof Source.New || s instanceof Source.Param);
        if (there.isEmpty()) {
            return List.of();
        }
        KeptFunctions.Content content = kept.of(method, new Value(there));
        List<Method> functions = content.kept() ? promised(content, type) : List.of();
        if (functions.isEmpty()) {
            return List.of();
        }
        List<Context> contexts = uses.at(method, call, there::contains, "").stream()
                .flatMap(use -> use.contexts().stream())
                .filter(context -> context != Context.ESCAPE)
                .distinct()
                .toList();
        if (contexts.isEmpty()) {
            return List.of();
        }
        Method node = node(method, call, position, functions, content);
        return contexts.stream()
                .map(context -> new Bind(method, null, node, call, call.line(), context))
                .toList();
    }

    private Method node(Method method, Call call, int position, List<Method> functions, KeptFunctions.Content content) {
        Method node = new Method(
                method.owner,
                "lambda$" + method.displayName() + "$kept" + call.at() + "$" + position,
                "()V",
                Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
                method.fileName,
                Set.of(),
                Method.Declared.NOTHING,
                Body.EMPTY);
        node.standsIn(method);
        node.exempt(method.exemption());
        String role = role(content, call.value(position));
        for (Method function : functions) {
            node.edges.add(new Method.Edge(function, call.line(), role, functions, grade(content), false));
        }
        nodes.add(node);
        return node;
    }

    private static Confidence grade(KeptFunctions.Content content) {
        return content.open() || content.wide() ? Confidence.POSSIBLE : Confidence.LIKELY;
    }

    private static String role(KeptFunctions.Content content, Value value) {
        return value.all(Source.Field.class)
                .findFirst()
                .map(f -> f.owner().substring(f.owner().lastIndexOf('/') + 1).replace('$', '.') + "." + f.name())
                .map(field -> "function that is kept in " + field)
                .orElse(content.wide() ? "function that is kept in a collection" : "function that a method makes");
    }

    private boolean isFunction(String type) {
        return isCommon(type) || lambdas.containsKey(type);
    }

    private static boolean isCommon(String type) {
        return type.startsWith("java/") && COMMON.stream().anyMatch(type::startsWith);
    }

    private List<Method> bodies(KeptFunctions.Content content, String name, String descriptor) {
        return content.all().stream()
                .flatMap(made -> bodies(made, name, descriptor).stream())
                .distinct()
                .toList();
    }

    private List<Method> bodies(KeptFunctions.Made made, String name, String descriptor) {
        if (made.source() instanceof Source.Lambda lambda) {
            Method body = lambda.method().equals(name) ? references.bodyOf(made.by(), lambda) : null;
            return body == null ? List.of() : List.of(body);
        }
        return made.source() instanceof Source.New object
                ? scope.targets(true, object.type(), name, descriptor)
                : List.of();
    }

    /** The one method of each that {@code type} asks for. */
    private List<Method> promised(KeptFunctions.Content content, String type) {
        return content.all().stream()
                .flatMap(made -> made.source() instanceof Source.New object
                        ? onlyPromised(object, type)
                        : bodies(made, ((Source.Lambda) made.source()).method(), "").stream())
                .distinct()
                .toList();
    }

    private Stream<Method> onlyPromised(Source.New object, String type) {
        List<Method> promised = scope.methodsOf(object.type()).stream()
                .filter(m -> scope.types.promises(type, m.name, m.descriptor))
                .toList();
        return promised.size() == 1 ? promised.stream() : Stream.empty();
    }
}
