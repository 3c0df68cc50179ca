// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import dev.turnout.recipes.table.Sites;
import dev.turnout.recipes.table.Tasks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The verdict on each task, and the methods that change for it. All recipes work from one and the same plan. */
public final class Plan {
    private final Project project;
    private final Decider decider;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Map<UUID, Change> changes = new LinkedHashMap<>();
    private final Map<UUID, Lines> lines = new HashMap<>();
    private final BodyCompiler compiler;

    private Plan(Project project, BodyCompiler compiler) {
        this.project = project;
        this.compiler = compiler;
        this.decider = new Decider(project, BlockingTable.load(), compiler);
    }

    static Plan of(Project project, BodyCompiler compiler) {
        Plan plan = new Plan(project, compiler);
        project.tasks().forEach((address, method) -> plan.verdicts.add(plan.judge(address, method)));
        plan.verdicts.sort(Comparator.comparing(Verdict::address));
        plan.planChanges();
        return plan;
    }

    public List<Verdict> verdicts() {
        return List.copyOf(verdicts);
    }

    /** What happens to methods of the project, by the id of their declaration. */
    public Map<UUID, Change> changes() {
        return changes;
    }

    private Verdict judge(String address, MethodInfo method) {
        Outcome outcome = decider.of(method);
        Verdict.Kind kind;
        Reason reason = Reason.NONE;
        if (outcome.done) {
            kind = Verdict.Kind.COMPOSE;
        } else if (!outcome.blocks && outcome.reason == Reason.NONE) {
            kind = Verdict.Kind.LEAVE;
        } else if (method.declaration().getBody() == null
                || !method.owner().name().equals(ownerOf(address))) {
            kind = Verdict.Kind.LANE;
            reason = Reason.INTERFACE_TASK;
        } else if (outcome.composed != null && lateContexts(outcome).stream().allMatch(Contexts.MDC::equals)) {
            kind = Verdict.Kind.COMPOSE;
        } else {
            kind = Verdict.Kind.LANE;
            reason = outcome.reason == Reason.NONE ? Reason.THREAD_CONTEXT : outcome.reason;
        }
        List<Sites.Row> rows = new ArrayList<>();
        Walk walk = new Walk(address, rows);
        walk.into(outcome, kind == Verdict.Kind.COMPOSE, reason, List.of());
        return new Verdict(address, method, kind, reason, List.copyOf(rows));
    }

    private static String ownerOf(String address) {
        return address.substring(0, address.indexOf('#'));
    }

    /** Contexts that are read late in the method or in a twin that it calls. */
    private Set<String> lateContexts(Outcome outcome) {
        Set<String> late = new LinkedHashSet<>(outcome.late);
        reachableTwins(outcome).forEach(twin -> late.addAll(decider.of(twin).late));
        return late;
    }

    private Set<MethodInfo> reachableTwins(Outcome outcome) {
        Set<MethodInfo> reached = new LinkedHashSet<>();
        Deque<Outcome> open = new ArrayDeque<>(List.of(outcome));
        while (!open.isEmpty()) {
            for (MethodInfo twin : open.pop().twins) {
                if (reached.add(twin)) {
                    open.push(decider.of(twin));
                }
            }
        }
        return reached;
    }

    private void planChanges() {
        Set<MethodInfo> tasks = new LinkedHashSet<>();
        Set<MethodInfo> twins = new LinkedHashSet<>();
        Set<MethodInfo> families = new LinkedHashSet<>();
        for (Verdict verdict : verdicts) {
            Outcome outcome = decider.of(verdict.method());
            if (verdict.kind() == Verdict.Kind.COMPOSE && !outcome.done) {
                tasks.add(verdict.method());
                twins.addAll(reachableTwins(outcome));
                families.addAll(outcome.families);
            }
        }
        twins.removeAll(tasks);
        twins.removeIf(twin -> decider.of(twin).done);
        twins.forEach(twin -> families.addAll(decider.of(twin).families));
        families.removeIf(family -> Decider.twinOf(family).isPresent());
        for (MethodInfo task : tasks) {
            Outcome outcome = decider.of(task);
            Composed composed = decider.composeTask(
                            outcome, lateContexts(outcome).contains(Contexts.MDC))
                    .orElseThrow();
            changes.put(task.declaration().getId(), new Change(task, Change.Kind.FACADE, composed));
        }
        Map<MethodInfo, Change.Kind> kinds = kinds(twins, tasks);
        for (MethodInfo twin : twins) {
            Composed composed = decider.of(twin).composed;
            if (composed != null) {
                changes.put(twin.declaration().getId(), new Change(twin, kinds.get(twin), composed));
            }
        }
        for (MethodInfo family : families) {
            changes.put(family.declaration().getId(), new Change(family, Change.Kind.FAMILY, compiler.family(family)));
        }
    }

