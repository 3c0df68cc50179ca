// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.micrometer.TraceKit.Seen;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** With real tracers: each behind the same observations. */
@Timeout(60)
class JobObservationsTest {
    private static final String RUN = "run JobObservationsTest$Traced#";
    private static final String ENQUEUE = "enqueue JobObservationsTest$Traced#";

    private final Traced traced = new Traced();
    private final Plant plant = new Plant(traced);
    private TraceKit kit = TraceKit.openTelemetry();

    @AfterEach
    void close() {
        plant.close();
        kit.close();
    }

    static Stream<Arguments> tracers() {
        Supplier<TraceKit> otel = TraceKit::openTelemetry;
        Supplier<TraceKit> brave = TraceKit::brave;
        return Stream.of(
                Arguments.of("OpenTelemetry", otel, false),
                Arguments.of("OpenTelemetry, with carried context", otel, true),
                Arguments.of("Brave", brave, false),
                Arguments.of("Brave, with carried context", brave, true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tracers")
    void enqueueAndRunAreOneTraceAcrossContinuationsAndBlockingWork(
            String name, Supplier<TraceKit> tracer, boolean carried) {
        start(tracer.get(), carried);

        NewJob job = plant.job("hops");
        Observation.createNotStarted("request", kit.registry).observe(() -> insert(job));

        plant.awaitState(job.id(), "SUCCEEDED");
        Seen run = only(RUN + "hops");
        Seen enqueue = only(ENQUEUE + "hops");
        Seen request = only("request");
        assertThat(request.isRoot()).isTrue();
        assertThat(enqueue.parent()).isEqualTo(request.id());
        assertThat(run.parent()).isEqualTo(enqueue.id());
        assertThat(List.of(run.trace(), enqueue.trace())).containsOnly(request.trace());
        assertThat(traced.spans)
                .containsExactly(
                        "body " + run.id(),
                        "continuation " + run.id(),
                        "blocking " + run.id(),
                        "after blocking " + run.id());
        assertThat(run.tags())
                .containsEntry("outcome", "succeeded")
                .containsEntry("task", plant.task("hops").toString())
                .containsEntry("turnout.job.id", job.id().value())
                .containsEntry("turnout.job.attempt", "1");
        assertThat(enqueue.tags()).containsEntry("outcome", "added");
        assertThat(run.error()).isEmpty();
        assertThatAllThreadsAreClean();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tracers")
    void eachAttemptIsASpanOfItsOwnWithItsErrorUnderTheSameParent(
            String name, Supplier<TraceKit> tracer, boolean carried) {
        start(tracer.get(), carried);

        NewJob job = plant.job("failsTwice");
        insert(job);
        plant.awaitState(job.id(), "SCHEDULED");
        plant.store.advance(java.time.Duration.ofHours(1));

        plant.awaitState(job.id(), "FAILED");
        Seen enqueue = only(ENQUEUE + "failsTwice");
        await().until(() -> kit.spans(RUN + "failsTwice").size() == 2);
        assertThat(kit.spans(RUN + "failsTwice")).allSatisfy(run -> {
            assertThat(run.trace()).isEqualTo(enqueue.trace());
            assertThat(run.parent()).isEqualTo(enqueue.id());
            assertThat(run.error()).contains("not today");
        });
        assertThat(kit.spans(RUN + "failsTwice"))
                .extracting(run -> run.tags().get("outcome"))
                .containsExactly("retried", "failed");
        assertThatAllThreadsAreClean();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tracers")
    void aLaneBodyRunsInItsSpan(String name, Supplier<TraceKit> tracer, boolean carried) {
        start(tracer.get(), carried);

        NewJob job = plant.job("laneBody");
        insert(job);

        plant.awaitState(job.id(), "SUCCEEDED");
        Seen run = only(RUN + "laneBody");
        assertThat(run.parent()).isEqualTo(only(ENQUEUE + "laneBody").id());
        assertThat(traced.spans).containsExactly("lane " + run.id());
        assertThatAllThreadsAreClean();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theIdsThatATracerPutsIntoTheMdcStandBesideTheJobsAndFollowIt(boolean carried) {
        start(TraceKit.brave(), carried);

        JobId id = plant.insert("logs");

        plant.awaitState(id, "SUCCEEDED");
        Seen run = only(RUN + "logs");
        String ids = id.value() + " " + run.trace() + " " + run.id() + " own";
        assertThat(traced.logged)
                .containsExactly("body " + ids, "continuation " + ids, "blocking " + ids, "after blocking " + ids);
        assertThatAllThreadsAreClean();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aChildThatIsCurrentWhereAPieceIsComposedIsCurrentInIt(boolean carried) {
        start(TraceKit.openTelemetry(), carried);

        JobId id = plant.insert("composesUnderAChild");

        plant.awaitState(id, "SUCCEEDED");
        Seen child = only("child");
        assertThat(child.parent()).isEqualTo(only(RUN + "composesUnderAChild").id());
        assertThat(traced.spans).containsExactly("continuation " + child.id(), "blocking " + child.id());
        assertThatAllThreadsAreClean();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aScopeThatATaskForgetsToCloseDoesNotReachTheNextJob(boolean carried) {
        start(TraceKit.openTelemetry(), carried);

        for (int job = 0; job < 3 * Plant.LOOP_THREADS; job++) {
            plant.awaitState(plant.insert("forgetsAScope"), "SUCCEEDED");
        }

        assertThatAllThreadsAreClean();
    }

    @Test
    void aRunThatIsCancelledOrGivenBackEndsItsSpanToo() {
        start(kit, true);
        JobId cancelled = plant.insert("waits");
        await().until(() -> traced.waiting.contains(cancelled.value()));
        plant.queue.cancel(cancelled, "no longer wanted");
        await().until(() -> kit.spans(RUN + "waits").size() == 1);
        JobId released = plant.insert("waits");
        await().until(() -> traced.waiting.contains(released.value()));

        plant.close();

        assertThat(kit.spans(RUN + "waits"))
                .extracting(run -> run.tags().get("outcome"))
                .containsExactly("cancelled", "released");
    }

    @Test
    void aJobWithoutATraceBeginsOne() {
        start(kit, true);

        JobId id = plant.insert("hops");

        plant.awaitState(id, "SUCCEEDED");
        assertThat(only(RUN + "hops").isRoot()).isTrue();
    }

    @Test
    void whatSomebodyElseKeepsUnderTheNameOfATraceIsNotTakenForOne() {
        start(kit, true);
        List<JsonNode> odd = List.of(
                new IntNode(7),
                NullNode.getInstance(),
                JsonNodeFactory.instance.objectNode().put("@class", "java.util.Date"),
                JsonNodeFactory.instance.arrayNode().add("java.util.Date").add(7),
                new TextNode(""),
                new TextNode("00-zz"),
                new TextNode("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".repeat(1_000)));

        odd.forEach(value -> {
            NewJob job = plant.job(Map.of("traceparent", value, "tracestate", value), "hops");
            plant.queue.insert(job);
            plant.awaitState(job.id(), "SUCCEEDED");
        });

        await().until(() -> kit.spans(RUN + "hops").size() == odd.size());
        assertThat(kit.spans(RUN + "hops")).allMatch(Seen::isRoot);
    }

    @Test
    void whatIsWrittenIntoTheJobIsPlainTextAndTheRestOfItsMetadataStays() {
        start(kit, true);
        NewJob job = plant.job(Map.of("tenant", new IntNode(7)), "hops");

        insert(job);

        Map<String, JsonNode> stored = plant.store.job(job.id()).notes();
        Seen enqueue = only(ENQUEUE + "hops");
        assertThat(stored)
                .containsEntry("tenant", new IntNode(7))
                .containsEntry("traceparent", new TextNode("00-" + enqueue.trace() + "-" + enqueue.id() + "-01"));
        plant.awaitState(job.id(), "SUCCEEDED");
    }

    @Test
    void anEnqueueThatFailsIsAnErrorOfItsSpan() {
        TracedDoor refusing = TracedDoor.of(new BrokenDoor(new IllegalStateException("full"), false), kit.registry);
        TracedDoor failing = TracedDoor.of(new BrokenDoor(new IllegalStateException("away"), true), kit.registry);

        assertThatThrownBy(() -> refusing.insert(plant.job("hops"))).hasMessage("full");
        assertThat(failing.insert(plant.job("hops"))).isCompletedExceptionally();

        assertThat(kit.spans(ENQUEUE + "hops"))
                .extracting(span -> span.error().orElse("none"))
                .containsExactly("full", "away");
        assertThat(kit.spans(ENQUEUE + "hops"))
                .extracting(span -> span.tags().get("outcome"))
                .containsOnly("failed");
        assertThat(kit.current()).isEqualTo("none");
    }

    @Test
    void aJobThatIsThereAlreadyIsSaidToBeKnown() {
        start(kit, true);
        NewJob job = plant.job("waits");

        insert(job);
        insert(job);

        assertThat(kit.spans(ENQUEUE + "waits"))
                .extracting(span -> span.tags().get("outcome"))
                .containsExactly("added", "known");
    }

    @Test
    void eachOfManyJobsHasASpanAndATraceOfItsOwn() {
        start(kit, true);
        NewJob one = plant.job("waits");
        NewJob two = plant.job("waits");
        TracedDoor door = TracedDoor.of(plant.queue.door(), kit.registry);
        TracedDoor failing = TracedDoor.of(new BrokenDoor(new IllegalStateException("away"), true), kit.registry);

        assertThat(door.insertAll(List.of(one, two, one)).toCompletableFuture().join())
                .containsExactly(true, true, false);
        assertThat(failing.insertAll(List.of(plant.job("hops")))).isCompletedExceptionally();

        List<Seen> spans = kit.spans(ENQUEUE + "waits");
        assertThat(spans).extracting(span -> span.tags().get("outcome")).containsExactly("added", "added", "known");
        assertThat(plant.store.job(two.id()).notes())
                .containsEntry(
                        "traceparent",
                        new TextNode("00-" + spans.get(1).trace() + "-"
                                + spans.get(1).id() + "-01"));
        assertThat(kit.spans(ENQUEUE + "hops"))
                .extracting(span -> span.tags().get("outcome"))
                .containsExactly("failed");
        assertThat(door.form()).isSameAs(plant.queue.door().form());
    }

    private void start(TraceKit kit, boolean carried) {
        this.kit = kit;
        traced.kit = kit;
        JobObservations observations = new JobObservations(kit.registry);
        plant.start(worker -> (carried
                        ? worker.surroundings(PropagatedContext.of(new ContextRegistry().loadThreadLocalAccessors()))
                        : worker)
                .surroundings(observations)
                .listener(observations));
    }

    private void insert(NewJob job) {
        TracedDoor.of(plant.queue.door(), kit.registry)
                .insert(job)
                .toCompletableFuture()
                .join();
    }

    private Seen only(String name) {
        await().until(() -> !kit.spans(name).isEmpty());
        assertThat(kit.spans(name)).hasSize(1);
        return kit.spans(name).get(0);
    }

    /** A span that somebody left on a thread would be the parent of the next job there. */
    private void assertThatAllThreadsAreClean() {
        plant.runOnEach(Plant.LOOP_THREADS, "probe");
        plant.runOnEach(Plant.POOL_THREADS, "laneProbe");
        await().until(() -> kit.spans(RUN + "probe").size() == Plant.LOOP_THREADS);
        await().until(() -> kit.spans(RUN + "laneProbe").size() == Plant.POOL_THREADS);
        assertThat(kit.spans(RUN + "probe")).allMatch(Seen::isRoot);
        assertThat(kit.spans(RUN + "laneProbe")).allMatch(Seen::isRoot);
        assertThat(traced.dirt).isEmpty();
    }

    /** Tasks that write down which span is current. */
    static class Traced {
        final List<String> spans = new CopyOnWriteArrayList<>();
        final List<String> logged = new CopyOnWriteArrayList<>();
        final Set<String> waiting = ConcurrentHashMap.newKeySet();
        final List<String> dirt = new CopyOnWriteArrayList<>();
        private final CyclicBarrier loops = new CyclicBarrier(Plant.LOOP_THREADS);
        private final CyclicBarrier lanes = new CyclicBarrier(Plant.POOL_THREADS);
        volatile TraceKit kit = TraceKit.openTelemetry();

        @AsyncTask
        public CompletionStage<Void> hops() {
            look("body");
            CompletionStage<Void> foreign = CompletableFuture.runAsync(() -> {});
            return Stages.then(foreign, x -> {
                look("continuation");
                return Stages.accept(Blocking.run(() -> look("blocking")), y -> look("after blocking"));
            });
        }

        @AsyncTask(retries = 1)
        public CompletionStage<Void> failsTwice() {
            return Stages.then(
                    Stages.delay(1),
                    x -> Blocking.run(() -> {
                        throw new IllegalStateException("not today");
                    }));
        }

        public void laneBody() {
            look("lane");
        }

        @AsyncTask
        public CompletionStage<Void> logs() {
            MDC.put("own", "own");
            log("body");
            return Stages.then(Stages.delay(1), x -> {
                log("continuation");
                return Stages.accept(Blocking.run(() -> log("blocking")), y -> log("after blocking"));
            });
        }

        @AsyncTask
        public CompletionStage<Void> composesUnderAChild() {
            Observation child = Observation.start("child", kit.registry);
            CompletionStage<Void> end = child.scoped(() -> Stages.then(Stages.delay(1), x -> {
                look("continuation");
                return Blocking.run(() -> look("blocking"));
            }));
            return Stages.lastlyRun(end, child::stop);
        }

        @AsyncTask
        @SuppressWarnings("MustBeClosed") // that is the point
        public CompletionStage<Void> forgetsAScope() {
            Observation.start("forgotten", kit.registry).openScope();
            return Stages.accept(
                    Stages.delay(1),
                    x -> Observation.start("forgotten too", kit.registry).openScope());
        }

        @AsyncTask
        public CompletionStage<Void> waits() {
            waiting.add(MDC.get("jobId"));
            return new CompletableFuture<>();
        }

        @AsyncTask
        public CompletionStage<Void> probe() throws Exception {
            loops.await(20, TimeUnit.SECONDS);
            probeMdc();
            return Stages.done();
        }

        public void laneProbe() throws Exception {
            lanes.await(20, TimeUnit.SECONDS);
            probeMdc();
        }

        private void probeMdc() {
            Map<String, String> others = MDC.getCopyOfContextMap();
            others.keySet().removeAll(Set.of("jobId", "task", "attempt"));
            if (others.getOrDefault("spanId", kit.current()).equals(kit.current())) {
                others.keySet().removeAll(Set.of("traceId", "spanId"));
            }
            if (!others.isEmpty()) {
                dirt.add(Thread.currentThread().getName() + " " + others);
            }
        }

        private void look(String where) {
            spans.add(where + " " + kit.current());
        }

        private void log(String where) {
            logged.add(where + " " + MDC.get("jobId") + " " + MDC.get("traceId") + " " + MDC.get("spanId") + " "
                    + MDC.get("own"));
        }
    }
}
