// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;

/** One check: reads, connects, finds the entries, searches, and writes down what it found. */
final class Analysis {
    private final Scope scope;
    private final Settings settings;
    private final Notes notes;
    private final Graph graph;
    private final Tasks tasks;
    private final Entries entries;
    private final Ways ways;
    private final List<Violation> violations = new ArrayList<>();
    private Set<Method> waiting = Set.of();
    private Set<Method> onPath = Set.of();
    private int exemptions;

    private Analysis(Map<String, byte[]> classFiles, ClassPath classPath, Tables tables, Settings settings) {
        this.scope = Scope.read(new Types(classPath), classFiles);
        this.settings = settings;
        this.notes = new Notes(scope, settings);
        this.graph = Graph.of(scope, tables);
        this.tasks = Tasks.find(scope, graph, classPath);
        this.entries = Entries.find(scope, graph, tasks);
        this.ways = new Ways(scope, graph);
    }

    /** @param gaps what is known not to be checked, each as the words of a finding */
    static Report run(
            Map<String, byte[]> classFiles, ClassPath classPath, Tables tables, Settings settings, List<String> gaps) {
        try {
            return new Analysis(classFiles, classPath, tables, settings).all(classFiles, gaps, tables);
        } catch (RuntimeException broken) { // a damaged class may show itself late, in a name or a descriptor
            Map<String, byte[]> sound = new LinkedHashMap<>(classFiles);
            sound.entrySet().removeIf(file -> breaks(file, classPath, tables, settings));
            if (sound.size() == classFiles.size()) {
                throw new IllegalStateException(
                        "TURNOUT-0871 the check broke off: " + broken
                                + "; nothing was checked. No class breaks it alone."
                                + " Compile anew, and tell us if it stays.",
                        broken);
            }
            Analysis analysis = new Analysis(sound, classPath, tables, settings);
            classFiles.keySet().stream()
                    .filter(name -> !sound.containsKey(name))
                    .forEach(analysis.scope.unreadable::add);
            return analysis.all(sound, gaps, tables);
        }
    }

    private static boolean breaks(
            Map.Entry<String, byte[]> file, ClassPath classPath, Tables tables, Settings settings) {
        Map<String, byte[]> alone = Map.of(file.getKey(), file.getValue());
        try {
            new Analysis(alone, classPath, tables, settings).all(alone, List.of(), tables);
            return false;
        } catch (RuntimeException broken) {
            return true;
        }
    }

    private Report all(Map<String, byte[]> classFiles, List<String> gaps, Tables tables) {
        search();
        addBareStages();
        addDroppedByTasks();
        addStaleExemptions();
        addFacades();
        addBridge(classFiles);
        gaps.forEach(gap -> add(notes.warning(gap, "class files")));
        settings.lowered().forEach(file -> add(Notes.reason(Severity.WARNING, file, "settings")));
        tables.added().forEach(file -> add(Notes.reason(Severity.INFO, file, "settings")));
        tables.idle(scope.types).forEach(row -> add(notes.warning(row, "settings")));
        if (entries.isEmpty() && tasks.all().isEmpty()) {
            add(notes.nothingToCheck());
        }
        notes.gaps(List.copyOf(violations)).forEach(this::add);
        notes.lostFunctions(graph.lostFunctions(), onPath).forEach(this::add);
        return report();
    }

    private void search() {
        List<Method> nodes = graph.nodes();
        Search search = new Search(nodes);
        waiting = search.waiting();
        Habits.in(scope, graph).forEach(this::add);
        Derived.add(scope, graph, waiting).forEach(this::add);
        onPath = Search.from(entries.methods());
        onPath.addAll(
                Search.surelyFrom(entries.starts().stream().map(Entry::method).toList()));
        for (Method node : nodes) {
            if (onPath.contains(node)
                    && !node.isExempt()
                    && node.sinks.stream().anyMatch(s -> settings.of(s.rule()) != Severity.OFF)) {
                Map<Method, Search.Step> steps = search.into(node);
                for (Method.Sink sink : node.sinks) {
                    report(node, sink, steps);
                }
            }
        }
        Exemptions exempt = new Exemptions(nodes, entries.reached(), settings.today());
        exemptions = exempt.count();
        exempt.stale().forEach(stale -> add(notes.stale(stale.what(), stale.place())));
    }

