// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Who runs what on the same thread. Offloaded functions and job lambdas have no edge: what happens in them happens
 * elsewhere, or never. A facade has none either, in or out: calling it is the finding.
 */
final class Graph {
    /** Lambdas in lambdas through which a completed future is followed. */
    private static final int MAX_NESTING = 4;

    private static final String SPRING_ASYNC = "Lorg/springframework/scheduling/annotation/Async;";

    private final Scope scope;
    private final Uses uses;
    private final Facades facades;
    private final CompletedReads completed = new CompletedReads();
    private final Sinks sinks;
    private final Map<String, Method> references = new HashMap<>();
    private final Map<Method, String> continuations = new LinkedHashMap<>();
    private final List<Bind> binds = new ArrayList<>();

    private Graph(Scope scope, Tables tables) {
        this.scope = scope;
        this.uses = new Uses(scope, tables);
        this.facades = new Facades(scope);
        this.sinks = new Sinks(scope, tables, completed);
    }

    static Graph of(Scope scope, Tables tables) {
        Graph graph = new Graph(scope, tables);
        List<Method> methods =
                scope.methods().stream().filter(m -> !graph.facades.isFacade(m)).toList();
        methods.forEach(graph::bindFunctions);
        for (int i = 0; i < MAX_NESTING; i++) {
            graph.binds.forEach(graph::noteCompleted);
        }
        methods.forEach(graph::connect);
        List.copyOf(graph.references.values()).forEach(graph::connect);
        graph.binds.forEach(graph::connect);
        return graph;
    }

    boolean isFacade(Method method) {
        return facades.isFacade(method);
    }

    /** Functions that run when a stage completes, wherever they stand, and what they were given to. */
    Map<Method, String> continuations() {
        return continuations;
    }

    /** Methods of the scope, and a node for each method reference. */
    List<Method> nodes() {
        List<Method> nodes = new ArrayList<>(scope.methods());
        nodes.addAll(references.values());
        return nodes;
    }

    /** Whether the method has been handed to Spring's executor by annotation. */
    static boolean isOffloaded(Method method) {
        return method.annotations.contains(SPRING_ASYNC) || method.annotations.contains("class:" + SPRING_ASYNC);
    }

    private void bindFunctions(Method method) {
        for (Source.Lambda lambda : method.body.lambdas) {
            if (lambda.isJobLambda()) {
                continue;
            }
            Method body = bodyOf(method, lambda);
            if (body == null) {
                continue;
            }
            List<Uses.Use> given = uses.of(method, lambda::equals);
            given.forEach(use -> use.contexts()
                    .forEach(c -> binds.add(new Bind(method, lambda, body, use.call(), lambda.line(), c))));
            boolean escapes =
                    method.body.escaping.stream().anyMatch(v -> v.sources().contains(lambda));
            if (escapes || (given.isEmpty() && !isCaptured(method, lambda))) {
                binds.add(new Bind(method, lambda, body, null, lambda.line(), Context.ESCAPE));
            }
        }
        bindObjects(method);
    }

    private static boolean isCaptured(Method method, Source.Lambda lambda) {
        return method.body.lambdas.stream()
                .flatMap(l -> l.captured().stream())
                .anyMatch(v -> v.sources().contains(lambda));
    }

    /** Objects of the scope that are given as functions, such as {@code new Runnable() { ... }}. */
    private void bindObjects(Method method) {
        for (Call call : method.body.calls) {
            Type[] types = Type.getArgumentTypes(call.descriptor());
            for (int i = 0; i < call.values().size(); i++) {
                int argument = call.argument(i);
                if (argument < 0 || types[argument].getSort() != Type.OBJECT) {
                    continue;
                }
                String wanted = types[argument].getInternalName();
                call.value(i)
                        .all(Source.New.class)
                        .filter(n -> scope.contains(n.type()))
                        .forEach(made -> {
                            List<Method> promised = scope.methodsOf(made.type()).stream()
                                    .filter(m -> scope.types.promises(wanted, m.name, m.descriptor))
                                    .toList();
                            if (promised.isEmpty() || wanted.startsWith(JobRunrTypes.LAMBDAS)) {
                                return;
                            }
                            for (Uses.Use use : uses.of(method, made::equals)) {
                                if (use.call() == call) {
                                    promised.forEach(m -> use.contexts()
                                            .forEach(c -> binds.add(new Bind(method, null, m, call, call.line(), c))));
                                }
                            }
                        });
            }
        }
    }

