// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.testing.InMemoryQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two views of one store, as two workers have them, and what the tests of a layout do with them. */
public abstract class QueueBench {
    protected static final TaskAddress TASK = new TaskAddress("com.acme.Mailer", "send", List.of("java.lang.String"));
    protected static final TaskAddress OTHER = new TaskAddress("com.acme.Other", "work", List.of());

    private final List<Queue> opened = new ArrayList<>();
    protected Queue queue = InMemoryQueue.create();
    protected Queue rival = queue;

    /** A fresh view, as another worker would have it, on the one store of this test. */
    protected abstract Queue open();

    /** Lets the queue's clock pass the end of leases that are given now; may wait where the clock is real. */
    protected abstract void passLease();

    /** Lets the queue's clock pass the delay before a second attempt, where the layout lets us promote; may wait. */
    protected abstract void passRetryDelay();

    /** How the layout names a job that waits for a worker. */
    protected String enqueued() {
        return "ENQUEUED";
    }

    /** How the layout names a job that is due later. */
    protected String scheduled() {
        return "SCHEDULED";
    }

    /** How the layout names a job that a worker holds. */
    protected String processing() {
        return "PROCESSING";
    }

    /** How the layout names a job that has ended well. */
    protected String succeeded() {
        return "SUCCEEDED";
    }

    /** How the layout names a job that has failed for good. */
    protected String failed() {
        return "FAILED";
    }

    @BeforeEach
    void openTwoViews() {
        queue = opened(open());
        rival = opened(open());
    }

    @AfterEach
    void closeViews() {
        opened.forEach(Queue::close);
    }

    /** Puts a job of {@link #TASK} in. */
    protected JobId insert(int retries) {
        JobId id = newId();
        assertThat(get(queue.door().insert(job(id, retries)))).isTrue();
        return id;
    }

    /** Claims one job of {@link #TASK}, which must be there. */
    protected static Claim claimOne(Queue from) {
        List<Claim> claims = get(from.claims().claim(Demand.of(1, Set.of(TASK))));
        assertThat(claims).hasSize(1);
        return claims.get(0);
    }

    /** The value of {@code stage}, waiting for it no longer than ten seconds. */
    protected static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Takes the lapsed claim of that job back, and makes the job claimable again. */
    protected void reapUntil(JobId id) {
        get(rival.duties().reap());
        assertThat(stateOf(id)).isNotEqualTo(Optional.of(processing()));
        passRetryDelay();
        get(rival.duties().promote());
    }

    /** Where the job stands, as the layout names it. */
    protected Optional<String> stateOf(JobId id) {
        return get(queue.door().state(id));
    }

    private Queue opened(Queue view) {
        opened.add(view);
        return view;
    }

    /** A job of {@link #TASK} that is due now. */
    protected static NewJob job(JobId id, int retries) {
        return new NewJob(
                id,
                TASK,
                List.of(new Argument("java.lang.String", new TextNode("hello"))),
                Duration.ZERO,
                Optional.of(retries),
                Map.of());
    }

    /** A job of {@link #TASK} that is due after {@code delay}. */
    protected static NewJob later(JobId id, Duration delay) {
        return new NewJob(
                id,
                TASK,
                List.of(new Argument("java.lang.String", new TextNode("hello"))),
                delay,
                Optional.of(0),
                Map.of());
    }

    /** A failure that may be tried again. */
    protected static Failure failure(int retries) {
        return new Failure(new IllegalStateException("no"), "no", true, Optional.empty(), retries);
    }

    /** An id that no job has. */
    protected static JobId newId() {
        return new JobId(UUID.randomUUID().toString());
    }
}
