// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The bodies of functions. A method reference has none, and gets a node of the graph. */
final class References {
    private final Scope scope;
    private final Map<String, Method> nodes = new LinkedHashMap<>();
    private final Set<Method> own = new HashSet<>();

    References(Scope scope) {
        this.scope = scope;
    }

    /** The node of each method reference that was asked for. */
    List<Method> all() {
        return List.copyOf(nodes.values());
    }

    /** Whether the method reference is one to a method of the object itself. */
    boolean isOwn(Method reference) {
        return own.contains(reference);
    }

    /** The lambda's method; for a method reference a node that does nothing but call. */
    @Nullable
    Method bodyOf(Method method, Source.Lambda lambda) {
        Handle target = lambda.target();
        if (!lambda.isReference()) {
            List<Method> bodies = scope.targets(true, target.getOwner(), target.getName(), target.getDesc());
            return bodies.isEmpty() ? null : bodies.get(0);
        }
        return nodes.computeIfAbsent(method + "@" + lambda.at(), key -> {
            Body body = new Body();
            body.add(new Call(
                    0,
                    opcode(target),
                    target.getOwner(),
                    target.getName(),
                    target.getDesc(),
                    lambda.line(),
                    parametersOf(target)));
            boolean onItself = !method.isStatic()
                    && target.getTag() != Opcodes.H_INVOKESTATIC
                    && !lambda.captured().isEmpty()
                    && lambda.captured().get(0).sources().equals(Set.<Source>of(new Source.Param(0)));
            if (lambda.yieldsNothing() && !lambda.type().equals("java/util/concurrent/Executor")) {
                body.dropped.addAll(body.calls);
            }
            Method reference = new Method(
                    method.owner,
                    "lambda$" + method.displayName() + "$" + lambda.at(),
                    "()V",
                    Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
                    method.fileName,
                    Set.of(),
                    Method.Declared.NOTHING,
                    body);
            if (onItself) {
                own.add(reference);
            }
            return reference;
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
}