    /** The lambda's method; for a method reference a node that does nothing but call. */
    private @Nullable Method bodyOf(Method method, Source.Lambda lambda) {
        Handle target = lambda.target();
        if (!lambda.isReference()) {
            List<Method> bodies = scope.targets(true, target.getOwner(), target.getName(), target.getDesc());
            return bodies.isEmpty() ? null : bodies.get(0);
        }
        return references.computeIfAbsent(method + "@" + lambda.at(), key -> {
            Body body = new Body();
            body.add(new Call(
                    0,
                    opcode(target),
                    target.getOwner(),
                    target.getName(),
                    target.getDesc(),
                    lambda.line(),
                    parametersOf(target)));
            if (lambda.yieldsNothing()) {
                body.dropped.addAll(body.calls);
            }
            return new Method(
                    method.owner,
                    "lambda$" + method.displayName() + "$" + lambda.at(),
                    "()V",
                    Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
                    method.fileName,
                    Set.of(),
                    body);
        });
    }

    private static List<Value> parametersOf(Handle handle) {
        List<Value> values = new ArrayList<>();
        int receiver = handle.getTag() == Opcodes.H_INVOKESTATIC ? 0 : 1;
        for (int i = 0; i < Type.getArgumentTypes(handle.getDesc()).length + receiver; i++) {
            values.add(new Value(Set.of(new Source.Param(i))));
        }
        return values;
    }

    private static int opcode(Handle handle) {
        return switch (handle.getTag()) {
            case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
            case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
            case Opcodes.H_INVOKEVIRTUAL -> Opcodes.INVOKEVIRTUAL;
            default -> Opcodes.INVOKESPECIAL;
        };
    }

    private void noteCompleted(Bind bind) {
        if (bind.lambda() == null || bind.call() == null) {
            return;
        }
        if (bind.context() == Context.INLINE) {
            completed.inside(bind.from(), bind.call(), bind.lambda(), bind.to());
        } else if (bind.context() == Context.CONTINUATION || bind.context() == Context.POOL) {
            completed.continues(bind.from(), bind.call(), bind.lambda(), bind.to());
        }
    }

    private void connect(Bind bind) {
        String given = bind.call() == null
                ? ""
                : (bind.lambda() != null && bind.lambda().isReference()
                                ? "method reference given to "
                                : "lambda given to ")
                        + bind.call().simpleName();
        switch (bind.context()) {
            case CONTINUATION -> {
                continuations.putIfAbsent(bind.to(), given);
                edge(bind, given, Confidence.CERTAIN);
            }
            case POOL -> {
                continuations.putIfAbsent(bind.to(), given + ", on the common pool");
                edge(bind, given + ", on the common pool", Confidence.LIKELY);
            }
            case INLINE -> edge(bind, given, Confidence.CERTAIN);
            case ESCAPE -> edge(bind, given.isEmpty() ? "lambda that is kept" : given, Confidence.POSSIBLE);
            case OFFLOAD, NEVER, EXECUTOR -> {}
        }
    }

    private static void edge(Bind bind, String role, Confidence grade) {
        bind.from().edges.add(new Method.Edge(bind.to(), bind.line(), role, List.of(bind.to()), grade));
    }

    private void connect(Method method) {
        method.body.dropped.stream()
                .flatMap(call -> sinks.ofDropped(call).stream())
                .forEach(method.sinks::add);
        for (Call call : method.body.calls) {
            if (Facades.isAwait(call)) {
                method.sinks.add(new Method.Sink(Rule.TRN407, Confidence.CERTAIN, call.simpleName(), call.line()));
                continue;
            }
            var sink = sinks.of(method, call);
            sink.filter(s -> !method.sinks.contains(s))
                    .ifPresent(method.sinks::add); // finally blocks are compiled twice
            if (sink.filter(s -> s.rule().severity() == Severity.ERROR && s.grade() == Confidence.CERTAIN)
                    .isPresent()) {
                continue;
            }
            List<Method> targets = scope.targets(call);
            for (Method target : targets) {
                if (facades.isFacade(target)) {
                    Confidence grade = targets.size() == 1 ? Confidence.CERTAIN : Confidence.LIKELY;
                    method.sinks.add(new Method.Sink(Rule.TRN407, grade, target.simpleName(), call.line()));
                } else if (!isOffloaded(target)) {
                    method.edges.add(new Method.Edge(target, call.line(), "", targets, Confidence.CERTAIN));
                }
            }
        }
    }

    /** A function, what it was given to, and where it runs. */
    private record Bind(
            Method from,
            Source.@Nullable Lambda lambda,
            Method to,
            @Nullable Call call,
            int line,
            Context context) {}
}
