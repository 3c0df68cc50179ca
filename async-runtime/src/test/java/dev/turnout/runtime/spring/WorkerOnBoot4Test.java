// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.Worker;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.micrometer.JobObservations;
import dev.turnout.runtime.micrometer.PropagatedContext;
import dev.turnout.runtime.micrometer.TracedDoor;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.FlakyQueue;
import dev.turnout.runtime.testing.Outage;
import dev.turnout.runtime.testing.TestStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A whole application on Spring Boot 4, with all of its auto-configuration; run on a class path of its own. */
@Timeout(60)
class WorkerOnBoot4Test {
    private static final int LOOP_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final TestStore STORE = new TestStore(Duration.ofSeconds(30));
    private static final FlakyQueue QUEUE = new FlakyQueue(STORE);
    private static final Outage OUTAGE = new Outage(QUEUE);

    private final ConfigurableApplicationContext context = SpringApplication.run(
            Application.class,
            "--turnout.worker.enabled=true",
            "--management.endpoint.health.probes.enabled=true",
            "--management.endpoint.health.group.liveness.include=livenessState,turnoutWorker/liveness",
            "--management.endpoint.health.group.readiness.include=readinessState,turnoutWorker/readiness");

    @AfterEach
    void close() {
        context.getBean(Slow.class).release.countDown();
        OUTAGE.away(false);
        context.close();
    }

    @Test
    void aWorkerRunsAndIsAliveAndReadyWithMetersAndObservations() {
        assertThat(SpringBootVersion.getVersion()).startsWith("4.0.");
        NewJob job = job("quick");
        context.getBean(TracedDoor.class).insert(job).toCompletableFuture().join();

        await().until(() -> STORE.stateOf(job.id()).equals("SUCCEEDED"));

        await().untilAsserted(() -> assertThat(status("readiness")).isEqualTo(Status.UP));
        assertThat(status("liveness")).isEqualTo(Status.UP);
        assertThat(context.getBean(HealthContributorRegistry.class).getContributor("turnoutWorker"))
                .isNotNull();
        MeterRegistry registry = context.getBean(MeterRegistry.class);
        await().untilAsserted(() -> assertThat(registry.get("turnout.jobs.finished")
                        .tags("task", job.task().toString(), "outcome", "succeeded", "pool", "async")
                        .counter()
                        .count())
                .isOne());
        assertThat(registry.get("turnout.job")
                        .tags("task", job.task().toString(), "outcome", "succeeded")
                        .timer()
                        .count())
                .isOne();
        assertThat(registry.get("turnout.enqueue").timer().count()).isOne();
        assertThat(context.getBeansOfType(JobObservations.class)).hasSize(1);
        assertThat(context.getBeansOfType(PropagatedContext.class)).hasSize(1);
    }

    @Test
    void redisAwayChangesNothingAndBlockedEventLoopsMakeItDead() {
        await().untilAsserted(() -> assertThat(status("readiness")).isEqualTo(Status.UP));

        OUTAGE.away(true);
        int before = OUTAGE.refused();
        await().until(() -> OUTAGE.refused() > before + 20);
        assertThat(status("readiness")).isEqualTo(Status.UP);
        assertThat(status("liveness")).isEqualTo(Status.UP);
        OUTAGE.away(false);

        for (int loop = 0; loop < LOOP_THREADS; loop++) {
            QUEUE.insert(job("block"));
        }
        await().untilAsserted(() -> assertThat(status("liveness")).isEqualTo(Status.DOWN));
        context.getBean(Slow.class).release.countDown();
        await().untilAsserted(() -> assertThat(status("liveness")).isEqualTo(Status.UP));
        context.getBean(WorkerLifecycle.class).worker().ifPresent(Worker::pause);
        assertThat(status("readiness")).isEqualTo(Status.OUT_OF_SERVICE);
    }

    private Status status(String group) {
        return context.getBean(HealthEndpoint.class).healthForPath(group).getStatus();
    }

    private static NewJob job(String method) {
        JobId id = new JobId(java.util.UUID.randomUUID().toString());
        return NewJob.now(id, new TaskAddress(Slow.class.getName(), method, List.of()), List.of());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        Queue queue() {
            return OUTAGE;
        }

        @Bean
        Slow slow() {
            return new Slow();
        }

        @Bean
        WorkerOptions quickOnes() {
            return WorkerOptions.with()
                    .deadAfter(Duration.ofMillis(400))
                    .pollEvery(Duration.ofMillis(20))
                    .beatEvery(Duration.ofMillis(20))
                    .dutyEvery(Duration.ofMillis(20))
                    .drainTimeout(Duration.ofMillis(500));
        }
    }

    static class Slow {
        final CountDownLatch release = new CountDownLatch(1);

        @AsyncTask
        public CompletionStage<Void> quick() {
            return Stages.done();
        }

        @AsyncTask
        public CompletionStage<Void> block() throws InterruptedException {
            release.await();
            return Stages.done();
        }
    }
}
