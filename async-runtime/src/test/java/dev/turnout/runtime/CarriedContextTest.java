// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Surroundings;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.testing.FlakyQueue;
import dev.turnout.runtime.testing.TestStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CarriedContextTest {
    private static final ThreadLocal<String> TENANT = ThreadLocal.withInitial(() -> "nobody");

    @Test
    void whatSurroundsAJobFollowsItAcrossContinuationsAndBlockingWork() {
        TestStore store = new TestStore(Duration.ofSeconds(5));
        FlakyQueue queue = new FlakyQueue(store);
        Mail mail = new Mail();
        try (Worker worker = Worker.on(queue)
                .tasks(TaskRegistry.annotated(Mail.class))
                .beans(type -> mail)
                .surroundings(new Tenant())
                .closesOnExit(false)
                .build()) {
            worker.start();

            JobId id = new JobId("job");
            queue.door()
                    .insert(NewJob.now(id, new TaskAddress(Mail.class.getName(), "sendAsync", List.of()), List.of()))
                    .toCompletableFuture()
                    .join();

            await().until(() -> store.stateOf(id).equals("SUCCEEDED"));
        }
        assertThat(mail.seen).containsExactly("start acme", "continuation acme", "blocking acme", "last acme");
        assertThat(TENANT.get()).isEqualTo("nobody");
    }

    /** A task that looks at its thread-local in every kind of piece. */
    static class Mail {
        final List<String> seen = new CopyOnWriteArrayList<>();

        @AsyncTask
        public CompletionStage<Void> sendAsync() {
            look("start");
            CompletionStage<Void> foreign = CompletableFuture.runAsync(() -> {});
            return Stages.then(foreign, x -> {
                look("continuation");
                return Stages.accept(Blocking.run(() -> look("blocking")), y -> look("last"));
            });
        }

        private void look(String where) {
            seen.add(where + " " + TENANT.get());
        }
    }

    /** Sets the thread-local on the thread of each piece, and takes it away after it. */
    private record Tenant() implements Surroundings {
        @Override
        public Run open(Claim claim) {
            return new Run() {
                @Override
                public Optional<Object> argument(String declaredType) {
                    return Optional.empty();
                }

                @Override
                public void starting() {
                    TENANT.set("acme");
                }

                @Override
                public UnaryOperator<Runnable> carrier() {
                    return piece -> () -> {
                        TENANT.set("acme");
                        try {
                            piece.run();
                        } finally {
                            TENANT.remove();
                        }
                    };
                }

                @Override
                public void ended(Optional<Throwable> failure) {}

                @Override
                public Map<String, JsonNode> notes() {
                    return Map.of();
                }

                @Override
                public void left() {
                    TENANT.remove();
                }
            };
        }
    }
}
