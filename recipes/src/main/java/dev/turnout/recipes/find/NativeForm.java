// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.Optional;
import java.util.Set;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/** Blocking calls that have a twin which is a stage. */
public enum NativeForm {
    /** {@code future.join()}: the future. */
    JOIN,
    /** {@code future.get()}: the future. */
    GET,
    /** {@code future.get(time, unit)}: the future, in time. */
    GET_IN_TIME,
    /** {@code HttpClient.send}: {@code sendAsync}. */
    SEND,
    /** {@code Thread.sleep}: a delay. */
    SLEEP,
    /** {@code TimeUnit.sleep}: a delay. */
    UNIT_SLEEP,
    /** The {@code …Async} twin of a method of the project. */
    TWIN;

    private static final String FUTURE = "java.util.concurrent.CompletableFuture";

    static Optional<NativeForm> of(J.MethodInvocation call, JavaType.Method method) {
        JavaType.FullyQualified receiver = call.getSelect() == null
                ? null
                : TypeUtils.asFullyQualified(call.getSelect().getType());
        Set<String> owners = Erasure.supertypes(receiver == null ? method.getDeclaringType() : receiver);
        int arity = method.getParameterTypes().size();
        String name = method.getName();
        if (owners.contains(FUTURE) && call.getSelect() != null) {
            if (name.equals("join") && arity == 0) {
                return Optional.of(JOIN);
            }
            if (name.equals("get") && (arity == 0 || arity == 2)) {
                return Optional.of(arity == 0 ? GET : GET_IN_TIME);
            }
        }
        if (owners.contains("java.net.http.HttpClient") && name.equals("send") && arity == 2) {
            return Optional.of(SEND);
        }
        if (owners.contains("java.lang.Thread") && name.equals("sleep") && arity == 1) {
            return Optional.of(SLEEP);
        }
        if (owners.contains("java.util.concurrent.TimeUnit") && name.equals("sleep")) {
            String unit = call.getSelect() == null ? "" : call.getSelect().toString();
            return unit.contains("NANOSECONDS") || unit.contains("MICROSECONDS")
                    ? Optional.empty()
                    : Optional.of(UNIT_SLEEP);
        }
        return Optional.empty();
    }
}
