// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final Deque<Runnable> thread = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> begun = new ArrayList<>();
    private final Rounds rounds = new Rounds("testing", thread::add, this::begin);

    @Test
    void oneRoundIsUnderWayAtATimeAndManyAsksMeanOneMore() {
        rounds.ask();
        run();
        rounds.ask();
        rounds.ask();
        rounds.ask();
        run();
        assertThat(begun).hasSize(1);

        begun.get(0).complete(null);
        run();
        begun.get(1).complete(null);
        run();

        assertThat(begun).hasSize(2);
    }

    @Test
    void aFailedRoundDoesNotStopTheNext() {
        rounds.ask();
        run();
        begun.get(0).completeExceptionally(new IllegalStateException("away"));

        rounds.ask();
        run();

        assertThat(begun).hasSize(2);
    }

    @Test
    void aRoundThatThrowsWhatItDoesNotDeclareDoesNotStopTheNext() {
        Rounds careless = new Rounds("testing", thread::add, () -> {
            begin();
            throw RoundsTest.<RuntimeException>sneaked(new java.io.IOException("away"));
        });
        careless.ask();
        run();
        careless.ask();
        run();

        assertThat(begun).hasSize(2);
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X sneaked(Throwable thrown) throws X {
        throw (X) thrown;
    }

    @Test
    void itIsSettledWhenTheRoundUnderWayHasEnded() {
        assertThat(rounds.settled().toCompletableFuture()).isDone();
        rounds.ask();
        run();
        CompletionStage<?> settled = rounds.settled();
        assertThat(settled.toCompletableFuture()).isNotDone();

        begun.get(0).complete(null);

        assertThat(settled.toCompletableFuture()).isDone();
    }

    @Test
    void noRoundBeginsAfterTheStop() {
        rounds.ask();
        run();
        rounds.ask();

        rounds.stop();
        begun.get(0).complete(null);
        rounds.ask();
        run();

        assertThat(begun).hasSize(1);
    }

    private CompletionStage<?> begin() {
        CompletableFuture<Void> round = new CompletableFuture<>();
        begun.add(round);
        return round;
    }

    private void run() {
        while (!thread.isEmpty()) {
            thread.poll().run();
        }
    }
}
