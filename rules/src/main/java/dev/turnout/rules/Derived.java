// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * What follows from knowing which methods wait: a loader in a cache, work on an executor without threads, waiting while
 * something is held, a class whose initialiser waits.
 */
final class Derived {
    private static final List<String> MEMOIZERS = List.of(
            "java/util/Map",
            "com/google/common/cache/",
            "com/google/common/base/Suppliers",
            "com/github/benmanes/caffeine/cache/");
    private static final Set<String> LOADS =
            Set.of("computeIfAbsent", "compute", "merge", "get", "getAll", "memoize", "from", "build");
    private static final String INITIALISER = "<clinit>()V";

    private final Scope scope;
    private final Graph graph;
    private final Set<Method> waiting;
    private final Set<Source> slowLocks = new HashSet<>();
    private final Set<String> slowMonitors = new HashSet<>();
    private final List<Region> quick = new ArrayList<>();
    private final Map<String, Optional<Method>> initialisers = new HashMap<>();

    private Derived(Scope scope, Graph graph, Set<Method> waiting) {
        this.scope = scope;
        this.graph = graph;
        this.waiting = waiting;
    }

    /** Adds sinks to the graph's methods, and returns what a place shows by itself. */
    static List<Habits.Spot> add(Scope scope, Graph graph, Set<Method> waiting) {
        Derived derived = new Derived(scope, graph, waiting);
        List<Habits.Spot> spots = new ArrayList<>();
        for (Method method : graph.nodes()) {
            derived.lookAtRegions(method);
            derived.lookAtInitialisers(method);
            for (Bind bind : graph.bindsOf(method)) {
                if (bind.call() != null && waiting.contains(bind.to())) {
                    derived.lookAtLoader(bind, bind.call());
                    if (bind.context() == Context.COMPLETER) {
                        spots.add(
                                new Habits.Spot(Rule.TRN604, method, bind.call().simpleName(), bind.line()));
                    }
                }
            }
        }
        graph.nodes().forEach(derived::gradeLocks);
        derived.lookAtMonitors();
        return spots;
    }

    private void lookAtLoader(Bind bind, Call call) {
        if (LOADS.contains(call.name()) && isMemoizer(call)) {
            add(bind.from(), new Method.Sink(Rule.TRN313, Confidence.CERTAIN, call.simpleName(), call.line()));
        }
    }

    private boolean isMemoizer(Call call) {
        return MEMOIZERS.stream()
                .anyMatch(m -> m.endsWith("/") ? call.owner().contains(m) : scope.types.isA(call.owner(), m));
    }

    private void lookAtRegions(Method method) {
        List<Body.Held> regions = new ArrayList<>(method.body.monitors);
        if (method.is(Opcodes.ACC_SYNCHRONIZED)) {
            regions.add(new Body.Held(Value.UNKNOWN, -1, Integer.MAX_VALUE, method.line()));
        }
        for (Body.Held region : regions) {
            Optional<Method.Sink> wait = firstWait(method, region);
            wait.ifPresent(sink -> {
                add(method, sink);
                slowMonitors.addAll(monitors(method, region));
            });
            if (wait.isEmpty()) {
                quick.add(new Region(method, region));
            }
        }
        for (Body.Held region : lockRegions(method)) {
            firstWait(method, region).ifPresent(sink -> {
                add(method, sink);
                slowLocks.addAll(region.what().sources());
            });
        }
    }

    /** Who wants a monitor in which somebody else waits, waits too. */
    private void lookAtMonitors() {
        for (Region region : quick) {
            if (monitors(region.method(), region.held()).stream().anyMatch(slowMonitors::contains)) {
                add(
                        region.method(),
                        new Method.Sink(
                                Rule.TRN703,
                                Confidence.LIKELY,
                                "synchronized",
                                region.held().line()));
            }
        }
    }

    /** The objects whose monitor may be entered: this, the class, or what a field holds. */
    private static Set<String> monitors(Method method, Body.Held region) {
        if (region.what().sources().isEmpty()) {
            return Set.of(method.owner + (method.isStatic() ? "#class" : "#this"));
        }
        Set<String> all = new HashSet<>();
        for (Source source : region.what().sources()) {
            if (source instanceof Source.Field field) {
                all.add(field.owner() + "." + field.name());
            } else if (source.equals(new Source.Param(0)) && !method.isStatic()) {
                all.add(method.owner + "#this");
            }
        }
        return all;
    }

