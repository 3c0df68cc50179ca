// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskContext;
import dev.turnout.runtime.testing.InMemoryQueue;
import dev.turnout.runtime.testing.StoredJob;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What docs/enqueue.md shows. */
class EnqueueGuideTest {
    private final InMemoryQueue memory = InMemoryQueue.create();
    private final TaskQueue queue = TaskQueue.on(memory);

    /** Tasks. */
    public static class NotebookTasks {
        public void processUrl(String url, String notebookId, long userId) {
            Facade.await(() -> processUrlAsync(url, notebookId, userId));
        }

        @AsyncTask
        public CompletionStage<Void> processUrlAsync(String url, String notebookId, long userId) {
            return Stages.done();
        }

        public void index(String notebookId) {}

        public void index(Long number) {}

        public void report(String notebookId, @Nullable TaskContext context) {}
    }

    @Test
    void byMethodReference() {
        String url = "https://example.org";
        String notebookId = "n1";
        long userId = 7;

        // region typed
        CompletionStage<Job<Void>> sent = queue.enqueue(NotebookTasks::processUrlAsync, url, notebookId, userId)
                .after(Duration.ofMinutes(5))
                .send();
        // end

        Job<Void> job = sent.toCompletableFuture().join();
        assertThat(job.task().methodName()).isEqualTo("processUrl");
        assertThat(memory.job(job.id()).state()).isEqualTo(StoredJob.State.SCHEDULED);
    }

    @Test
    void overloadsAndContext() {
        // region overloads
        queue.<NotebookTasks, String>enqueue(NotebookTasks::index, "n1").send();
        queue.enqueue(NotebookTasks::report, "n1", null).send(); // the worker gives the TaskContext
        // end

        assertThat(memory.jobs())
                .extracting(job -> job.task().parameterTypes())
                .containsOnly(List.of("java.lang.String"));
    }

    @Test
    void byName() {
        // region name
        TaskAddress task =
                TaskAddress.parse("com.acme.NotebookTasks#processUrl(java.lang.String,java.lang.String,long)");
        queue.enqueue(task, "https://example.org", "n1", 7L).send();
        // end

        assertThat(memory.jobs()).extracting(StoredJob::task).containsExactly(task);
    }

    @Test
    void inBulk() {
        List<String> urls = List.of("https://a.example", "https://b.example");

        // region bulk
        List<JobDraft<?>> drafts = urls.stream()
                .<JobDraft<?>>map(url -> queue.enqueue(NotebookTasks::processUrlAsync, url, "n1", 7L))
                .toList();
        CompletionStage<List<Job<?>>> sent = queue.sendAll(drafts);
        // end

        assertThat(sent.toCompletableFuture().join()).hasSize(2);
    }

    @Test
    void blocking() {
        // region blocking
        Job<Void> job = queue.blocking()
                .enqueue(NotebookTasks::processUrlAsync, "https://example.org", "n1", 7L)
                .send();
        // end

        assertThat(job.sent()).isCompletedWithValue(true);
    }

    @Test
    void handle() {
        Job<?> job = queue.blocking()
                .enqueue(NotebookTasks::processUrlAsync, "https://example.org", "n1", 7L)
                .send();

        // region handle
        CompletionStage<Answer> answer = job.cancel("the notebook is gone");
        // end

        assertThat(answer.toCompletableFuture().join()).isInstanceOf(Answer.Committed.class);
    }
}
