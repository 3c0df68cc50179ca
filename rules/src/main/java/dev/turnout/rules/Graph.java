// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Who runs what on the same thread. Offloaded functions and job lambdas have no edge: what happens in them happens
 * elsewhere, or never. A facade has none either, in or out: calling it is the finding.
 */
final class Graph {
    /** Lambdas in lambdas through which a completed future is followed. */
    private static final int MAX_NESTING = 4;

    /** Methods that a call may mean, above which calls share the edges to them. */
    private static final int MAX_OWN_EDGES = 8;

    private static final String TRANSACTIONS = "org/springframework/transaction/support/TransactionOperations";

    private final Scope scope;
    private final Uses uses;
    private final Threads threads;
    private final Facades facades;
    private final CompletedReads completed;
    private final Sinks sinks;
    private final References references;
    private final KeptCalls kept;
    /** By identity: the scope keeps one list for each method that is called. */
    private final Map<List<Method>, Method> dispatches = new IdentityHashMap<>();

    private final Map<List<Method>, List<Method>> special = new IdentityHashMap<>();

    private final Map<Method, String> continuations = new LinkedHashMap<>();
    private final Map<Method, String> offloads = new LinkedHashMap<>();
    private final Map<Method, String> transactions = new LinkedHashMap<>();
    private final Map<Method, List<Bind>> bindsOf = new HashMap<>();
    private final Map<Call, Method.Sink> sinkOf = new IdentityHashMap<>();
    private final List<Bind> binds = new ArrayList<>();

    private Graph(Scope scope, Tables tables) {
        this.scope = scope;
        this.uses = new Uses(scope, tables);
        this.threads = new Threads(scope);
        this.facades = new Facades(scope);
        this.completed = new CompletedReads(scope);
        this.sinks = new Sinks(scope, tables, completed);
        this.references = new References(scope);
        this.kept = new KeptCalls(scope, references, uses);
    }

    static Graph of(Scope scope, Tables tables) {
        Graph graph = new Graph(scope, tables);
        List<Method> methods =
                scope.methods().stream().filter(m -> !graph.facades.isFacade(m)).toList();
        methods.forEach(graph::bindFunctions);
        for (int i = 0; i < MAX_NESTING; i++) {
            graph.binds.forEach(graph::noteCompleted);
            graph.completed.throughCalls();
        }
        graph.binds.forEach(b ->
                graph.bindsOf.computeIfAbsent(b.from(), m -> new ArrayList<>()).add(b));
        graph.exempt();
        graph.moveInside();
        methods.forEach(graph::connect);
        graph.references.all().forEach(graph::connect);
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
        nodes.addAll(references.all());
        nodes.addAll(dispatches.values());
        nodes.addAll(kept.nodes());
        return nodes;
    }

    /** Methods that call a kept function of which nobody knows what it is. */
    Set<Method> lostFunctions() {
        return kept.lost();
    }

    /** Functions that run where they may wait, and what they were given to. */
    Map<Method, String> offloads() {
        return offloads;
    }

    /** Functions that run inside of a transaction, and what they were given to. */
    Map<Method, String> transactions() {
        return transactions;
    }

    /** The functions that {@code method} makes, by what they are given to. */
    List<Bind> bindsOf(Method method) {
        return bindsOf.getOrDefault(method, List.of());
    }

    /** The wait that {@code call} is. */
    Optional<Method.Sink> sinkOf(Method method, Call call) {
        return Optional.ofNullable(sinkOf.get(call));
    }

    /** Whether the method has been handed to Spring's executor by annotation. */
    static boolean isOffloaded(Method method) {
        return method.isMarked(Set.of(Marks.ASYNC));
    }

    /** An exemption holds for the method and for the lambdas in it. */
    private void exempt() {
        for (int i = 0; i < MAX_NESTING; i++) {
            binds.stream()
                    .filter(b -> b.from().isExempt() && !b.to().isExempt())
                    .filter(b -> b.lambda() != null && b.to().isLambda())
                    .forEach(b -> b.to().exempt(b.from().exemption()));
        }
    }

