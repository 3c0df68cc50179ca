// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/** Decides what becomes of each method, callees first. */
final class Decider {
    private static final int MAX_DEPTH = 12;

    private final Project project;
    private final BlockingTable table;
    private final BodyCompiler compiler;
    private final Map<MethodInfo, Outcome> outcomes = new HashMap<>();
    private final Map<MethodInfo, Facts> facts = new HashMap<>();
    private final Map<MethodInfo, Set<String>> contexts = new HashMap<>();

    Decider(Project project, BlockingTable table, BodyCompiler compiler) {
        this.project = project;
        this.table = table;
        this.compiler = compiler;
    }

    Facts facts(MethodInfo method) {
        return facts.computeIfAbsent(method, key -> Facts.of(key, project, table));
    }

    /** The decision for a method that is called by other methods. */
    Outcome of(MethodInfo method) {
        return of(method, 0);
    }

    private Outcome of(MethodInfo method, int depth) {
        Outcome known = outcomes.get(method);
        if (known != null) {
            return known;
        }
        Outcome outcome = new Outcome(method, facts(method));
        outcome.blocks = true; // what a recursive call finds
        outcome.reason = Reason.RECURSION;
        outcomes.put(method, outcome);
        if (depth > MAX_DEPTH) {
            outcome.reason = Reason.TOO_DEEP;
            return outcome;
        }
        outcome.reason = hazardOf(method);
        outcome.done = isFacade(method);
        if (outcome.done) {
            return outcome;
        }
        classify(outcome, depth);
        if (outcome.reason == Reason.NONE && outcome.blocks) {
            compose(outcome);
        }
        return outcome;
    }

    private Reason hazardOf(MethodInfo method) {
        if (method.isTransactional() || managesTransaction(method)) {
            return Reason.TX;
        }
        if (method.isProxied()) {
            return Reason.PROXY_ANNOTATION;
        }
        return method.declaration().isConstructor() ? Reason.CTOR : Reason.NONE;
    }

    /** Whether it begins or ends a transaction, itself or in what it calls, or has one around a lambda. */
    private boolean managesTransaction(MethodInfo method) {
        return contextsOf(method).contains(Contexts.TRANSACTION)
                || facts(method).events().stream().anyMatch(event -> Contexts.TEMPLATE.equals(event.context()));
    }

    private void classify(Outcome outcome, int depth) {
        boolean blocks = outcome.reason == Reason.TX;
        for (Found found : outcome.facts.found()) {
            if (found.hazard() == Reason.MISSING_TYPES) {
                refuse(outcome, found.hazard());
                continue;
            }
            Site site = site(outcome, found, depth);
            if (site == null) {
                continue;
            }
            blocks = true;
            refuse(outcome, found.hazard());
            outcome.siteOf.put(found.call().getId(), site);
            outcome.sites.merge(
                    site.whole().getId(), site, (first, second) -> first.reason() == Reason.NONE ? second : first);
        }
        outcome.blocks = blocks;
        if (blocks && outcome.method.mayBeProxied()) {
            refuse(outcome, Reason.PROXY_ANNOTATION);
        }
        if (blocks && comesToHoldLock(outcome)) {
            refuse(outcome, Reason.LOCK_HELD);
        }
        judgeContexts(outcome);
    }

    /** Whether something that it calls takes a lock and leaves it taken. */
    private boolean comesToHoldLock(Outcome outcome) {
        return outcome.facts.found().stream()
                .flatMap(found -> found.bodies().stream())
                .anyMatch(body -> contextsOf(body).contains(Contexts.LOCK));
    }

    private static void refuse(Outcome outcome, Reason reason) {
        if (outcome.reason == Reason.NONE) {
            outcome.reason = reason;
        }
    }

    /** The site that a call makes in its method, or null if it does not wait. */
    private @Nullable Site site(Outcome outcome, Found found, int depth) {
        if (found.form() != null) {
            boolean mocked = found.form() == NativeForm.SEND && project.mocks(outcome.method.owner(), found.receiver());
            boolean handedOver = mocked || found.inLambda();
            Reason reason = mocked ? Reason.MOCKED : found.inLambda() ? Reason.UNKNOWN_HOF : Reason.NONE;
            return new Site(found.whole(), handedOver ? null : found.form(), reason);
        }
        if (found.blocking()) {
            return new Site(found.whole(), null, Reason.NO_ASYNC_FORM);
        }
        MethodInfo declared = found.declared();
        if (declared == null) {
            return null;
        }
        List<Outcome> bodies =
                found.bodies().stream().map(body -> of(body, depth + 1)).toList();
        if (bodies.stream().noneMatch(body -> body.blocks || body.done)) {
            return null;
        }
        Reason reason = whyWhole(outcome, found, declared, bodies);
        if (reason != Reason.NONE) {
            if (reason == Reason.SELF_INVOCATION) {
                refuse(outcome, reason);
            }
            outcome.stillCalled.addAll(found.bodies());
            return new Site(found.whole(), null, reason);
        }
        if (declared.owner().isInterface()) {
            outcome.families.add(declared);
        }
        bodies.stream().filter(Outcome::hasTwin).forEach(body -> outcome.twins.add(body.method));
        return new Site(found.whole(), NativeForm.TWIN, Reason.NONE);
    }

