// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Finds the methods that workers run, and the lane of each. */
final class Tasks {
    private static final String ASYNC_TASK = "L" + RuntimeTypes.ASYNC_TASK.replace('.', '/') + ";";

    private final Scope scope;
    private final Graph graph;
    private final Map<String, String> lanes = new TreeMap<>();
    private final Map<Method, Found> found = new LinkedHashMap<>();
    private final List<Enqueued> bareStages = new ArrayList<>();

    private Tasks(Scope scope, Graph graph) {
        this.scope = scope;
        this.graph = graph;
    }

    static Tasks find(Scope scope, Graph graph, ClassPath classPath) {
        Tasks tasks = new Tasks(scope, graph);
        tasks.readLanes(classPath);
        for (Method method : scope.methods()) {
            method.body.lambdas.stream()
                    .filter(Source.Lambda::isJobLambda)
                    .forEach(lambda -> tasks.addEnqueued(method, lambda));
        }
        for (Method method : scope.methods()) {
            tasks.addDeclared(method);
        }
        return tasks;
    }

    /** Every task, with its address. */
    List<Found> all() {
        return List.copyOf(found.values());
    }

    /** Lines of {@code tasks.properties} that name a method which a class of the scope does not have. */
    List<String> staleLanes() {
        if (lanes.isEmpty()) {
            return List.of();
        }
        Set<String> known = new LinkedHashSet<>();
        scope.methods().forEach(m -> known.add(m.address()));
        scope.classNames()
                .forEach(type -> scope.types
                        .superTypes(type)
                        .forEach(superType -> scope.methodsOf(superType).forEach(m -> known.add(m.address(type)))));
        return lanes.keySet().stream()
                .filter(address -> scope.contains(address.split("#")[0].replace('.', '/')) && !known.contains(address))
                .toList();
    }

    boolean isTask(Method method) {
        return found.containsKey(method);
    }

    /** Places that enqueue a method returning a stage. */
    List<Enqueued> bareStages() {
        return bareStages;
    }

    /** Whether {@code method} may wait, because a line of {@code tasks.properties} says so. */
    boolean mayWait(Method method) {
        return waits(lanes.getOrDefault(method.address(), ""));
    }

    /** Whether {@code lane} has threads that may wait; {@code blocking:db} is {@code blocking} on a pool of that name. */
    private static boolean waits(String lane) {
        return RuntimeTypes.LANES_THAT_WAIT.contains(lane.split(":", 2)[0]);
    }

    private void readLanes(ClassPath classPath) {
        for (URL url : classPath.resources(RuntimeTypes.TASKS)) {
            Properties properties = new Properties();
            try (InputStream in = ClassPath.open(url)) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + url, e);
            }
            properties.forEach((address, lane) -> lanes.put(
                    address.toString().replace(" ", ""), lane.toString().strip()));
        }
    }

    private void addEnqueued(Method where, Source.Lambda lambda) {
        Call call;
        if (lambda.isReference()) {
            boolean isStatic = lambda.target().getTag() == Opcodes.H_INVOKESTATIC;
            int opcode = isStatic ? Opcodes.INVOKESTATIC : Opcodes.INVOKEVIRTUAL;
            call = new Call(
                    0,
                    opcode,
                    lambda.target().getOwner(),
                    lambda.target().getName(),
                    lambda.target().getDesc(),
                    lambda.line(),
                    List.of());
        } else {
            List<Call> calls = scope
                    .targets(
                            true,
                            lambda.target().getOwner(),
                            lambda.target().getName(),
                            lambda.target().getDesc())
                    .stream()
                    .flatMap(body -> body.body.calls.stream())
                    .filter(c -> !c.isBoxing())
                    .toList();
            if (calls.isEmpty()) {
                return;
            }
            call = calls.get(calls.size() - 1); // the ones before it compute arguments
        }
        Frame place = new Frame(where.className(), where.displayName(), where.fileName, lambda.line(), "");
        for (Method target : scope.targets(call)) {
            add(target, target.address(call.owner()), Entry.Kind.TASK, "enqueued at " + place.place());
            if (AsyncTypes.returnsStage(scope.types, target.descriptor)) {
                bareStages.add(new Enqueued(target, place));
            }
        }
    }

    private void addDeclared(Method method) {
        if (method.is(Opcodes.ACC_ABSTRACT | Opcodes.ACC_SYNTHETIC)) {
            return;
        }
        if (method.annotations.contains(ASYNC_TASK)) {
            add(method, method.address(), Entry.Kind.TWIN, "@AsyncTask");
        } else if (JobRunrTypes.ANNOTATIONS.stream().anyMatch(method.annotations::contains)) {
            add(method, method.address(), Entry.Kind.TASK, "annotated for JobRunr");
        } else if (method.name.equals(JobRunrTypes.HANDLER_METHOD)
                && Type.getArgumentTypes(method.descriptor).length == 1
                && scope.types.isA(method.owner, JobRunrTypes.HANDLER)) {
            add(method, method.address(), Entry.Kind.TASK, "a JobRequestHandler");
        }
    }

    private void add(Method method, String address, Entry.Kind kind, String foundBy) {
        if (method.is(Opcodes.ACC_BRIDGE)) {
            return; // the method it leads to is found by itself
        }
        boolean facade = graph.isFacade(method);
        String lane = lanes.getOrDefault(address, lanes.getOrDefault(method.address(), facade ? "facade" : "composed"));
        Entry.Kind real = method.annotations.contains(ASYNC_TASK) ? Entry.Kind.TWIN : kind;
        found.putIfAbsent(method, new Found(method, address, lane, real, foundBy));
    }

    /** A task, and how it was recognised. */
    record Found(Method method, String address, String lane, Entry.Kind kind, String foundBy) {
        /** Whether it runs in a lane whose threads may wait. */
        boolean hasLane() {
            return waits(lane);
        }

        /** Whether it runs on a thread that must not wait. */
        boolean isComposed() {
            return !lane.equals("facade") && !waits(lane);
        }
    }

    /** A place that enqueues a method. */
    record Enqueued(Method target, Frame place) {}
}
