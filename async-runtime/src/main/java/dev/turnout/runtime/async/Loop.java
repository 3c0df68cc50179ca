// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The trampoline under {@link Stages#loop}: turns whose stage is already complete are taken in a while loop on the same
 * stack; a turn that is still open goes on in a callback.
 */
final class Loop {
    private final Step<Boolean> step;
    private final @Nullable JobScope scope;
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

    Loop(Step<Boolean> step, @Nullable JobScope scope) {
        this.step = step;
        this.scope = scope;
    }

    CompletionStage<@Nullable Void> begin() {
        inScope();
        return end;
    }

    private void turns() {
        while (!end.isDone()) {
            if (Stages.isCancelled(scope)) {
                end.completeExceptionally(Stages.notBegun());
                return;
            }
            CompletableFuture<Boolean> turn = Stages.start(step).toCompletableFuture();
            if (!turn.isDone()) {
                turn.whenCompleteAsync(this::goOn, Stages.continuationsOf(scope));
                return;
            }
            if (turn.isCompletedExceptionally()) {
                turn.whenComplete(
                        (ignored, failure) -> end.completeExceptionally(AsThrown.exact(Stages.unwrap(failure))));
                return;
            }
            if (!Boolean.TRUE.equals(turn.join())) { // complete: does not wait
                end.complete(null);
            }
        }
    }

    private void goOn(@Nullable Boolean again, @Nullable Throwable failure) {
        if (failure != null) {
            end.completeExceptionally(AsThrown.exact(Stages.unwrap(failure)));
        } else if (Boolean.TRUE.equals(again)) {
            inScope();
        } else {
            end.complete(null);
        }
    }

    private void inScope() {
        try {
            ScopeHolder.<@Nullable Void>callIn(scope, () -> {
                turns();
                return null;
            });
        } catch (Throwable failure) {
            end.completeExceptionally(AsThrown.exact(failure));
        }
    }
}
