// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.TaskContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobId;
import org.jobrunr.jobs.states.FailedState;
import org.jobrunr.jobs.states.StateName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which twin a server with two threads runs, behind a job that names a class, a class above it, or an interface. */
class StageTaskTest {
    private static final Pier BEAN = new Pier();
    private static LegacyServer legacy;

    @BeforeAll
    static void start() {
        legacy = LegacyServer.serving(BEAN, 2, 40);
    }

    @AfterAll
    static void stop() {
        legacy.close();
    }

    @BeforeEach
    void forget() {
        BEAN.ran.clear();
        BEAN.open.clear();
    }

    @Test
    void overriddenFacadeIsRunAndNotTheTwinOfTheClassAbove() {
        legacy.awaitState(legacy.scheduler.<Pier>enqueue(pier -> pier.send("x")), StateName.SUCCEEDED);

        assertThat(BEAN.ran).containsExactly("pier x");
    }

    @Test
    void beanThatOverridesTheFacadeIsRunWhereTheJobNamesTheClassAbove() {
        legacy.awaitState(legacy.scheduler.<Quay>enqueue(quay -> quay.send("x")), StateName.SUCCEEDED);

        assertThat(BEAN.ran).containsExactly("pier x");
    }

    @Test
    void twinOfTheBeanIsAwaitedWhereTheJobNamesAnInterface() {
        legacy.awaitState(legacy.scheduler.<Crane>enqueue(crane -> crane.lift("x")), StateName.SUCCEEDED);

        assertThat(BEAN.ran).containsExactly("lift twin x");
    }

    @Test
    void twinWithAContextIsAwaited() {
        List<JobId> ids = IntStream.range(0, 20)
                .mapToObj(n -> legacy.scheduler.<Pier>enqueue(pier -> pier.load("crate", n)))
                .toList();

        await().atMost(Duration.ofSeconds(20)).until(() -> BEAN.open.size() == 20);
        BEAN.open.forEach(end -> end.complete(null));

        ids.forEach(id -> legacy.awaitState(id, StateName.SUCCEEDED));
        assertThat(BEAN.ran)
                .hasSize(20)
                .contains("crate 0 " + ids.get(0) + " attempt 1 of load, deadline true, token above 0 true");
        Job stored = legacy.storage.getJobById(ids.get(0));
        assertThat(stored.getMetadata().keySet())
                .anyMatch(key -> key.startsWith("jobRunrDashboardProgressBar"))
                .anyMatch(key -> key.startsWith("jobRunrDashboardLog"));
    }

    @Test
    void contextOfADeletedJobSaysSo() {
        JobId id = legacy.scheduler.<Pier>enqueue(pier -> pier.load("coal", 1));
        await().until(() -> !BEAN.open.isEmpty());

        legacy.scheduler.delete(id);

        await().atMost(Duration.ofSeconds(20)).until(() -> BEAN.ran.contains("cancelled true"));
    }

    @Test
    void timeoutOfAMethodThatReturnsItsStageCounts() {
        JobId id = legacy.scheduler.<Pier>enqueue(pier -> pier.bare("x"));

        legacy.awaitState(id, StateName.FAILED);

        assertThat(lateAfter(id)).isEqualTo("The stage did not end within PT0.1S");
    }

    @Test
    void timeoutIsReadAsAnAsyncWorkerReadsIt() {
        JobId id = legacy.scheduler.<Pier>enqueue(pier -> pier.idle("x"));

        legacy.awaitState(id, StateName.FAILED);

        assertThat(lateAfter(id)).isEqualTo("The stage did not end within PT0.1S");
    }

    @Test
    void whatOnlyLooksLikeATwinLeavesTheTaskAsItIs() {
        legacy.awaitState(legacy.scheduler.<Pier>enqueue(pier -> pier.weigh("x")), StateName.SUCCEEDED);

        assertThat(BEAN.ran).containsExactly("weigh x");
    }

    private static String lateAfter(JobId id) {
        return legacy.storage
                .getJobById(id)
                .getLastJobStateOfType(FailedState.class)
                .orElseThrow()
                .getExceptionMessage();
    }

    /** What a job may name. */
    public interface Crane {
        void lift(String what);
    }

    /** A facade and its twin. */
    public static class Quay {
        final List<String> ran = new CopyOnWriteArrayList<>();
        final List<CompletableFuture<Void>> open = new CopyOnWriteArrayList<>();

        public void send(String what) {
            Facade.await(() -> sendAsync(what));
        }

        @AsyncTask
        CompletionStage<Void> sendAsync(String what) {
            ran.add("quay's twin " + what);
            return Stages.done();
        }
    }

    /** Overrides the facade with a body of its own, which has no twin. */
    public static class Pier extends Quay implements Crane {
        @Override
        public void send(String what) {
            ran.add("pier " + what);
        }

        @Override
        public void lift(String what) {
            ran.add("lift facade " + what);
        }

        @AsyncTask
        CompletionStage<Void> liftAsync(String what) {
            ran.add("lift twin " + what);
            return Stages.done();
        }

        public void load(String what, int number) {
            ran.add("load facade " + what + " " + number);
        }

        @AsyncTask(timeout = "10m")
        CompletionStage<Void> loadAsync(String what, TaskContext context, int number) {
            context.progress(number, 20);
            context.logger().info("loading {}", what);
            context.cancellation().thenRun(() -> ran.add("cancelled " + context.cancelled()));
            ran.add(what + " " + number + " " + context.id() + " attempt " + context.attempt() + " of "
                    + context.task().methodName() + ", deadline "
                    + context.deadline().isPresent()
                    + ", token above 0 " + (context.token() > 0));
            CompletableFuture<Void> end = new CompletableFuture<>();
            open.add(end);
            return end;
        }

        @org.jobrunr.jobs.annotations.Job(retries = 0)
        @AsyncTask(timeout = "100ms")
        public CompletionStage<Void> bare(String what) {
            return new CompletableFuture<>();
        }

        @org.jobrunr.jobs.annotations.Job(retries = 0)
        public void idle(String what) {
            ran.add("idle facade " + what);
        }

        @AsyncTask(timeout = "100 ms")
        CompletionStage<Void> idleAsync(String what) {
            return new CompletableFuture<>();
        }

        public void weigh(String what) {
            ran.add("weigh " + what);
        }

        @AsyncTask
        CompletionStage<Void> weighAsync(String what, int unasked) {
            ran.add("weigh twin");
            return Stages.done();
        }
    }
}
