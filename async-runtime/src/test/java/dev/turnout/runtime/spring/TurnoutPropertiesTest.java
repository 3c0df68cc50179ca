// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.Subtypes;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.InMemoryQueue;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class TurnoutPropertiesTest {
    @Test
    void withoutAnyPropertyTheFiguresAreTheDefaultsOfTheWorker() throws ReflectiveOperationException {
        WorkerOptions bound = properties(Map.of()).options();

        for (Method figure : WorkerOptions.class.getMethods()) {
            if (figure.getDeclaringClass() == WorkerOptions.class
                    && figure.getParameterCount() == 0
                    && figure.getReturnType() != WorkerOptions.class) {
                assertThat(figure.invoke(bound)).as(figure.getName()).isEqualTo(figure.invoke(WorkerOptions.with()));
            }
        }
    }

    @Test
    void everyFigureOfTheWorkerCanBeSetInYaml() {
        try (AnnotationConfigApplicationContext context = Contexts.boot(InMemoryQueue.create(), """
                turnout.worker:
                  slots: 5
                  lease: 20s
                  renew-every: 3s
                  drain-timeout: 4s
                  blocking-pool-size: 6
                  pools:
                    db: 7
                    "[mail.out]": 8
                  offloads-waiting: 9
                  poll-every: 10s
                  beat-every: 11s
                  duty-every: 12s
                  report-after: 13s
                  abandon-after: 14m
                  blocked-after: 15s
                  dead-after: 16s
                """)) {
            assertThat(context.getBean(WorkerOptions.class))
                    .returns(5, WorkerOptions::slots)
                    .returns(Duration.ofSeconds(20), WorkerOptions::lease)
                    .returns(Duration.ofSeconds(3), WorkerOptions::renewEvery)
                    .returns(Duration.ofSeconds(4), WorkerOptions::drainTimeout)
                    .returns(OptionalInt.of(6), WorkerOptions::blockingPoolSize)
                    .returns(Map.of("db", 7, "mail.out", 8), WorkerOptions::pools)
                    .returns(9, WorkerOptions::offloadsWaiting)
                    .returns(Duration.ofSeconds(10), WorkerOptions::pollEvery)
                    .returns(Duration.ofSeconds(11), WorkerOptions::beatEvery)
                    .returns(Duration.ofSeconds(12), WorkerOptions::dutyEvery)
                    .returns(Duration.ofSeconds(13), WorkerOptions::reportAfter)
                    .returns(Optional.of(Duration.ofMinutes(14)), WorkerOptions::abandonAfter)
                    .returns(Duration.ofSeconds(15), WorkerOptions::blockedAfter)
                    .returns(Duration.ofSeconds(16), WorkerOptions::deadAfter);
        }
    }

    @Test
    void subtypesAreNoneUnlessTheyAreNamed() {
        InMemoryQueue queue = InMemoryQueue.create();
        String id = JobId.class.getName();

        try (AnnotationConfigApplicationContext context = Contexts.boot(queue, "")) {
            assertThat(context.getBean(Subtypes.class).find(id, Object.class)).isEmpty();
        }
        try (AnnotationConfigApplicationContext context =
                Contexts.boot(queue, "turnout.worker.subtypes: [dev.turnout.runtime.queue.*, " + id + "]")) {
            assertThat(context.getBean(Subtypes.class).find(id, Object.class)).contains(JobId.class);
            assertThat(context.getBean(Subtypes.class).find("dev.turnout.runtime.queue.Claim", Object.class))
                    .isPresent();
        }
        assertThatThrownBy(() -> Contexts.boot(queue, "turnout.worker.subtypes: java.io.*"))
                .rootCause()
                .hasMessageStartingWith("TURNOUT-0438 java.io.*");
    }

    @Test
    void aFigureOutOfRangeFailsTheStartAndIsNamed() {
        InMemoryQueue queue = InMemoryQueue.create();

        assertThatThrownBy(() -> Contexts.boot(queue, "turnout.worker.slots: 0"))
                .rootCause()
                .hasMessage("TURNOUT-0114 worker option slots is 0; it must be 1 to 100000.");
        assertThat(queue.store().present()).isEmpty();
    }

    @Test
    void metadataForCompletionDescribesEveryProperty() throws IOException {
        JsonNode metadata;
        try (InputStream file = Objects.requireNonNull(
                TurnoutProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            metadata = new ObjectMapper().readTree(file);
        }

        List<JsonNode> described = StreamSupport.stream(
                        metadata.path("properties").spliterator(), false)
                .filter(property -> property.path("name").asText().startsWith("turnout.worker."))
                .toList();
        assertThat(described)
                .extracting(property -> property.path("name").asText())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(TurnoutProperties.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .map(TurnoutPropertiesTest::dashed)
                        .map("turnout.worker."::concat)
                        .toList());
        assertThat(described)
                .allSatisfy(property -> assertThat(property.path("description").asText())
                        .as(property.path("name").asText())
                        .endsWith("."));
        assertThat(described)
                .filteredOn(property -> !property.has("defaultValue"))
                .extracting(property -> property.path("name").asText())
                .containsExactlyInAnyOrder(
                        "turnout.worker.enabled",
                        "turnout.worker.abandon-after",
                        "turnout.worker.pools",
                        "turnout.worker.subtypes",
                        "turnout.worker.tasks");
        assertThat(metadata.path("hints").findValuesAsText("name")).contains("turnout.worker.burst");
    }

    static TurnoutProperties properties(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("turnout.worker", TurnoutProperties.class);
    }

    private static String dashed(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }
}
