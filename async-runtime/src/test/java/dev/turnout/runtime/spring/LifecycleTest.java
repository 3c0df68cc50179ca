// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.testing.InMemoryQueue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.jdbc.core.JdbcTemplate;

@Timeout(60)
class LifecycleTest {
    private final InMemoryQueue queue = InMemoryQueue.create();

    @Test
    void aRunningJobStillHasItsDatabaseWhileTheContextCloses() throws Exception {
        AnnotationConfigApplicationContext context = Contexts.boot(queue, "", Shop.class, Impatient.class);
        Till till = context.getBean(Till.class);
        HikariDataSource pool = context.getBean(HikariDataSource.class);
        CountDownLatch closing = new CountDownLatch(1);
        context.addApplicationListener((ApplicationListener<ContextClosedEvent>) event -> closing.countDown());
        JobId job = Contexts.insert(queue, Till.class, "count");
        till.counting.await();

        Thread close = new Thread(context::close);
        close.start();
        closing.await();
        await().during(java.time.Duration.ofMillis(100)).until(close::isAlive); // ten times the time-out of the phase
        assertThat(pool.isClosed()).isFalse();
        till.open.countDown();
        close.join();

        assertThat(Contexts.state(queue, job)).isEqualTo("SUCCEEDED");
        assertThat(till.counted).isEqualTo(1);
        assertThat(pool.isClosed()).isTrue();
        assertThat(queue.store().present()).isEmpty();
    }

    @Test
    void nothingIsClaimedOnceTheContextHasBegunToClose() throws Exception {
        AnnotationConfigApplicationContext context = Contexts.boot(queue, "", Shop.class, Slow.class);
        Slow slow = context.getBean(Slow.class);
        context.getBean(Till.class).open.countDown();

        Thread close = new Thread(context::close);
        close.start();
        slow.stopping.await();
        JobId late = Contexts.insert(queue, Till.class, "count");
        await().during(java.time.Duration.ofMillis(200))
                .until(() -> Contexts.state(queue, late).equals("ENQUEUED"));
        slow.go.countDown();
        close.join();

        assertThat(Contexts.state(queue, late)).isEqualTo("ENQUEUED");
    }

    @Test
    void aContextThatIsStoppedAndStartedAgainHasANewWorker() {
        try (AnnotationConfigApplicationContext context = Contexts.boot(queue, "", Shop.class)) {
            WorkerLifecycle lifecycle = context.getBean(WorkerLifecycle.class);
            Worker first = lifecycle.worker().orElseThrow();
            context.getBean(Till.class).open.countDown();

            context.stop();
            assertThat(lifecycle.worker()).isEmpty();
            assertThat(lifecycle.isRunning()).isFalse();
            JobId between = Contexts.insert(queue, Till.class, "count");
            assertThat(Contexts.state(queue, between)).isEqualTo("ENQUEUED");
            context.start();

            await().until(() -> Contexts.state(queue, between).equals("SUCCEEDED"));
            assertThat(lifecycle.worker()).isPresent().get().isNotSameAs(first);
        }
    }

    @Test
    void aContextThatFailsAfterTheWorkerHasStartedLeavesNoThreadAndNoEntry() {
        Set<Thread> before = threads();

        assertThatThrownBy(() -> Contexts.boot(queue, "", Shop.class, Failing.class))
                .hasStackTraceContaining("not today");

        assertThat(queue.store().present()).isEmpty();
        await().untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    }

    @Test
    void aContextThatFailsBeforeTheWorkerStartsLeavesNoThread() {
        Set<Thread> before = threads();

        assertThatThrownBy(() -> Contexts.boot(queue, "turnout.worker.tasks.\"[No#task]\".retries: 1", Shop.class))
                .hasStackTraceContaining("TURNOUT-0370");

        await().untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    }

    @Test
    void severalQueuesFailTheStart() {
        assertThatThrownBy(() -> Contexts.boot(queue, "", AnotherQueue.class))
                .rootCause()
                .hasMessageContaining("TURNOUT-0376 There are several beans of type dev.turnout.runtime.queue.Queue: ")
                .hasMessageContaining("another")
                .hasMessageContaining("Mark one of them as @Primary");
    }

    @Test
    void ofSeveralQueuesThePrimaryOneIsWorkedOn() {
        try (AnnotationConfigApplicationContext context = Contexts.boot(queue, "", PrimaryQueue.class)) {
            InMemoryQueue primary = context.getBean(InMemoryQueue.class);

            await().until(() -> primary.store().present().size() == 1);
            assertThat(queue.store().present()).isEmpty();
        }
    }

    @Test
    void aWorkerThatIsSwitchedOnWithoutAQueueFailsTheStart() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.register(EnabledWithoutAQueue.class);

        assertThatThrownBy(context::refresh)
                .rootCause()
                .hasMessageContaining("TURNOUT-0376 A worker is switched on, but there is no bean of type")
                .hasMessageContaining("turnout.queue.layout=jobrunr");
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("turnout-"))
                .collect(Collectors.toSet());
    }

    static class Till {
        final CountDownLatch counting = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);
        private final JdbcTemplate sql;
        volatile Integer counted = 0;

        Till(JdbcTemplate sql) {
            this.sql = sql;
        }

        @AsyncTask
        CompletionStage<?> count() {
            return Blocking.run(() -> {
                counting.countDown();
                open.await();
                counted = sql.queryForObject("SELECT 1", Integer.class);
            });
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Shop {
        @Bean
        HikariDataSource dataSource() {
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl("jdbc:h2:mem:");
            return pool;
        }

        @Bean
        Till till(HikariDataSource source) {
            return new Till(new JdbcTemplate(source));
        }
    }

    /** A context that waits ten milliseconds for each phase, as one of Spring 6.2 without Boot waits ten seconds. */
    @Configuration(proxyBeanMethods = false)
    static class Impatient {
        @Bean
        DefaultLifecycleProcessor lifecycleProcessor() {
            DefaultLifecycleProcessor processor = new DefaultLifecycleProcessor();
            processor.setTimeoutPerShutdownPhase(10);
            return processor;
        }
    }

    /** Is stopped before the worker, and takes its time. */
    static class Slow implements SmartLifecycle {
        final CountDownLatch stopping = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);
        private volatile boolean running;

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            stopping.countDown();
            try {
                go.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Failing {
        @Bean
        ApplicationListener<ContextRefreshedEvent> fails() {
            return refreshed -> {
                throw new IllegalStateException("not today");
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class AnotherQueue {
        @Bean
        Queue another() {
            return InMemoryQueue.create();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryQueue {
        @Bean
        @Primary
        InMemoryQueue another() {
            return InMemoryQueue.create();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTurnout
    static class EnabledWithoutAQueue {}
}