    private void add(Habits.Spot spot) {
        Method method = spot.method();
        if (!method.isExempt() || !spot.rule().isAllowable()) {
            add(new Violation(
                    spot.rule(),
                    settings.of(spot.rule()),
                    Confidence.CERTAIN,
                    method.address(),
                    tasks.isTask(method),
                    spot.what(),
                    frame(method, spot.line(), ""),
                    List.of(frame(method, spot.line(), "")),
                    spot.rule().because(),
                    spot.rule().fix(),
                    0,
                    List.of()));
        }
    }

    /** One finding a task; without a task, one for the surest and nearest entry. */
    private void report(Method place, Method.Sink sink, Map<Method, Search.Step> steps) {
        Reach reach = sink.rule().reach();
        List<Entry> met = entries.all()
                .filter(e -> reach.from(e.kind()) && steps.containsKey(e.method()))
                .filter(e -> reach != Reach.TRANSACTION || !ways.endsBefore(e, steps))
                .toList();
        List<Entry> tasksMet = met.stream().filter(Entry::isTask).toList();
        List<Entry> told = tasksMet.isEmpty() && !met.isEmpty() ? List.of(ways.nearest(met, steps)) : tasksMet;
        List<Entry> others = new ArrayList<>(met);
        told.forEach(entry -> others.removeAll(onTheWay(entry, met, steps)));
        List<String> addresses =
                others.stream().map(Entry::address).distinct().sorted().toList();
        told.forEach(entry -> add(entry, place, sink, steps, addresses));
        entries.lanes().stream()
                .filter(lane -> steps.containsKey(lane.method()))
                .forEach(lane -> add(lane, place, sink, steps, List.of()));
        if (sink.rule().isWait()) {
            List<Entry> starts = entries.starts().stream()
                    .filter(start -> steps.containsKey(start.method()))
                    .filter(start -> steps.get(start.method()).grade() != Confidence.POSSIBLE)
                    .toList();
            if (!starts.isEmpty()) {
                add(ways.nearest(starts, steps), place, sink, steps, List.of());
            }
        }
    }

    /** Of {@code met} the entry itself, and those that its own path goes through. */
    private static List<Entry> onTheWay(Entry entry, List<Entry> met, Map<Method, Search.Step> steps) {
        Set<Method> way = new HashSet<>(List.of(entry.method(), entry.method().outermost()));
        for (Method.Edge next = steps.get(entry.method()).next();
                next != null;
                next = steps.get(next.to()).next()) {
            way.add(next.to());
        }
        return met.stream().filter(other -> way.contains(other.method())).toList();
    }

    private void add(Entry entry, Method place, Method.Sink sink, Map<Method, Search.Step> steps, List<String> others) {
        Rule rule = sink.rule();
        Severity usual = settings.of(rule);
        Severity severity = switch (entry.kind()) {
            case LANE -> Profile.of(entry.note()).severity(rule, usual);
            case START_UP -> usual == Severity.OFF ? usual : Severity.INFO;
            default -> usual;
        };
        if (severity == Severity.OFF) {
            return;
        }
        List<Frame> path = path(entry, place, sink, steps);
        add(new Violation(
                rule,
                severity,
                sink.grade().and(ways.grade(entry, steps)),
                entry.address(),
                entry.isTask(),
                sink.call(),
                path.get(path.size() - 1),
                path,
                rule.waits() && entry.kind() != Entry.Kind.LANE
                        ? rule.because() + ", and " + entry.kind().because()
                        : rule.because(),
                rule.fix()
                        + entry.laneFix()
                                .filter(fix -> rule.waits())
                                .map(fix -> "; " + fix)
                                .orElse(""),
                others.size(),
                others.subList(0, Math.min(Violation.ALSO, others.size()))));
    }

    private void add(Violation violation) {
        if (violation.severity() != Severity.OFF) {
            violations.add(violation.named(scope.names::stable));
        }
    }

    private List<Frame> path(Entry entry, Method place, Method.Sink sink, Map<Method, Search.Step> steps) {
        List<Frame> path = new ArrayList<>();
        Method at = entry.method();
        String role = entry.note();
        for (Method.Edge next = steps.get(at).next();
                next != null;
                next = steps.get(at).next()) {
            if (!at.is(Opcodes.ACC_BRIDGE)) {
                path.add(frame(at, next.line(), role));
            }
            next.helpers().forEach(hop -> path.add(frame(hop.method(), hop.line(), "")));
            at = next.to();
            role = next.siblings().size() > 1
                    ? next.role() + (next.role().isEmpty() ? "" : ", ") + among(next.siblings())
                    : next.role();
        }
        path.add(frame(place, sink.line(), role));
        return path;
    }

