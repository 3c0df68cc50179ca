// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Erasure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/**
 * A stream that is gone through in order, from its source to the call that ends it, or a {@code forEach} of a collection.
 * Only forms whose effects come one element after the other are taken, as a loop would have them.
 *
 * @param source the call or collection that the elements come from
 * @param steps the calls between
 * @param end the last call
 */
record Chain(Expression source, List<J.MethodInvocation> steps, J.MethodInvocation end) {
    private static final Set<String> BETWEEN = Set.of("filter", "map");
    private static final Set<String> ENDS =
            Set.of("toList", "collect", "forEach", "forEachOrdered", "anyMatch", "allMatch", "noneMatch");
    private static final Map<String, Integer> OF_OPTIONAL =
            Map.of("map", 1, "flatMap", 1, "ifPresent", 1, "orElseGet", 1);
    private static final String STREAM = "java.util.stream.Stream";

    /** The chain that {@code call} ends, if it is of a form that is known. */
    static Optional<Chain> endingIn(J.MethodInvocation call) {
        if (isOf(call, "java.lang.Iterable") && call.getSimpleName().equals("forEach") && hasLambda(call)) {
            return Optional.of(new Chain(call.getSelect(), List.of(), call));
        }
        if (!isOf(call, STREAM) || !ENDS.contains(call.getSimpleName()) || !isKnownEnd(call)) {
            return Optional.empty();
        }
        Deque<J.MethodInvocation> steps = new ArrayDeque<>();
        Expression at = call.getSelect();
        while (at instanceof J.MethodInvocation step && isOf(step, STREAM) && BETWEEN.contains(step.getSimpleName())) {
            if (!hasLambda(step)) {
                return Optional.empty();
            }
            steps.push(step);
            at = step.getSelect();
        }
        boolean starts = at instanceof J.MethodInvocation source
                && source.getSelect() != null
                && source.getSimpleName().equals("stream")
                && isOf(source, "java.util.Collection");
        return starts
                ? Optional.of(new Chain(((J.MethodInvocation) at).getSelect(), List.copyOf(steps), call))
                : Optional.empty();
    }

    private static boolean isKnownEnd(J.MethodInvocation call) {
        return switch (call.getSimpleName()) {
            case "toList" ->
                call.getMethodType() != null
                        && call.getMethodType().getParameterTypes().isEmpty();
            case "collect" -> collected(call).isPresent();
            default -> hasLambda(call);
        };
    }

    /** The class that the elements are collected into. */
    static Optional<String> collected(J.MethodInvocation call) {
        if (call.getArguments().size() == 1
                && call.getArguments().get(0) instanceof J.MethodInvocation collector
                && collector.getMethodType() != null
                && Erasure.is(collector.getMethodType().getDeclaringType(), "java.util.stream.Collectors")
                && collector.getMethodType().getParameterTypes().isEmpty()) {
            return switch (collector.getSimpleName()) {
                case "toList" -> Optional.of("ArrayList");
                case "toSet" -> Optional.of("HashSet");
                default -> Optional.empty();
            };
        }
        return Optional.empty();
    }

    /** Whether it is a call on an Optional whose lambda may wait. */
    static boolean isOptional(J.MethodInvocation call) {
        return isOf(call, "java.util.Optional")
                && OF_OPTIONAL.getOrDefault(call.getSimpleName(), 0)
                        == call.getArguments().size()
                && call.getArguments().get(0) instanceof J.Lambda;
    }

    /** Whether all calls of the expression whose lambdas wait are of these forms; {@code waits} tells of lambdas. */
    static boolean isKnown(Expression whole, java.util.function.Predicate<J.Lambda> waits) {
        Expression at = whole;
        while (at instanceof J.MethodInvocation call) {
            if (call.getArguments().stream().anyMatch(one -> one instanceof J.Lambda lambda && waits.test(lambda))) {
                Optional<Chain> chain = endingIn(call);
                if (chain.isPresent()) {
                    at = chain.get().source();
                    continue;
                }
                if (!isOptional(call)) {
                    return ends(whole, call);
                }
            }
            at = call.getSelect();
        }
        return true;
    }

    /** Whether {@code inner} is a step of a chain that ends further out in {@code whole}. */
    private static boolean ends(Expression whole, J.MethodInvocation inner) {
        Expression at = whole;
        while (at instanceof J.MethodInvocation call) {
            Optional<Chain> chain = endingIn(call);
            if (chain.isPresent() && chain.get().steps().contains(inner)) {
                return true;
            }
            at = call.getSelect();
        }
        return false;
    }

    static J.Lambda lambdaOf(J.MethodInvocation call) {
        return (J.Lambda) call.getArguments().get(0);
    }

    private static boolean hasLambda(J.MethodInvocation call) {
        return call.getSelect() != null
                && call.getArguments().size() == 1
                && call.getArguments().get(0) instanceof J.Lambda;
    }

    private static boolean isOf(J.MethodInvocation call, String type) {
        JavaType.Method method = call.getMethodType();
        return method != null && call.getSelect() != null && Erasure.is(method.getDeclaringType(), type);
    }
}
