// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import org.jspecify.annotations.Nullable;

/**
 * A function, what it was given to, and where it runs.
 *
 * @param lambda null where the function is an object of the scope
 * @param call null where the function is kept instead of given to a call
 */
record Bind(
        Method from,
        Source.@Nullable Lambda lambda,
        Method to,
        @Nullable Call call,
        int line,
        Context context) {

    /** {@code lambda given to CompletionStage.thenApply}; empty where it is kept. */
    String given() {
        if (call == null) {
            return "";
        }
        return (lambda != null && lambda.isReference() ? "method reference given to " : "lambda given to ")
                + call.simpleName();
    }

    Bind offloaded() {
        return new Bind(from, lambda, to, call, line, Context.OFFLOAD);
    }

    /** Position among the parameters of the function's body of the first one that its caller passes. */
    int firstParameter() {
        return lambda == null ? 1 : lambda.captured().size();
    }
}
