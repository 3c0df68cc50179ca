// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.testing.FlakyQueue;
import dev.turnout.runtime.testing.TestStore;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@Tag("jdk")
@Timeout(30)
class CleanThreadsTest {
    private static final InheritableThreadLocal<String> USER = new InheritableThreadLocal<>();

    private final TestStore store = new TestStore(Duration.ofSeconds(30));
    private final FlakyQueue queue = new FlakyQueue(store);
    private final Looker looker = new Looker();

    @Test
    void lanesInheritNothingFromTheThreadThatStartsTheWorkerButItsClassLoader() throws Exception {
        run(TaskDefinition.annotated(Looker.class, Looker.class.getMethod("look")));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void theVirtualLaneInheritsNothingEither() throws Exception {
        run(TaskDefinition.virtual(Looker.class, Looker.class.getMethod("lookOnly")));
    }

    private void run(TaskDefinition task) throws Exception {
        ClassLoader former = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader applications = new URLClassLoader(new URL[0], former)) {
            Thread.currentThread().setContextClassLoader(applications);
            USER.set("whoever started it");
            try (Worker worker = Worker.on(queue)
                    .tasks(TaskRegistry.of(List.of(task)))
                    .beans(type -> looker)
                    .closesOnExit(false)
                    .build()) {
                worker.start();
                JobId id = new JobId("job");
                queue.insert(NewJob.now(id, task.address(), List.of()));

                await().until(() -> store.stateOf(id).equals("SUCCEEDED"));
            }
            assertThat(looker.users).isNotEmpty().containsOnly("nobody");
            assertThat(looker.loaders).isNotEmpty().containsOnly(applications);
        } finally {
            USER.remove();
            Thread.currentThread().setContextClassLoader(former);
        }
    }

    static class Looker {
        final List<String> users = new CopyOnWriteArrayList<>();
        final List<ClassLoader> loaders = new CopyOnWriteArrayList<>();

        @AsyncTask
        public CompletionStage<Void> look() {
            lookOnly();
            return Stages.accept(Blocking.run(this::lookOnly), done -> lookOnly());
        }

        public void lookOnly() {
            users.add(USER.get() == null ? "nobody" : USER.get());
            loaders.add(Thread.currentThread().getContextClassLoader());
        }
    }
}
