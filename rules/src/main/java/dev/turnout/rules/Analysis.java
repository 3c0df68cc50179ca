// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Opcodes;

/** One check: reads, connects, finds the entries, searches, and writes down what it found. */
final class Analysis {
    /** Names listed in a finding about what could not be read. */
    private static final int NAMES = 5;

    private static final Comparator<Violation> ORDER = Comparator.comparing(Violation::entry)
            .thenComparing(v -> v.place().fileName())
            .thenComparing(v -> v.place().line())
            .thenComparing(v -> v.rule().id())
            .thenComparing(Violation::blockedCall);

    private final Scope scope;
    private final Graph graph;
    private final Tasks tasks;
    private final Map<Method, Entry> entries = new LinkedHashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private Analysis(Map<String, byte[]> classFiles, ClassPath classPath, Tables tables) {
        this.scope = Scope.read(new Types(classPath), classFiles);
        this.graph = Graph.of(scope, tables);
        this.tasks = Tasks.find(scope, graph, classPath);
    }

    static Report run(Map<String, byte[]> classFiles, ClassPath classPath, Tables tables) {
        Analysis analysis = new Analysis(classFiles, classPath, tables);
        analysis.findEntries();
        analysis.search();
        analysis.addBareStages();
        analysis.addStaleLanes();
        analysis.addGaps();
        return analysis.report();
    }

    private void findEntries() {
        for (Tasks.Found task : tasks.all()) {
            if (task.isComposed()) {
                entries.put(
                        task.method(),
                        new Entry(task.kind(), task.method(), task.address(), "task, " + task.foundBy()));
            }
        }
        for (Method method : scope.methods()) {
            boolean hidden = method.is(Opcodes.ACC_SYNTHETIC | Opcodes.ACC_ABSTRACT);
            if (!hidden
                    && AsyncTypes.returnsStage(scope.types, method.descriptor)
                    && !Graph.isOffloaded(method)
                    && !tasks.mayWait(method)) {
                entries.putIfAbsent(method, new Entry(Entry.Kind.STAGE, method, method.address(), "returns a stage"));
            }
        }
        graph.continuations()
                .forEach((method, given) -> entries.putIfAbsent(
                        method, new Entry(Entry.Kind.CONTINUATION, method, method.address(), given)));
    }

    private void search() {
        List<Method> nodes = graph.nodes();
        Search search = new Search(nodes);
        for (Method node : nodes) {
            if (!node.sinks.isEmpty()) {
                Map<Method, Search.Step> steps = search.into(node, true);
                for (Method.Sink sink : node.sinks) {
                    report(node, sink, steps);
                }
            }
        }
    }

    /** One finding a task; without a task, one for the surest and nearest entry. */
    private void report(Method place, Method.Sink sink, Map<Method, Search.Step> steps) {
        List<Entry> met = entries.values().stream()
                .filter(e -> steps.containsKey(e.method()))
                .toList();
        List<Entry> metTasks = met.stream().filter(Entry::isTask).toList();
        if (metTasks.isEmpty()) {
            met.stream()
                    .min(Comparator.<Entry, Confidence>comparing(
                                    e -> steps.get(e.method()).grade())
                            .thenComparing(Entry::kind)
                            .thenComparing(e -> path(e, place, sink, steps).size())
                            .thenComparing(Entry::address))
                    .ifPresent(nearest -> add(nearest, place, sink, steps, met.size() - 1));
        } else {
            metTasks.forEach(task -> add(task, place, sink, steps, met.size() - metTasks.size()));
        }
    }

    private void add(Entry entry, Method place, Method.Sink sink, Map<Method, Search.Step> steps, int others) {
        List<Frame> path = path(entry, place, sink, steps);
        Rule rule = sink.rule();
        violations.add(new Violation(
                rule,
                rule.severity(),
                sink.grade().and(steps.get(entry.method()).grade()),
                entry.address(),
                entry.isTask(),
                sink.call(),
                path.get(path.size() - 1),
                path,
                rule.waits() ? rule.because() + ", and " + entry.kind().because() : rule.because(),
                rule.fix()
                        + entry.laneFix()
                                .filter(fix -> rule.waits())
                                .map(fix -> "; " + fix)
                                .orElse(""),
                others));
    }

    private static List<Frame> path(Entry entry, Method place, Method.Sink sink, Map<Method, Search.Step> steps) {
        List<Frame> path = new ArrayList<>();
        Method at = entry.method();
        String role = entry.note();
        for (Method.Edge next = steps.get(at).next();
                next != null;
                next = steps.get(at).next()) {
            if (!at.is(Opcodes.ACC_BRIDGE)) {
                path.add(frame(at, next.line(), role));
            }
            at = next.to();
            role = next.siblings().size() > 1 ? "one of " + next.siblings().size() + " implementations" : next.role();
        }
        path.add(frame(place, sink.line(), role));
        return path;
    }

    private static Frame frame(Method method, int line, String role) {
        return new Frame(method.className(), method.displayName(), method.fileName, line, role);
    }

    private void addBareStages() {
        for (Tasks.Enqueued enqueued : tasks.bareStages()) {
            Method target = enqueued.target();
            violations.add(new Violation(
                    Rule.TRN801,
                    Rule.TRN801.severity(),
                    Confidence.CERTAIN,
                    target.address(),
                    true,
                    target.simpleName(),
                    enqueued.place(),
                    List.of(enqueued.place()),
                    Rule.TRN801.because(),
                    Rule.TRN801.fix(),
                    0));
        }
    }

    private void addStaleLanes() {
        for (String address : tasks.staleLanes()) {
            addNote(Rule.TRN805, Severity.WARNING, address, RuntimeTypes.TASKS);
        }
    }

    private void addGaps() {
        if (entries.isEmpty() && tasks.all().isEmpty()) {
            addNote(
                    Rule.TRN806,
                    Severity.WARNING,
                    "no task, no method that returns a stage and no continuation in "
                            + scope.classNames().size() + " classes",
                    "scope");
        }
        if (!scope.unreadable.isEmpty()) {
            addNote(Rule.TRN806, Severity.ERROR, some(scope.unreadable) + " could not be read", "class files");
        }
        if (!scope.types.unresolved().isEmpty()) {
            List<String> names = List.copyOf(scope.types.unresolved());
            addNote(Rule.TRN806, Severity.WARNING, some(names) + " not on the class path", "class path");
        }
    }

    private static String some(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(NAMES, names.size())));
        return names.size() > NAMES ? first + " and " + (names.size() - NAMES) + " more" : first;
    }

    private void addNote(Rule rule, Severity severity, String what, String where) {
        Frame place = new Frame(where, "", where, 0, "");
        violations.add(new Violation(
                rule,
                severity,
                Confidence.CERTAIN,
                where,
                false,
                what,
                place,
                List.of(),
                rule.because(),
                rule.fix(),
                0));
    }

    private Report report() {
        violations.sort(ORDER);
        Map<String, Integer> failing = new HashMap<>();
        violations.stream().filter(Violation::fails).forEach(v -> failing.merge(v.entry(), 1, Integer::sum));
        List<Task> found = tasks.all().stream()
                .map(t -> new Task(
                        t.address(),
                        t.lane(),
                        t.foundBy(),
                        Optional.ofNullable(failing.get(t.address())).orElse(0)))
                .sorted(Comparator.comparing(Task::address))
                .toList();
        Counts counts = new Counts(
                scope.classNames().size(),
                scope.methods().size(),
                entries.size(),
                scope.types.unresolved().size(),
                scope.unreadable.size());
        return new Report(violations, counts, found);
    }
}