    /** A method keeps its body as long as somebody calls that body: who keeps a body of his own, or hands it over. */
    private Map<MethodInfo, Change.Kind> kinds(Set<MethodInfo> twins, Set<MethodInfo> tasks) {
        Map<MethodInfo, Change.Kind> kinds = new HashMap<>();
        twins.forEach(twin -> kinds.put(twin, twin.isPrivate() ? Change.Kind.INSTEAD : Change.Kind.FACADE));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (MethodInfo twin : twins) {
                boolean called = project.callersOf(twin).stream()
                        .anyMatch(caller -> !decider.of(caller).twins.contains(twin)
                                || decider.of(caller).stillCalled.contains(twin)
                                || !tasks.contains(caller)
                                        && kinds.getOrDefault(caller, Change.Kind.BESIDE) == Change.Kind.BESIDE);
                if (called && kinds.put(twin, Change.Kind.BESIDE) != Change.Kind.BESIDE) {
                    changed = true;
                }
            }
        }
        return kinds;
    }

    /** Lists the sites under one task. */
    private final class Walk {
        private static final int MAX_DEPTH = 12;

        private final String task;
        private final List<Sites.Row> rows;
        private final Set<String> seen = new LinkedHashSet<>();

        Walk(String task, List<Sites.Row> rows) {
            this.task = task;
            this.rows = rows;
        }

        /** Lists the sites of a method; {@code inTwin} tells whether its twin is what runs, otherwise {@code why}. */
        void into(Outcome outcome, boolean inTwin, Reason why, List<MethodInfo> above) {
            if (above.contains(outcome.method) || above.size() > MAX_DEPTH) {
                return;
            }
            List<MethodInfo> path = new ArrayList<>(above);
            path.add(outcome.method);
            for (Found found : outcome.facts.found()) {
                Site site = outcome.siteOf.get(found.call().getId());
                if (site == null && found.hazard() != Reason.MISSING_TYPES) {
                    continue;
                }
                if (found.isLeaf() || found.hazard() == Reason.MISSING_TYPES) {
                    add(outcome, found, site, inTwin, why, path);
                } else {
                    boolean further = inTwin && site != null && site.form() != null;
                    Reason reason = inTwin && site != null ? site.reason() : why;
                    found.bodies().forEach(body -> into(decider.of(body), further, reason, path));
                }
            }
        }

        private void add(
                Outcome outcome, Found found, @Nullable Site site, boolean inTwin, Reason why, List<MethodInfo> path) {
            boolean lane = path.size() >= 1 && !decider.of(path.get(0)).hasTwin();
            String result;
            Reason reason;
            if (inTwin && site != null && site.form() != null) {
                result = "native";
                reason = Reason.NONE;
            } else if (found.form() == null && found.hazard() != Reason.MISSING_TYPES) {
                result = "offload";
                reason = Reason.NO_ASYNC_FORM;
            } else {
                result = lane ? "refused" : "offload";
                reason = found.hazard() != Reason.NONE ? found.hazard() : inTwin && site != null ? site.reason() : why;
            }
            String way =
                    String.join(" > ", path.stream().map(MethodInfo::toString).toList());
            String call = Calls.describe(found.call());
            int line = lines.computeIfAbsent(outcome.method.unit().getId(), key -> Lines.of(outcome.method.unit()))
                    .of(found.call());
            if (seen.add(way + found.call().getId())) {
                rows.add(new Sites.Row(
                        task,
                        way,
                        project.pathOf(outcome.method).toString().replace('\\', '/'),
                        line,
                        call,
                        result,
                        reason == Reason.NONE ? "" : reason.name()));
            }
        }
    }

    /** One row for the table of tasks. */
    public static Tasks.Row row(Verdict verdict) {
        return new Tasks.Row(
                verdict.address(),
                verdict.kind().name().toLowerCase(),
                verdict.reason() == Reason.NONE ? "" : verdict.reason().name(),
                verdict.kind() == Verdict.Kind.COMPOSE ? "composed" : "blocking",
                "",
                verdict.count("native"),
                verdict.count("offload"),
                verdict.count("refused"));
    }
}
