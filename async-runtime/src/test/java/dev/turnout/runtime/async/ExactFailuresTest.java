// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A rewritten join or get fails as it did before, and a context goes where the code goes. */
class ExactFailuresTest {
    private static final IOException CAUSE = new IOException("gone");

    @Test
    void joinedFailsAsJoinDoes() {
        assertThatThrownBy(() -> Facade.await(() -> Stages.joined(CompletableFuture.failedFuture(CAUSE))))
                .isExactlyInstanceOf(CompletionException.class)
                .hasCause(CAUSE);
    }

    @Test
    void gottenFailsAsGetDoes() {
        assertThatThrownBy(() -> Facade.await(() -> Stages.gotten(CompletableFuture.failedFuture(CAUSE))))
                .isExactlyInstanceOf(ExecutionException.class)
                .hasCause(CAUSE);
    }

    @Test
    void cancelledStagesStayCancelled() {
        CompletableFuture<String> cancelled = new CompletableFuture<>();
        cancelled.cancel(true);

        assertThatThrownBy(() -> Facade.await(() -> Stages.joined(cancelled)))
                .isExactlyInstanceOf(CancellationException.class);
    }

    @Test
    void aHandlerSeesWhatJoinWouldHaveThrownAndMayThrowItAgain() {
        AtomicReference<Throwable> seen = new AtomicReference<>();

        assertThatThrownBy(() -> Facade.await(() -> Stages.catching(
                        Stages.map(Stages.joined(CompletableFuture.<String>failedFuture(CAUSE)), String::length),
                        failure -> {
                            seen.set(failure);
                            return Stages.failed(failure);
                        })))
                .isSameAs(seen.get())
                .isExactlyInstanceOf(CompletionException.class);
    }

    @Test
    void gottenInTimeLeavesTheStageAlone() {
        CompletableFuture<String> slow = new CompletableFuture<>();

        assertThatThrownBy(() -> Facade.await(() -> Stages.gotten(slow, 5, TimeUnit.MILLISECONDS)))
                .isExactlyInstanceOf(TimeoutException.class);
        assertThat(slow).isNotDone();
    }

    @Test
    void forEachWhileStopsAtFalse() {
        AtomicReference<String> last = new AtomicReference<>();

        Facade.await(() -> Stages.forEachWhile(List.of("a", "b", "c"), item -> {
            last.set(item);
            return Stages.ok(!item.equals("b"));
        }));

        assertThat(last).hasValue("b");
    }

    @Test
    void aContextIsThereInContinuationsAndBlockingCallsAndGoneAfterwards() {
        ThreadLocal<Map<String, String>> context = ThreadLocal.withInitial(Map::of);
        context.set(Map.of("tenant", "acme"));
        CompletableFuture<String> later = new CompletableFuture<>();

        CompletionStage<List<Map<String, String>>> seen =
                CompletableFuture.completedFuture(Facade.await(() -> Stages.carrying(context::get, context::set, () -> {
                    context.set(Map.of("tenant", "other"));
                    later.complete("now");
                    return Stages.then(
                            Stages.map(later, ignored -> context.get()),
                            first -> Stages.map(Blocking.call(context::get), second -> List.of(first, second)));
                })));

        assertThat(seen.toCompletableFuture().join())
                .containsExactly(Map.of("tenant", "acme"), Map.of("tenant", "acme"));
        assertThat(context.get()).containsEntry("tenant", "other");
    }
}
