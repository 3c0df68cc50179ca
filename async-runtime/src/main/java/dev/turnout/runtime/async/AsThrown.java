// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Holds a {@link CompletionException} that code threw on purpose, so that it can be told from those which dependent
 * stages put around a failure: {@link Stages#unwrap} takes the latter off and stops here.
 */
final class AsThrown extends CompletionException {
    private static final long serialVersionUID = 1;

    private AsThrown(CompletionException exact) {
        super(exact.getMessage(), exact);
    }

    /** What to complete a stage with, so that {@link Stages#unwrap} gives {@code thrown} again. */
    static Throwable exact(Throwable thrown) {
        return thrown instanceof CompletionException wrapper && !(thrown instanceof AsThrown)
                ? new AsThrown(wrapper)
                : thrown;
    }

    /** What {@code join()} would throw on a stage that ended with {@code failure}. */
    static Throwable byJoin(Throwable failure) {
        if (failure instanceof AsThrown || failure instanceof CancellationException) {
            return failure;
        }
        return failure instanceof CompletionException ? failure : new CompletionException(failure);
    }

    /** What {@code get()} would throw on a stage that ended with {@code failure}. */
    static Throwable byGet(Throwable failure) {
        if (failure instanceof CancellationException) {
            return failure;
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return new ExecutionException(cause == null ? failure : cause);
    }
}
