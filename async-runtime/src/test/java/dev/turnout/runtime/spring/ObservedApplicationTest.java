// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.micrometer.JobObservations;
import dev.turnout.runtime.micrometer.PropagatedContext;
import dev.turnout.runtime.micrometer.TracedDoor;
import dev.turnout.runtime.micrometer.WorkerMeters;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.queue.Surroundings;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.testing.FlakyQueue;
import dev.turnout.runtime.testing.TestStore;
import io.micrometer.context.ContextRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

/** A Spring Boot 3.5 application with its own meters, observations and tracer; nothing of Turnout's is configured by hand. */
@Timeout(60)
class ObservedApplicationTest {
    private final TestStore store = new TestStore(Duration.ofSeconds(30));
    private final FlakyQueue queue = new FlakyQueue(store);
    private final Seer seer = new Seer();
    private final ApplicationContextRunner worker = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(TurnoutAutoConfiguration.class, TurnoutMicrometerAutoConfiguration.class))
            .withBean(Queue.class, () -> queue)
            .withBean(Seer.class, () -> seer)
            .withPropertyValues("turnout.worker.enabled=true");
    private final ApplicationContextRunner observed = worker.withConfiguration(AutoConfigurations.of(
                    MetricsAutoConfiguration.class,
                    SimpleMetricsExportAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    ObservationAutoConfiguration.class,
                    OpenTelemetryAutoConfiguration.class,
                    OpenTelemetryTracingAutoConfiguration.class,
                    MicrometerTracingAutoConfiguration.class))
            .withUserConfiguration(Exporting.class)
            .withPropertyValues("management.tracing.sampling.probability=1.0");

    @Test
    void aJobIsMeasuredAndIsOneTraceWithTheRequestThatPutItIn() {
        observed.run(context -> {
            assertThat(context).hasNotFailed();
            seer.tracer = context.getBean(Tracer.class);
            NewJob job = job("looks");

            Observation.createNotStarted("request", context.getBean(ObservationRegistry.class))
                    .observe(() -> context.getBean(TracedDoor.class).insert(job));

            await().until(() -> store.stateOf(job.id()).equals("SUCCEEDED"));
            InMemorySpanExporter exporter = context.getBean(InMemorySpanExporter.class);
            await().until(() -> exporter.getFinishedSpanItems().size() == 3);
            SpanData run = span(exporter, "run ObservedApplicationTest$Seer#looks");
            SpanData enqueue = span(exporter, "enqueue ObservedApplicationTest$Seer#looks");
            assertThat(run.getParentSpanId()).isEqualTo(enqueue.getSpanId());
            assertThat(enqueue.getParentSpanId())
                    .isEqualTo(span(exporter, "request").getSpanId());
            assertThat(seer.spans).containsOnly(run.getSpanId()).hasSize(3);
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            String task = job.task().toString();
            assertThat(registry.get("turnout.jobs.finished")
                            .tags("pool", "async", "task", task, "outcome", "succeeded")
                            .counter()
                            .count())
                    .isOne();
            assertThat(registry.get("turnout.job")
                            .tags("task", task, "outcome", "succeeded", "error", "none")
                            .timer()
                            .count())
                    .isOne();
            await().untilAsserted(() -> assertThat(
                            registry.get("turnout.backlog.claimable").gauge().value())
                    .isZero());
        });
    }

    @Test
    void securityAndLocaleFollowAJobWithoutAnyAccessorOfTheApplication() {
        worker.run(context -> {
            for (int user = 0; user < 20; user++) {
                NewJob job = job("carries");
                queue.insert(job);
                await().until(() -> store.stateOf(job.id()).equals("SUCCEEDED"));
            }
            assertThat(seer.contexts).hasSize(60);
            assertThat(List.copyOf(seer.contexts).subList(0, 3))
                    .containsExactly("nobody null", "ann fr_BE", "ann fr_BE");
            assertThat(Map.copyOf(seer.counted()))
                    .containsOnly(Map.entry("nobody null", 20L), Map.entry("ann fr_BE", 40L));
        });
    }

    @Test
    void whereSpringSecurityBringsNoAccessorOneIsGiven() {
        ContextRegistry bare = new ContextRegistry();
        ContextRegistry known = new ContextRegistry().loadThreadLocalAccessors();

        assertThat(SpringAccessors.missingFrom(bare).getThreadLocalAccessors())
                .extracting(accessor -> accessor.key())
                .containsExactly(
                        "org.springframework.context.i18n.LocaleContextThreadLocalAccessor.KEY",
                        "org.springframework.security.core.context.SecurityContext");
        assertThat(SpringAccessors.missingFrom(known).getThreadLocalAccessors())
                .extracting(accessor -> accessor.key())
                .containsExactly("org.springframework.context.i18n.LocaleContextThreadLocalAccessor.KEY");
        assertThat(bare.getThreadLocalAccessors()).isEmpty();
    }

    @Test
    void theAccessorThatIsGivenCarriesAndClears() {
        ContextRegistry given = SpringAccessors.missingFrom(new ContextRegistry());
        worker.withBean(PropagatedContext.class, () -> PropagatedContext.of(given))
                .run(context -> {
                    for (int user = 0; user < 20; user++) {
                        NewJob job = job("carries");
                        queue.insert(job);
                        await().until(() -> store.stateOf(job.id()).equals("SUCCEEDED"));
                    }
                    assertThat(Map.copyOf(seer.counted()))
                            .containsOnly(Map.entry("nobody null", 20L), Map.entry("ann fr_BE", 40L));
                });
    }

    @Test
    void carriedContextIsLeftLastAndObservationsStandInsideOfIt() {
        observed.run(context -> assertThat(
                        context.getBeanProvider(Surroundings.class).orderedStream())
                .hasExactlyElementsOfTypes(PropagatedContext.class, JobObservations.class));
    }

    @Test
    void whatIsNotThereIsNotConfigured() {
        worker.withClassLoader(new FilteredClassLoader("io.micrometer.context.", "io.micrometer.core."))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("turnoutPropagatedContext")
                        .doesNotHaveBean("turnoutWorkerMeters"));
        worker.run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(PropagatedContext.class)
                .doesNotHaveBean(WorkerMeters.class)
                .doesNotHaveBean(JobObservations.class)
                .doesNotHaveBean(TracedDoor.class));
    }

    @Test
    void anApplicationThatOnlyPutsJobsInHasATracedDoorAndNoMetersOfAWorker() {
        observed.withPropertyValues("turnout.worker.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(TracedDoor.class)
                        .doesNotHaveBean(WorkerMeters.class)
                        .doesNotHaveBean(JobObservations.class)
                        .doesNotHaveBean(PropagatedContext.class));
    }

    private static SpanData span(InMemorySpanExporter exporter, String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static NewJob job(String method) {
        TaskAddress task = new TaskAddress(Seer.class.getName(), method, List.of());
        return NewJob.now(new JobId(UUID.randomUUID().toString()), task, List.of());
    }

    @Configuration(proxyBeanMethods = false)
    static class Exporting {
        @Bean
        InMemorySpanExporter exporter() {
            return InMemorySpanExporter.create();
        }

        @Bean
        SpanProcessor atOnce(InMemorySpanExporter exporter) {
            return SimpleSpanProcessor.create(exporter);
        }
    }

    static class Seer {
        final List<String> spans = new CopyOnWriteArrayList<>();
        final List<String> contexts = new CopyOnWriteArrayList<>();
        volatile Tracer tracer = Tracer.NOOP;

        @AsyncTask
        public CompletionStage<Void> looks() {
            look();
            return Stages.then(Stages.delay(1), x -> {
                look();
                return Blocking.run(this::look);
            });
        }

        @AsyncTask
        public CompletionStage<Void> carries() {
            note();
            SecurityContextHolder.setContext(
                    new SecurityContextImpl(new TestingAuthenticationToken("ann", "secret", "ROLE_USER")));
            LocaleContextHolder.setLocale(Locale.forLanguageTag("fr-BE"));
            return Stages.then(Stages.delay(1), x -> {
                note();
                return Blocking.run(this::note);
            });
        }

        Map<String, Long> counted() {
            return contexts.stream()
                    .collect(java.util.stream.Collectors.groupingBy(
                            seen -> seen, java.util.stream.Collectors.counting()));
        }

        private void look() {
            Span span = tracer.currentSpan();
            spans.add(span == null ? "none" : span.context().spanId());
        }

        private void note() {
            Authentication user = SecurityContextHolder.getContext().getAuthentication();
            contexts.add((user == null ? "nobody" : user.getName()) + " "
                    + (LocaleContextHolder.getLocaleContext() == null ? null : LocaleContextHolder.getLocale()));
        }
    }
}
