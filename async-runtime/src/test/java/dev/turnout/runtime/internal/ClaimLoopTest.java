// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Routes;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.testing.InMemoryQueue;
import dev.turnout.runtime.testing.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClaimLoopTest {
    private static final TaskAddress TASK = new TaskAddress("com.acme.Mailer", "send", List.of());

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Slow queue = new Slow();
    private final List<JobId> taken = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    @Test
    void aCallWithoutAnAnswerHoldsUpTheNextOneForABoundedTime() {
        CompletableFuture<List<Claim>> never = new CompletableFuture<>();
        queue.next = () -> never;
        ClaimLoop loop = start(Duration.ofMillis(100));
        await().until(() -> queue.asked.size() == 1);
        JobId job = insert();
        queue.next = () -> queue.real();

        every50ms(loop);

        await().until(() -> taken.contains(job));
        assertThat(between(0, 1)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void theClaimsOfAnAnswerThatCameTooLateAreGivenBackAndTakenByTheNextOne() {
        CompletableFuture<List<Claim>> late = new CompletableFuture<>();
        queue.next = () -> late;
        ClaimLoop loop = start(Duration.ofMillis(100));
        JobId job = insert();
        List<Claim> claims = queue.real().toCompletableFuture().join();
        assertThat(claims).hasSize(1);
        await().until(() -> loop.settled().toCompletableFuture().isDone() && queue.asked.size() == 1);
        queue.next = () -> queue.real();

        late.complete(claims);

        assertThat(queue.released).containsExactly(job);
        assertThat(taken).isEmpty();
        every50ms(loop);
        await().until(() -> taken.contains(job));
    }

    @Test
    void aFailureThatIsNoAnswerOfTheQueueRestsTheLoopLongerEachTime() {
        JobId job = insert();
        queue.next = () -> switch (queue.asked.size()) {
            case 1 -> throw new NoClassDefFoundError("com/acme/Missing");
            case 2 -> CompletableFuture.failedFuture(new NoSuchMethodError("com.acme.Old.method"));
            default -> queue.real();
        };

        every50ms(start(Duration.ofSeconds(30)));

        await().until(() -> taken.contains(job));

        assertThat(between(0, 1)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(between(1, 2)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    private ClaimLoop start(Duration answerLimit) {
        ClaimLoop loop = new ClaimLoop(
                queue,
                slots -> Demand.of(slots, Set.of(TASK)),
                new HeldClaims(4),
                (claim, asked) -> taken.add(claim.id()),
                Routes.ALWAYS,
                () -> {},
                timer,
                answerLimit);
        loop.start();
        return loop;
    }

    private void every50ms(ClaimLoop loop) {
        timer.scheduleAtFixedRate(loop::wake, 50, 50, TimeUnit.MILLISECONDS);
    }

    private Duration between(int one, int other) {
        return Duration.ofNanos(queue.asked.get(other) - queue.asked.get(one));
    }

    private JobId insert() {
        JobId id = new JobId("job-" + queue.asked.size());
        NewJob job = new NewJob(id, TASK, List.of(), Duration.ZERO, Optional.empty(), java.util.Map.of());
        assertThat(queue.insert(job).toCompletableFuture().join()).isTrue();
        return id;
    }

    /** Answers as the test says. */
    private static final class Slow extends InMemoryQueue {
        final List<Long> asked = new CopyOnWriteArrayList<>();
        final List<JobId> released = new CopyOnWriteArrayList<>();
        volatile Supplier<CompletionStage<List<Claim>>> next = this::real;

        Slow() {
            super(new MemoryStore());
        }

        CompletionStage<List<Claim>> real() {
            return super.claim(Demand.of(4, Set.of(TASK)));
        }

        @Override
        public CompletionStage<List<Claim>> claim(Demand demand) {
            asked.add(System.nanoTime());
            return next.get();
        }

        @Override
        public CompletionStage<Answer> release(Claim claim) {
            released.add(claim.id());
            return super.release(claim);
        }
    }
}
