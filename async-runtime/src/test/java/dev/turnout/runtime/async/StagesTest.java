// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StagesTest {
    private static final IOException FAILURE = new IOException("no");

    private final List<String> seen = new ArrayList<>();

    @Test
    void stepsRunInTheOrderInWhichTheyStand() {
        CompletableFuture<String> first = new CompletableFuture<>();

        CompletionStage<Void> all = Stages.accept(
                Stages.then(first, value -> {
                    seen.add(value);
                    return Stages.ok(value + "2");
                }),
                seen::add);
        assertThat(seen).isEmpty();
        first.complete("1");

        assertThat(failureOf(all)).isNull();
        assertThat(seen).containsExactly("1", "12");
    }

    @Test
    void aFailureAtAnyPlaceArrivesAsWhatWasThrown() {
        assertThat(failureOf(Stages.start(() -> {
                    throw FAILURE;
                })))
                .isSameAs(FAILURE);
        assertThat(failureOf(Stages.then(Stages.failed(FAILURE), ignored -> Stages.done())))
                .isSameAs(FAILURE);
        assertThat(failureOf(Stages.then(Stages.done(), ignored -> Stages.failed(FAILURE))))
                .isSameAs(FAILURE);
        assertThat(failureOf(Stages.map(Stages.done(), ignored -> {
                    throw FAILURE;
                })))
                .isSameAs(FAILURE);
        assertThat(failureOf(Stages.loop(() -> Stages.failed(FAILURE)))).isSameAs(FAILURE);
        assertThat(failureOf(Stages.forEach(List.of(1), item -> Stages.failed(FAILURE))))
                .isSameAs(FAILURE);
        assertThat(failureOf(Stages.lastly(Stages.done(), () -> Stages.failed(FAILURE))))
                .isSameAs(FAILURE);
        assertThat(failureOf(Stages.using(
                        () -> {
                            throw FAILURE;
                        },
                        (AutoCloseable opened) -> Stages.done())))
                .isSameAs(FAILURE);
    }

    @Test
    void aHandlerSeesTheFailureWithoutItsWrapping() {
        CompletionStage<String> dependent = CompletableFuture.supplyAsync(() -> {
                    throw new CompletionException(FAILURE);
                })
                .thenApply(String::valueOf);

        List<Throwable> caught = new ArrayList<>();
        Stages.catching(dependent, failure -> {
                    caught.add(failure);
                    return Stages.ok("handled");
                })
                .toCompletableFuture()
                .join();

        assertThat(caught).containsExactly(FAILURE);
    }

    @Test
    void anExecutionExceptionIsNotWrappingButAFailureOfItsOwn() {
        ExecutionException own = new ExecutionException(FAILURE);

        assertThat(failureOf(Stages.catching(Stages.failed(own), Stages::failed)))
                .isSameAs(own);
    }

    @Test
    void aFailureThrownByOneHandlerIsNotSeenByItsSibling() {
        CompletionStage<String> stage = Stages.catching(Stages.failed(FAILURE), failure -> {
            if (failure instanceof IOException) {
                throw new IllegalStateException("from the first clause");
            }
            if (failure instanceof IllegalStateException) {
                return Stages.ok("the sibling saw it");
            }
            throw new AssertionError(failure);
        });

        assertThat(failureOf(stage)).hasMessage("from the first clause");
    }

    @Test
    void theFinallyBlockRunsOnBothPathsAndItsFailureWins() {
        assertThat(failureOf(Stages.lastlyRun(Stages.ok("x"), () -> seen.add("good"))))
                .isNull();
        assertThat(failureOf(Stages.lastlyRun(Stages.failed(FAILURE), () -> seen.add("bad"))))
                .isSameAs(FAILURE);
        assertThat(failureOf(Stages.lastlyRun(Stages.failed(FAILURE), () -> {
                    throw new IllegalStateException("worse");
                })))
                .hasMessage("worse");
        assertThat(seen).containsExactly("good", "bad");
    }

    @Test
    void aResourceIsClosedAfterTheBodysStageAndItsFailureIsSuppressed() {
        CompletableFuture<Void> body = new CompletableFuture<>();
        AutoCloseable resource = () -> {
            seen.add("closed");
            throw new IllegalStateException("close");
        };
        CompletionStage<Void> all = Stages.using(() -> resource, opened -> body);
        assertThat(seen).isEmpty();
        IOException failure = new IOException("body");

        body.completeExceptionally(failure);

        assertThat(failureOf(all)).isSameAs(failure);
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(seen).containsExactly("closed");
    }

    @Test
    void aMillionCompleteTurnsCostNoStack() {
        AtomicInteger turns = new AtomicInteger();

        CompletionStage<Void> end = Stages.loop(() -> Stages.ok(turns.incrementAndGet() < 1_000_000));

        assertThat(failureOf(end)).isNull();
        assertThat(turns).hasValue(1_000_000);
    }

    @Test
    void aMillionCompleteTurnsUnderAFacadeCostNoStack() {
        AtomicInteger turns = new AtomicInteger();

        Facade.await(() ->
                Stages.loop(() -> Stages.map(Stages.done(), ignored -> turns.incrementAndGet() < 1_000_000)));

        assertThat(turns).hasValue(1_000_000);
    }

    @Test
    void itemsAreTakenOneAfterTheOtherAndTheFirstFailureStops() {
        CompletionStage<Void> end = Stages.forEach(List.of(1, 2, 3), item -> {
            seen.add("item " + item);
            return item == 2 ? Stages.failed(FAILURE) : Stages.done();
        });

        assertThat(failureOf(end)).isSameAs(FAILURE);
        assertThat(seen).containsExactly("item 1", "item 2");
    }

    @Test
    @SuppressWarnings("NullAway") // what a careless method gives
    void aNullStageIsAFailedStageNeverAThrow() {
        assertThat(failureOf(Stages.start(() -> null))).isInstanceOf(NullPointerException.class);
        assertThat(failureOf(Stages.then(null, ignored -> Stages.done()))).isInstanceOf(NullPointerException.class);
        assertThat(failureOf(Stages.then(Stages.done(), ignored -> null))).isInstanceOf(NullPointerException.class);
        assertThat(failureOf(Stages.loop(() -> null))).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aNegativeDelayFailsAsSleepDoes() {
        assertThat(failureOf(Stages.delay(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void outsideOfAScopeAContinuationSeesNoScopeOfTheThreadThatCompletes() {
        CompletableFuture<String> open = new CompletableFuture<>();
        CompletionStage<Boolean> found = Stages.map(open, value -> JobScope.current() == null);

        Facade.await(() -> Stages.ok(open.complete("under another job's scope")));

        assertThat(found.toCompletableFuture().join()).isTrue();
    }

    @Test
    void unwrapKeepsAWrappingThatHoldsNothing() {
        CompletionException empty = new CompletionException("empty", null);

        assertThat(Stages.unwrap(empty)).isSameAs(empty);
        assertThatThrownBy(() -> Facade.await(() -> Stages.failed(FAILURE))).isSameAs(FAILURE);
    }

    private static Throwable failureOf(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().join();
            return null;
        } catch (CompletionException failure) {
            return failure.getCause() == null ? failure : failure.getCause();
        }
    }
}