    private void bindFunctions(Method method) {
        for (Source.Lambda lambda : method.body.lambdas) {
            if (lambda.isJobLambda()) {
                continue;
            }
            Method body = references.bodyOf(method, lambda);
            if (body == null) {
                continue;
            }
            if (body.isLambda() && body != method) {
                body.standsIn(method);
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
        binds.addAll(kept.given(method));
    }

    private static boolean isCaptured(Method method, Source.Lambda lambda) {
        return method.body.lambdas.stream()
                .flatMap(l -> l.captured().stream())
                .anyMatch(v -> v.sources().contains(lambda));
    }

    /** Objects of the scope that are given as functions, such as {@code new Runnable() { ... }}. */
    private void bindObjects(Method method) {
        for (Call call : method.body.calls) {
            for (int i = 0; i < call.values().size(); i++) {
                int argument = call.argument(i);
                List<Source.New> objects = argument < 0
                        ? List.of()
                        : call.value(i)
                                .all(Source.New.class)
                                .filter(n -> scope.contains(n.type()))
                                .toList();
                if (objects.isEmpty()) {
                    continue;
                }
                Type type = Type.getArgumentTypes(call.descriptor())[argument];
                if (type.getSort() != Type.OBJECT) {
                    continue;
                }
                String wanted = type.getInternalName();
                objects.forEach(made -> {
                    List<Method> promised = scope.methodsOf(made.type()).stream()
                            .filter(m -> scope.types.promises(wanted, m.name, m.descriptor))
                            .toList();
                    if (promised.isEmpty() || wanted.startsWith(JobRunrTypes.LAMBDAS)) {
                        return;
                    }
                    boolean one = promised.stream().map(m -> m.name).distinct().count() == 1;
                    for (Method m : promised) {
                        uses.at(method, call, made::equals, one ? "" : m.name).stream()
                                .flatMap(use -> use.contexts().stream())
                                .forEach(c -> binds.add(new Bind(method, null, m, call, call.line(), c)));
                    }
                });
            }
        }
    }

    private void noteCompleted(Bind bind) {
        if (bind.lambda() == null) {
            return;
        }
        completed.made(bind.from(), bind.lambda(), bind.to());
        if (bind.call() == null) {
            return;
        }
        if (bind.context() == Context.INLINE) {
            completed.inside(bind.from(), bind.call(), bind.lambda(), bind.to());
        } else if (bind.context() == Context.CONTINUATION
                || bind.context() == Context.POOL
                || bind.context() == Context.COMPLETER) {
            completed.continues(bind.from(), bind.call(), bind.lambda(), bind.to());
        }
    }

    private void connect(Bind bind) {
        String given = bind.given();
        switch (bind.context()) {
            case CONTINUATION, COMPLETER -> {
                continuations.putIfAbsent(bind.to(), given);
                edge(bind, given, Confidence.CERTAIN);
            }
            case POOL -> {
                continuations.putIfAbsent(bind.to(), given + ", on the common pool");
                edge(bind, given + ", on the common pool", Confidence.LIKELY);
            }
            case INLINE -> {
                if (bind.call() != null && scope.types.isA(bind.call().owner(), TRANSACTIONS)) {
                    transactions.putIfAbsent(bind.to(), given);
                }
                edge(bind, given, Confidence.CERTAIN);
            }
            case ESCAPE -> edge(bind, given.isEmpty() ? "lambda that is kept" : given, Confidence.POSSIBLE);
            case OFFLOAD -> offloads.putIfAbsent(bind.to(), given);
            case NEVER, EXECUTOR, EXECUTOR_RECEIVER, OPERATOR -> {}
        }
    }

    /** A chain that begins in an offloaded function, with what runs on its subscriber's thread, is offloaded with it. */
    private void moveInside() {
        Set<Method> elsewhere = new HashSet<>();
        binds.stream()
                .filter(b -> b.to().isLambda() && b.context() == Context.OFFLOAD)
                .map(Bind::to)
                .forEach(elsewhere::add);
        binds.stream().filter(b -> b.context() != Context.OFFLOAD).map(Bind::to).forEach(elsewhere::remove);
        for (int i = 0; i < MAX_NESTING; i++) {
            List<Bind> moved = binds.stream()
                    .filter(b -> b.context() == Context.CONTINUATION && elsewhere.contains(b.from()))
                    .filter(b -> b.call() != null && threads.isAtSource(b.from(), b.call()))
                    .toList();
            binds.removeAll(moved);
            moved.stream().map(Bind::offloaded).forEach(binds::add);
            moved.stream().map(Bind::to).forEach(elsewhere::add);
        }
    }

    private void edge(Bind bind, String role, Confidence grade) {
        boolean onThis = bind.to().isLambda() && bind.to().owner.equals(bind.from().owner);
        List<Method.Hop> helpers = bind.context() == Context.INLINE ? uses.helpers(bind) : List.of();
        bind.from()
                .edges
                .add(new Method.Edge(bind.to(), bind.line(), role, List.of(bind.to()), grade, onThis, helpers));
    }

    private void connect(Method method) {
        method.body.dropped.stream()
                .flatMap(call -> sinks.ofDropped(method, call).stream())
                .forEach(sink -> add(method, sink));
        method.body.forgotten().stream()
                .flatMap(call -> sinks.ofDropped(method, call).stream())
                .forEach(sink -> add(method, sink));
        sinks.busyLoops(method).forEach(sink -> add(method, sink));
        for (Call call : method.body.calls) {
            if (Facades.isAwait(call)) {
                add(method, new Method.Sink(Rule.TRN407, Confidence.CERTAIN, call.simpleName(), call.line()));
                continue;
            }
            Optional<Method.Sink> wait = sinks.of(method, call);
            wait.ifPresent(sink -> {
                sinkOf.put(call, sink);
                add(method, sink);
            });
            sinks.others(method, call, wait).forEach(sink -> add(method, sink));
            boolean ends = wait.filter(s -> s.rule().isWait() && s.rule().severity() == Severity.ERROR)
                    .filter(s -> s.grade() == Confidence.CERTAIN)
                    .isPresent();
            boolean done = wait.filter(s -> s.rule() == Rule.TRN102).isPresent();
            if (!ends && !done) {
                follow(method, call);
            }
        }
    }

    private void follow(Method method, Call call) {
        List<Method> targets = Habits.isSelf(method, call) ? scope.targetsOnThis(method, call) : scope.targets(call);
        if (isPastTheProxy(method, call, targets)) {
            add(method, new Method.Sink(Rule.TRN505, Confidence.CERTAIN, call.simpleName(), call.line()));
        }
        KeptCalls.Found functions = kept.called(method, call);
        if (!functions.functions().isEmpty()) {
            call(method, call, targets, functions);
            return;
        }
        boolean many = targets.size() > MAX_OWN_EDGES;
        for (Method target : many ? special.computeIfAbsent(targets, this::special) : special(targets)) {
            if (facades.isFacade(target)) {
                Confidence grade = targets.size() == 1 ? Confidence.CERTAIN : Confidence.LIKELY;
                add(method, new Method.Sink(Rule.TRN407, grade, target.simpleName(), call.line()));
            } else if (target.is(Opcodes.ACC_NATIVE)) {
                add(method, new Method.Sink(Rule.TRN806, Confidence.CERTAIN, target.simpleName(), call.line()));
            }
        }
        if (many) {
            Method dispatch = dispatches.computeIfAbsent(targets, t -> dispatch(call, t));
            method.edges.add(new Method.Edge(dispatch, call.line(), "", List.of(dispatch), Confidence.CERTAIN, false));
        } else {
            edges(method, call.line(), targets, isOnThis(method, call), scope.isFunction(call.owner()));
        }
    }

    /** A call of functions that were kept, and of objects where it can be such too. */
    private void call(Method method, Call call, List<Method> targets, KeptCalls.Found found) {
        Set<Method> all = new LinkedHashSet<>(found.functions());
        if (!found.exact()) {
            List<Method> made =
                    targets.stream().filter(t -> scope.isMade(t.owner)).toList();
            (made.isEmpty() ? targets : made)
                    .stream()
                            .filter(t -> !facades.isFacade(t) && !t.is(Opcodes.ACC_NATIVE) && !isOffloaded(t))
                            .forEach(all::add);
        }
        List<Method> siblings = List.copyOf(all);
        siblings.forEach(
                to -> method.edges.add(new Method.Edge(to, call.line(), found.role(), siblings, found.grade(), false)));
    }

    /** Those of {@code targets} that are no edge but a finding. */
    private List<Method> special(List<Method> targets) {
        return targets.stream()
                .filter(target -> facades.isFacade(target) || target.is(Opcodes.ACC_NATIVE))
                .toList();
    }

    /** One node for all calls that may mean the same many methods: a type with thousands would have a million edges. */
    private Method dispatch(Call call, List<Method> targets) {
        Method dispatch = new Method(
                call.owner(),
                call.name(),
                call.descriptor(),
                Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC,
                "?",
                Set.of(),
                Method.Declared.NOTHING,
                Body.EMPTY);
        edges(dispatch, 0, targets, false, false);
        return dispatch;
    }

    /** Whether {@code call} is one on the object that {@code method} runs on. */
    private boolean isOnThis(Method method, Call call) {
        boolean own = call.opcode() != Opcodes.INVOKESTATIC
                && call.value(0).sources().equals(Set.<Source>of(new Source.Param(0)));
        return own && (!method.isStatic() || references.isOwn(method));
    }

    /** Of several that are made, those count too that somebody outside may make. */
    private List<Method> siblings(List<Method> targets) {
        List<Method> made = targets.stream().filter(t -> scope.isMade(t.owner)).toList();
        if (made.size() < 2) {
            return made.isEmpty() ? targets : made;
        }
        return targets.stream()
                .filter(t -> made.contains(t) || scope.isOpen(t.owner))
                .toList();
    }

    private void edges(Method from, int line, List<Method> targets, boolean onThis, boolean maybe) {
        List<Method> siblings = siblings(targets);
        Set<Method> seen = new HashSet<>(siblings);
        for (Method target : targets) {
            if (!facades.isFacade(target) && !target.is(Opcodes.ACC_NATIVE) && !isOffloaded(target)) {
                from.edges.add(new Method.Edge(
                        target,
                        line,
                        "",
                        seen.contains(target) ? siblings : targets,
                        seen.contains(target) && !maybe ? Confidence.CERTAIN : Confidence.POSSIBLE,
                        onThis));
            }
        }
    }

    /** A call on the object itself of a method that a proxy was to stand before, and whose caller has none either. */
    private boolean isPastTheProxy(Method method, Call call, List<Method> targets) {
        boolean own = Habits.isSelf(method, call) || references.isOwn(method) || isInherited(method, call);
        return own
                && targets.stream()
                        .anyMatch(target -> target.annotations.contains(Marks.NEW_TRANSACTION)
                                || Marks.PROXY.stream()
                                        .filter(target.annotations::contains)
                                        .anyMatch(mark -> !isBehind(method, mark)));
    }

    /** {@code super.save()}, but for what an override calls of its own name. */
    private static boolean isInherited(Method method, Call call) {
        return call.opcode() == Opcodes.INVOKESPECIAL
                && !method.isStatic()
                && !call.owner().equals(method.owner)
                && !call.name().equals("<init>")
                && !call.name().equals(method.name)
                && call.value(0).sources().equals(Set.<Source>of(new Source.Param(0)));
    }

    /** Whether the proxy was asked on the way in; of a publisher it waits for the end. */
    private boolean isBehind(Method method, String mark) {
        Method around = method.outermost();
        return method.isMarked(Set.of(mark))
                || (around.isMarked(Set.of(mark))
                        && AsyncTypes.returnsStage(scope.types, around.descriptor)
                        && !AsyncTypes.returnsFuture(scope.types, around.descriptor));
    }

    /** Code in {@code finally} is compiled twice and found once. */
    private static void add(Method method, Method.Sink sink) {
        if (!method.sinks.contains(sink)) {
            method.sinks.add(sink);
        }
    }
}
