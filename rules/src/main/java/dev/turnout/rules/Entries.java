// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;

/** Where threads begin that must not wait, and those for which fewer rules hold. */
final class Entries {
    private final Scope scope;
    private final Tasks tasks;
    private final Map<Method, Entry> async = new LinkedHashMap<>();
    private final List<Entry> lanes = new ArrayList<>();
    private final List<Entry> apart = new ArrayList<>();
    private final List<Entry> starts = new ArrayList<>();
    private Set<Method> reached = Set.of();

    private Entries(Scope scope, Tasks tasks) {
        this.scope = scope;
        this.tasks = tasks;
    }

    static Entries find(Scope scope, Graph graph, Tasks tasks) {
        Entries entries = new Entries(scope, tasks);
        tasks.all().forEach(entries::addTask);
        scope.methods().forEach(entries::addDeclared);
        Set<Method> stages = entries.async.values().stream()
                .filter(e -> e.kind() == Entry.Kind.STAGE)
                .map(Entry::method)
                .filter(scope::isHidden)
                .collect(Collectors.toSet());
        entries.async.keySet().removeAll(OnlyOffloaded.among(stages, graph, scope));
        graph.continuations()
                .forEach((method, given) -> entries.async.putIfAbsent(
                        method, new Entry(Entry.Kind.CONTINUATION, method, method.address(), given)));
        entries.reached = Set.copyOf(entries.async.keySet());
        entries.async.keySet().removeIf(Method::isExempt);
        graph.offloads().forEach((method, given) -> entries.addApart(Entry.Kind.OFFLOADED, method, given));
        graph.transactions().forEach((method, given) -> entries.addApart(Entry.Kind.TRANSACTIONAL, method, given));
        return entries;
    }

    private void addTask(Tasks.Found task) {
        if (task.isComposed()) {
            async.put(task.method(), new Entry(task.kind(), task.method(), task.address(), "task, " + task.foundBy()));
        } else if (task.hasLane()) {
            lanes.add(new Entry(Entry.Kind.LANE, task.method(), task.address(), "task in lane " + task.lane()));
        }
    }

    private void addApart(Entry.Kind kind, Method method, String note) {
        apart.add(new Entry(kind, method, method.address(), note));
    }

    private void addDeclared(Method method) {
        if (method.is(Opcodes.ACC_ABSTRACT) || scope.isGenerated(method.owner)) {
            return;
        }
        addStart(method);
        if (method.is(Opcodes.ACC_SYNTHETIC)) {
            return;
        }
        boolean open = method.is(Opcodes.ACC_PUBLIC) && method.isMarked(Marks.TRANSACTIONAL);
        boolean transactional = open || Marks.TRANSACTIONAL.stream().anyMatch(method.annotations::contains);
        if (transactional && !method.annotations.contains(Marks.OUTSIDE_TRANSACTIONS)) {
            addApart(Entry.Kind.TRANSACTIONAL, method, "@Transactional");
        } else if (method.annotations.contains(Marks.BEFORE_COMMIT)) {
            addApart(Entry.Kind.TRANSACTIONAL, method, "@TransactionalEventListener, before the commit");
        }
        if (Graph.isOffloaded(method)
                || tasks.mayWait(method)
                || method.isMarked(Marks.BLOCKING)
                || method.isMarked(Marks.START_UP)) {
            return;
        }
        if (AsyncTypes.returnsStage(scope.types, method.descriptor)) {
            async.putIfAbsent(method, new Entry(Entry.Kind.STAGE, method, method.address(), "returns a stage"));
        } else if (method.isMarked(Marks.NON_BLOCKING)) {
            async.putIfAbsent(method, new Entry(Entry.Kind.DECLARED, method, method.address(), "@NonBlocking"));
        }
    }

    /** What runs once, on the thread that starts the application, or on whichever meets the class first. */
    private void addStart(Method method) {
        String note = "";
        if (method.isMarked(Marks.START_UP)) {
            note = "@PostConstruct";
        } else if (method.name.equals("<clinit>")) {
            note = "static initialiser";
        } else if (method.name.equals("<init>") && scope.isSingleton(method.owner)) {
            note = "constructor of a bean";
        }
        if (!note.isEmpty() && !method.isExempt()) {
            starts.add(new Entry(Entry.Kind.START_UP, method, method.address(), note));
        }
    }

    int count() {
        return async.size();
    }

    boolean isEmpty() {
        return async.isEmpty();
    }

    /** Entries of async paths, of offloaded functions and of transactions. */
    Stream<Entry> all() {
        return Stream.concat(async.values().stream(), apart.stream());
    }

    /** Tasks whose lane has threads that may wait. */
    List<Entry> lanes() {
        return lanes;
    }

    /** What runs at start-up. */
    List<Entry> starts() {
        return starts;
    }

    /** Methods that begin an async path, the exempt ones too. */
    Set<Method> reached() {
        return reached;
    }

    /** All methods that anything begins with, but for what runs at start-up. */
    List<Method> methods() {
        return Stream.concat(all(), lanes.stream()).map(Entry::method).toList();
    }
}