    private Reason whyWhole(Outcome outcome, Found found, MethodInfo declared, List<Outcome> bodies) {
        boolean aspect = bodies.stream().anyMatch(body -> body.method.isTransactional() || body.method.isProxied());
        if (aspect && found.own() && !declared.isStatic()) {
            return Reason.SELF_INVOCATION;
        }
        if (bodies.stream().noneMatch(Outcome::hasTwin)) {
            Reason reason = bodies.get(0).reason;
            return reason == Reason.NONE ? Reason.NO_ASYNC_FORM : reason;
        }
        if (found.inLambda() || !(found.call() instanceof J.MethodInvocation)) {
            return Reason.UNKNOWN_HOF;
        }
        if (aspect) {
            return Reason.TX;
        }
        if (!found.own() && project.mocks(outcome.method.owner(), found.receiver())) {
            return Reason.MOCKED;
        }
        if (declared.owner().isInterface()) {
            return nameTaken(declared) && bodies.stream().noneMatch(body -> body.done)
                    ? Reason.NAME_TAKEN
                    : Reason.NONE;
        }
        boolean known = bodies.size() == 1 && bodies.get(0).method.equals(declared);
        return known ? Reason.NONE : Reason.INTERFACE_TASK;
    }

    private void compose(Outcome outcome) {
        boolean anyNative = outcome.sites.values().stream().anyMatch(site -> site.form() != null);
        if (!anyNative) {
            outcome.reason = Reason.NO_ASYNC_FORM;
            return;
        }
        if (project.isOverridden(outcome.method)) {
            outcome.reason = Reason.INTERFACE_TASK;
            return;
        }
        if (nameTaken(outcome.method) || project.usesNamesOfTheRuntime(outcome.method)) {
            outcome.reason = Reason.NAME_TAKEN;
            return;
        }
        try {
            outcome.composed = compiler.compile(outcome.method, outcome.sites, false, false);
        } catch (Refusal refusal) {
            outcome.reason = refusal.reason();
        }
    }

    /** The twin of a task, which may have to carry the logging context. */
    Optional<Composed> composeTask(Outcome outcome, boolean carry) {
        return outcome.composed == null
                ? Optional.empty()
                : Optional.of(compiler.compile(outcome.method, outcome.sites, true, carry));
    }

    static boolean isFacade(MethodInfo method) {
        return twinOf(method).isPresent()
                && method.declaration().getBody() != null
                && method.statements().size() == 1
                && method.statements().get(0).toString().contains("Facade.await(");
    }

    static Optional<MethodInfo> twinOf(MethodInfo method) {
        return method.owner().methods().stream()
                .filter(other -> other.name().equals(method.name() + "Async")
                        && other.arity() == method.arity()
                        && (other.parameterTypes().equals(method.parameterTypes())
                                || other.declaration().getMethodType() == null))
                .findFirst();
    }

    private boolean nameTaken(MethodInfo method) {
        String twin = method.name() + "Async";
        return method.owner().methods().stream()
                        .anyMatch(other -> other.name().equals(twin) && other.arity() == method.arity())
                || !method.isPrivate() && project.hasBelow(method.owner(), twin, method.arity())
                || Erasure.hierarchy(method.owner().type()).stream()
                        .filter(type -> !type.getFullyQualifiedName()
                                .equals(method.owner().name()))
                        .anyMatch(type ->
                                has(type, twin, method.arity()) && !project.hasFamilyTwin(type, twin, method.arity()));
    }

    private static boolean has(JavaType.FullyQualified type, String name, int arity) {
        return type.getMethods().stream()
                .anyMatch(method -> method.getName().equals(name)
                        && method.getParameterTypes().size() == arity);
    }

    private void judgeContexts(Outcome outcome) {
        boolean waited = false;
        Set<Object> waitingLoops = new HashSet<>();
        for (Facts.Event event : outcome.facts.events()) {
            if (event.found() != null
                    && outcome.siteOf.containsKey(event.found().call().getId())
                    && event.loop() != null) {
                waitingLoops.add(event.loop());
            }
        }
        for (Facts.Event event : outcome.facts.events()) {
            boolean late = waited || event.loop() != null && waitingLoops.contains(event.loop());
            Found found = event.found();
            if (found == null) {
                if (late && event.context() != null) {
                    outcome.late.add(event.context());
                }
                continue;
            }
            boolean site = outcome.siteOf.containsKey(found.call().getId());
            if (site || late) {
                found.bodies().forEach(body -> outcome.late.addAll(contextsOf(body)));
            }
            waited |= site;
        }
        if (outcome.blocks && contextsOf(outcome.method).contains(Contexts.CHANGE)) {
            outcome.late.add(Contexts.CHANGE);
        }
        if (outcome.late.stream().anyMatch(context -> !context.equals(Contexts.MDC))) {
            refuse(outcome, Reason.THREAD_CONTEXT);
        }
    }

    /** Contexts of the thread that a call of {@code method} may touch. */
    Set<String> contextsOf(MethodInfo method) {
        Set<String> known = contexts.get(method);
        if (known != null) {
            return known;
        }
        Set<String> touched = new HashSet<>();
        contexts.put(method, touched);
        if (facts(method).leavesLock()) {
            touched.add(Contexts.LOCK);
        }
        for (Facts.Event event : facts(method).events()) {
            if (event.context() != null && !event.context().equals(Contexts.TEMPLATE)) {
                touched.add(event.context());
            }
            if (event.found() != null) {
                event.found().bodies().forEach(body -> touched.addAll(contextsOf(body)));
            }
        }
        return touched;
    }
}
