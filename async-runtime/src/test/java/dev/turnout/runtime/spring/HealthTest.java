// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.Worker;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.FlakyQueue;
import dev.turnout.runtime.testing.Outage;
import dev.turnout.runtime.testing.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.autoconfigure.availability.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.availability.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration;
import org.springframework.boot.actuate.health.CompositeHealth;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** On the actuator of Spring Boot 3.5, with the lines that docs/observability.md gives for Kubernetes. */
@Timeout(60)
class HealthTest {
    private static final String LIVENESS = "liveness";
    private static final String READINESS = "readiness";
    private static final int LOOP_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final TestStore store = new TestStore(Duration.ofSeconds(30));
    private final FlakyQueue queue = new FlakyQueue(store);
    private final Outage outage = new Outage(queue);
    private final Slow slow = new Slow();
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    TurnoutAutoConfiguration.class,
                    TurnoutHealthAutoConfiguration.class,
                    TurnoutMicrometerAutoConfiguration.class,
                    ApplicationAvailabilityAutoConfiguration.class,
                    AvailabilityHealthContributorAutoConfiguration.class,
                    AvailabilityProbesAutoConfiguration.class,
                    HealthContributorAutoConfiguration.class,
                    HealthEndpointAutoConfiguration.class))
            .withBean(Queue.class, () -> outage)
            .withBean(Slow.class, () -> slow)
            .withUserConfiguration(Figures.class)
            .withPropertyValues("turnout.worker.enabled=true")
            .withPropertyValues(forKubernetes());

    @AfterEach
    void release() {
        slow.release.countDown();
    }

    @Test
    void aWorkerThatClaimsIsAliveAndReadyAndSaysWhatItDoes() {
        run(context -> {
            JobId id = insert("quick");

            await().until(() -> store.stateOf(id).equals("SUCCEEDED"));
            await().untilAsserted(() -> assertThat(status(context, READINESS)).isEqualTo(Status.UP));
            assertThat(status(context, LIVENESS)).isEqualTo(Status.UP);
            CompositeHealth worker =
                    (CompositeHealth) context.getBean(HealthEndpoint.class).healthForPath("turnoutWorker");
            assertThat(details(worker, LIVENESS)).containsExactly(Map.entry("eventLoopsTurn", true));
            await().untilAsserted(() -> assertThat(details(
                            (CompositeHealth)
                                    context.getBean(HealthEndpoint.class).healthForPath("turnoutWorker"),
                            READINESS))
                    .containsEntry("registered", true)
                    .containsEntry("claiming", true)
                    .containsEntry("inFlight", 0)
                    .containsEntry("completed", 1L));
        });
    }

    @Test
    void aWorkerStaysAliveAndReadyWhileRedisIsAway() {
        run(context -> {
            await().untilAsserted(() -> assertThat(status(context, READINESS)).isEqualTo(Status.UP));

            outage.away(true);

            int before = outage.refused();
            await().until(() -> outage.refused() > before + 20); // claims, beats and duties have failed
            assertThat(status(context, READINESS)).isEqualTo(Status.UP);
            assertThat(status(context, LIVENESS)).isEqualTo(Status.UP);
            int asked = outage.refused();
            outage.away(false);
            JobId id = insert("quick");
            await().until(() -> store.stateOf(id).equals("SUCCEEDED"));
            assertThat(asked).isGreaterThan(before);
        });
    }

    @Test
    void aWorkerThatStartsWhileRedisIsAwayIsAliveAndNotReadyUntilItHasEnteredTheQueue() {
        outage.away(true);
        run(context -> {
            await().until(() -> outage.refused() > 2);
            assertThat(status(context, LIVENESS)).isEqualTo(Status.UP);
            assertThat(status(context, READINESS)).isEqualTo(Status.OUT_OF_SERVICE);

            outage.away(false);

            await().untilAsserted(() -> assertThat(status(context, READINESS)).isEqualTo(Status.UP));
        });
    }

    @Test
    void aWorkerWhoseEventLoopsAreAllBlockedIsNotAliveUntilOneTurnsAgain() {
        run(context -> {
            for (int loop = 0; loop < LOOP_THREADS; loop++) {
                insert("block");
            }

            await().untilAsserted(() -> assertThat(status(context, LIVENESS)).isEqualTo(Status.DOWN));
            assertThat(status(context, READINESS)).isEqualTo(Status.UP);
            slow.release.countDown();
            await().untilAsserted(() -> assertThat(status(context, LIVENESS)).isEqualTo(Status.UP));
        });
    }

    @Test
    void aWorkerIsAliveAsLongAsOneEventLoopTurns() {
        run(context -> {
            for (int loop = 1; loop < LOOP_THREADS; loop++) {
                insert("block");
            }
            await().until(() -> slow.blocked.getCount() == 1);

            AtomicReference<Worker> worker = new AtomicReference<>();
            context.getBean(WorkerLifecycle.class).worker().ifPresent(worker::set);
            await().during(Duration.ofSeconds(1))
                    .until(() -> worker.get().health().alive());

            assertThat(status(context, LIVENESS)).isEqualTo(Status.UP);
        });
    }

    @Test
    void aPausedWorkerIsOutOfServiceAndAlive() {
        run(context -> {
            await().untilAsserted(() -> assertThat(status(context, READINESS)).isEqualTo(Status.UP));

            context.getBean(WorkerLifecycle.class).worker().ifPresent(Worker::pause);

            assertThat(status(context, READINESS)).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(status(context, LIVENESS)).isEqualTo(Status.UP);
            context.getBean(WorkerLifecycle.class).worker().ifPresent(Worker::resume);
            assertThat(status(context, READINESS)).isEqualTo(Status.UP);
        });
    }

    @Test
    void aWorkerThatHasStoppedIsOutOfServiceAndNotDead() {
        run(context -> {
            context.getBean(WorkerLifecycle.class).stop();

            assertThat(status(context, READINESS)).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(status(context, LIVENESS)).isEqualTo(Status.UP);
        });
    }

    @Test
    void anApplicationWithoutAWorkerHasNoHealthOfOne() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        TurnoutAutoConfiguration.class,
                        TurnoutHealthAutoConfiguration.class,
                        TurnoutMicrometerAutoConfiguration.class,
                        HealthContributorAutoConfiguration.class,
                        HealthEndpointAutoConfiguration.class))
                .withBean(Queue.class, () -> queue)
                .run(context -> assertThat(
                                context.getBean(HealthContributorRegistry.class).getContributor("turnoutWorker"))
                        .isNull());
    }

    @Test
    void itsHealthCanBeSwitchedOff() {
        application
                .withPropertyValues(
                        "management.health.turnoutworker.enabled=false",
                        "management.endpoint.health.validate-group-membership=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("turnoutWorkerHealthContributor"));
    }

    @Test
    void aWorkerNeedsNeitherActuatorNorMicrometer() {
        new ApplicationContextRunner()
                .withUserConfiguration(ReadFromClassFiles.class)
                .withBean(Queue.class, () -> queue)
                .withBean(Slow.class, () -> slow)
                .withPropertyValues("turnout.worker.enabled=true")
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.actuate.",
                        "io.micrometer.core.",
                        "io.micrometer.context.",
                        "io.micrometer.tracing.",
                        "org.springframework.security."))
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(WorkerLifecycle.class);
                    JobId id = insert("quick");
                    await().until(() -> store.stateOf(id).equals("SUCCEEDED"));
                });
    }

    private void run(Checks checks) {
        application.run(context -> {
            assertThat(context).hasNotFailed();
            AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
            AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
            try {
                checks.on(context.getSourceApplicationContext());
            } finally {
                slow.release.countDown();
            }
        });
    }

    private static Status status(ApplicationContext context, String group) {
        return context.getBean(HealthEndpoint.class).healthForPath(group).getStatus();
    }

    private static Map<String, Object> details(CompositeHealth worker, String part) {
        return ((Health) worker.getComponents().get(part)).getDetails();
    }

    private JobId insert(String method) {
        JobId id = new JobId(UUID.randomUUID().toString());
        queue.insert(NewJob.now(id, new TaskAddress(Slow.class.getName(), method, List.of()), List.of()));
        return id;
    }

    /** The lines that the page gives. */
    private static String[] forKubernetes() {
        try {
            String page = Files.readString(Path.of("../docs/observability.md"));
            String block = page.substring(page.indexOf("```properties") + "```properties".length());
            return block.substring(0, block.indexOf("```")).strip().split("\n");
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private interface Checks {
        void on(ApplicationContext context) throws Exception;
    }

    @Configuration(proxyBeanMethods = false)
    static class Figures {
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

    /** So that annotations whose classes are absent are overlooked, as in an application that lacks them. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        TurnoutAutoConfiguration.class,
        TurnoutHealthAutoConfiguration.class,
        TurnoutHealthBoot4AutoConfiguration.class,
        TurnoutMicrometerAutoConfiguration.class
    })
    static class ReadFromClassFiles {}

    static class Slow {
        final CountDownLatch release = new CountDownLatch(1);
        final CountDownLatch blocked = new CountDownLatch(LOOP_THREADS);

        @AsyncTask
        public CompletionStage<Void> quick() {
            return Stages.done();
        }

        @AsyncTask
        public CompletionStage<Void> block() throws InterruptedException {
            blocked.countDown();
            release.await();
            return Stages.done();
        }
    }
}