    private record Region(Method method, Body.Held held) {}

    private Optional<Method.Sink> firstWait(Method method, Body.Held region) {
        return method.body.calls.stream()
                .filter(region::holds)
                .filter(call -> waits(method, call))
                .findFirst()
                .map(call -> new Method.Sink(Rule.TRN704, Confidence.CERTAIN, call.simpleName(), call.line()));
    }

    /** Waiting for the monitor itself lets go of it, so that is not counted. */
    private boolean waits(Method method, Call call) {
        boolean direct = graph.sinkOf(method, call)
                .filter(s -> s.rule().isWait() && s.rule() != Rule.TRN105)
                .filter(s -> s.rule().severity() == Severity.ERROR && s.grade() != Confidence.POSSIBLE)
                .isPresent();
        List<Method> targets = scope.targets(call);
        return direct
                || (!targets.isEmpty() && targets.size() <= Search.MAX_TARGETS && waiting.containsAll(targets))
                || graph.bindsOf(method).stream()
                        .anyMatch(b -> b.call() == call && b.context() == Context.INLINE && waiting.contains(b.to()));
    }

    /** From {@code lock()} to the last {@code unlock()} of the same lock. */
    private static List<Body.Held> lockRegions(Method method) {
        List<Body.Held> regions = new ArrayList<>();
        for (Call lock : method.body.calls) {
            if (!isLock(lock)) {
                continue;
            }
            Set<Source> what = identity(method, lock);
            method.body.calls.stream()
                    .filter(c -> c.name().startsWith("unlock") && c.at() > lock.at())
                    .filter(c -> identity(method, c).equals(what))
                    .reduce((first, last) -> last)
                    .ifPresent(
                            unlock -> regions.add(new Body.Held(new Value(what), lock.at(), unlock.at(), lock.line())));
        }
        return regions;
    }

    private static boolean isLock(Call call) {
        return call.owner().startsWith("java/util/concurrent/locks/")
                && List.of("lock", "lockInterruptibly", "tryLock", "readLock", "writeLock")
                        .contains(call.name())
                && !call.descriptor().endsWith("Lock;");
    }

    /** The lock, or for {@code rw.readLock()} the one that it is a part of. */
    private static Set<Source> identity(Method method, Call call) {
        Set<Source> all = new HashSet<>();
        for (Source source : call.value(0).sources()) {
            Call maker = source instanceof Source.Result result ? method.body.callAt(result) : null;
            if (maker != null && maker.name().matches("readLock|writeLock|asReadLock|asWriteLock")) {
                all.addAll(maker.value(0).sources());
            } else {
                all.add(source);
            }
        }
        return all;
    }

    /** A lock behind which nobody is seen to wait is a guess. */
    private void gradeLocks(Method method) {
        for (int i = 0; i < method.sinks.size(); i++) {
            Method.Sink sink = method.sinks.get(i);
            if (sink.rule() != Rule.TRN703) {
                continue;
            }
            boolean slow = method.body.calls.stream()
                    .filter(c -> c.line() == sink.line() && c.simpleName().equals(sink.call()))
                    .anyMatch(c -> identity(method, c).stream().anyMatch(slowLocks::contains));
            Confidence grade = slow ? Confidence.LIKELY : Confidence.POSSIBLE;
            method.sinks.set(i, new Method.Sink(sink.rule(), grade, sink.call(), sink.line()));
        }
    }

    private void lookAtInitialisers(Method method) {
        for (Call call : method.body.calls) {
            boolean triggers = call.opcode() == Opcodes.INVOKESTATIC
                    || (call.opcode() == Opcodes.INVOKESPECIAL && call.name().equals("<init>"));
            if (!triggers || call.owner().equals(method.owner)) {
                continue;
            }
            Method initialiser = initialiser(call.owner());
            if (initialiser != null && waiting.contains(initialiser)) {
                add(method, new Method.Sink(Rule.TRN903, Confidence.LIKELY, call.simpleName(), call.line()));
            }
        }
    }

    private @Nullable Method initialiser(String type) {
        return initialisers
                .computeIfAbsent(
                        type,
                        t -> scope.methodsOf(t).stream()
                                .filter(m -> (m.name + m.descriptor).equals(INITIALISER))
                                .findFirst())
                .orElse(null);
    }

    private static void add(Method method, Method.Sink sink) {
        if (!method.sinks.contains(sink)) {
            method.sinks.add(sink);
        }
    }
}