    /** {@code one of 3 implementations; these wait: A, B}. */
    private String among(List<Method> siblings) {
        List<String> names = siblings.stream()
                .filter(waiting::contains)
                .map(m -> m.owner.substring(m.owner.lastIndexOf('/') + 1).replace('$', '.'))
                .distinct()
                .toList();
        return "one of " + siblings.size() + " implementations"
                + (names.isEmpty() ? "" : "; these wait: " + Notes.some(names));
    }

    private static Frame frame(Method method, int line, String role) {
        return new Frame(method.className(), method.displayName(), method.fileName, line, role);
    }

    private void addBareStages() {
        for (Tasks.Enqueued enqueued : tasks.bareStages()) {
            Method target = enqueued.target();
            add(new Violation(
                    Rule.TRN801,
                    settings.of(Rule.TRN801),
                    Confidence.CERTAIN,
                    target.address(),
                    true,
                    target.simpleName(),
                    enqueued.place(),
                    List.of(enqueued.place()),
                    Rule.TRN801.because(),
                    Rule.TRN801.fix(),
                    0,
                    List.of()));
        }
    }

    /** A task that returns nothing and lets go of a stage. */
    private void addDroppedByTasks() {
        for (Tasks.Found task : tasks.all()) {
            Method method = task.method();
            if (task.kind() == Entry.Kind.TASK && !task.lane().equals("facade") && method.descriptor.endsWith(")V")) {
                Stream.concat(method.body.dropped.stream(), method.body.forgotten().stream())
                        .filter(call -> AsyncTypes.returnsStage(scope.types, call.descriptor()))
                        .filter(call -> !isAwaited(method, call))
                        .forEach(call -> add(new Habits.Spot(Rule.TRN408, method, call.simpleName(), call.line())));
            }
        }
    }

    /** Whether the stage that {@code call} observes is waited for in the same method. */
    private static boolean isAwaited(Method method, Call call) {
        return method.body.calls.stream()
                .filter(c -> c.name().equals("join") || c.name().equals("get"))
                .anyMatch(c -> c.value(0).sources().stream()
                        .anyMatch(s -> s.equals(new Source.Result(call.at()))
                                || call.value(0).sources().contains(s)));
    }

    private void addStaleExemptions() {
        for (String address : tasks.staleLanes()) {
            add(notes.stale(
                    "the line " + address + " names a method that its class does not have", RuntimeTypes.TASKS));
        }
    }

    private void addFacades() {
        for (Method method : scope.methods()) {
            method.body.calls.stream()
                    .filter(Facades::isAwait)
                    .forEach(call -> add(new Habits.Spot(Rule.TRN807, method, call.simpleName(), call.line())));
        }
    }

    private void addBridge(Map<String, byte[]> classFiles) {
        if (settings.of(Rule.TRN808) != Severity.OFF) {
            classFiles.entrySet().stream()
                    .filter(file -> !scope.unreadable.contains(file.getKey()))
                    .flatMap(file -> BridgeUses.in(file.getValue()).stream())
                    .forEach(this::add);
        }
    }

    private void add(BridgeUses.Use use) {
        Frame place = new Frame(use.className(), use.method(), use.fileName(), use.line(), "");
        add(new Violation(
                Rule.TRN808,
                settings.of(Rule.TRN808),
                Confidence.CERTAIN,
                use.className() + (use.method().isEmpty() ? "" : "#" + use.method()),
                false,
                use.type(),
                place,
                List.of(place),
                Rule.TRN808.because(),
                Rule.TRN808.fix(),
                0,
                List.of()));
    }

    private Report report() {
        violations.sort(Violation.ORDER);
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
                entries.count(),
                scope.types.unresolved().size(),
                scope.unreadable.size() + scope.twice.size(),
                exemptions);
        Set<String> places = scope.methods().stream()
                .map(method -> scope.names.stable(Violation.place(method.className(), method.displayName())))
                .collect(Collectors.toSet());
        return new Report(violations, counts, found, places);
    }
}
