// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.turnout.runtime.TaskQueue;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.testing.InMemoryQueue;
import dev.turnout.runtime.testing.StoredJob;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Which beans a worker finds, and what it says of those that it cannot. */
@Timeout(60)
class FoundBeansTest {
    private final InMemoryQueue queue = InMemoryQueue.create();

    @Test
    void aTaskOfAParentContextIsFound() {
        try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(Yard.class);
                AnnotationConfigApplicationContext child =
                        Contexts.unrefreshed(queue, "turnout.worker.enabled: true")) {
            child.setParent(parent);
            child.register(TurnoutAutoConfiguration.class);
            child.refresh();
            JobId job = Contexts.insert(queue, Yard.class, "haul");

            await().until(() -> Contexts.state(queue, job).equals("SUCCEEDED"));

            assertThat(parent.getBean(Yard.class).hauled).isTrue();
        }
    }

    @Test
    void aLazyBeanOfWhichAnInterfaceIsKnownIsNamed() {
        Logger logger = (Logger) LoggerFactory.getLogger(WorkerAssembly.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (AnnotationConfigApplicationContext context = Contexts.boot(queue, "", Hidden.class)) {
            assertThat(context.isActive()).isTrue();
            assertThat(log.list)
                    .singleElement()
                    .satisfies(said -> assertThat(said.getFormattedMessage())
                            .contains("TURNOUT-0410")
                            .contains("[hidden (" + Hauling.class.getName() + ")]"));
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void aFinalTaskBehindAClassProxyFailsTheStart() {
        assertThatThrownBy(() -> Contexts.boot(queue, "", Proxied.class).close())
                .rootCause()
                .hasMessageContaining(
                        "TURNOUT-0411 Task " + Crane.class.getName() + "#lift() is the final method lift");
    }

    @Test
    void withoutAProxyAFinalTaskRuns() {
        try (AnnotationConfigApplicationContext context = Contexts.boot(queue, "", Unproxied.class)) {
            JobId job = Contexts.insert(queue, Crane.class, "lift");

            await().until(() -> Contexts.state(queue, job).equals("SUCCEEDED"));

            assertThat(context.isActive()).isTrue();
        }
    }

    @Test
    void withoutBootThereIsATaskQueueOnTheOneQueue() throws Exception {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Plain.class)) {
            InMemoryQueue plain = (InMemoryQueue) context.getBean(Queue.class);

            context.getBean(TaskQueue.class)
                    .enqueue(Yard::haul)
                    .send()
                    .toCompletableFuture()
                    .get();

            await().until(() -> !plain.jobs(StoredJob.State.SUCCEEDED).isEmpty());
            assertThat(context.getBean(Yard.class).hauled).isTrue();
        }
    }

    /** What is known of the hidden one. */
    interface Hauling {}

    static class Yard implements Hauling {
        volatile boolean hauled;

        @AsyncTask
        public CompletionStage<Void> haul() {
            hauled = true;
            return Stages.done();
        }
    }

    static class Crane {
        private final StringBuilder log = new StringBuilder();

        @AsyncTask(retries = 0)
        public final CompletionStage<Void> lift() {
            log.append("lift");
            return Stages.done();
        }

        @Cacheable("weights")
        public String weight() {
            return log.toString();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Hidden {
        @Bean
        @Lazy
        Hauling hidden() {
            return new Yard();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Unproxied {
        @Bean
        Crane crane() {
            return new Crane();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(proxyTargetClass = true)
    static class Proxied extends Unproxied {
        @Bean
        CacheManager caches() {
            return new ConcurrentMapCacheManager();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTurnout
    static class Plain {
        @Bean
        Queue queue() {
            return InMemoryQueue.create();
        }

        @Bean
        Yard yard() {
            return new Yard();
        }
    }
}
