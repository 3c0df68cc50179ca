// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Knows facades by their shape: a method that does nothing but await the twin of its own name. */
final class Facades {
    private static final String FACADE = RuntimeTypes.FACADE.replace('.', '/');

    private final Scope scope;
    private final Map<Method, Boolean> known = new HashMap<>();

    Facades(Scope scope) {
        this.scope = scope;
    }

    boolean isFacade(Method method) {
        return known.computeIfAbsent(method, this::looksLikeOne);
    }

    private boolean looksLikeOne(Method method) {
        List<Call> calls = working(method);
        return calls.size() == 1
                && isAwait(calls.get(0))
                && method.body.lambdas.size() == 1
                && isTwin(method, method.body.lambdas.get(0));
    }

    static boolean isAwait(Call call) {
        return call.owner().equals(FACADE) && call.name().equals(RuntimeTypes.FACADE_AWAIT);
    }

    private boolean isTwin(Method facade, Source.Lambda lambda) {
        String twin = facade.name + RuntimeTypes.TWIN_SUFFIX;
        if (lambda.isReference()) {
            return lambda.target().getOwner().equals(facade.owner)
                    && lambda.target().getName().equals(twin);
        }
        return scope
                .targets(
                        true,
                        lambda.target().getOwner(),
                        lambda.target().getName(),
                        lambda.target().getDesc())
                .stream()
                .map(Facades::working)
                .anyMatch(calls -> calls.size() == 1
                        && calls.get(0).owner().equals(facade.owner)
                        && calls.get(0).name().equals(twin));
    }

    private static List<Call> working(Method method) {
        return method.body.calls.stream().filter(call -> !call.isBoxing()).toList();
    }
}
