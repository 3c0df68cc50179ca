// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.InMemoryQueue;
import dev.turnout.runtime.queue.Presence.Beat;
import dev.turnout.runtime.queue.Routes;
import dev.turnout.runtime.queue.Surroundings;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskContext;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@Tag("jdk")
@Timeout(30)
class WorkerTest {
    private final ObjectMapper json = new ObjectMapper();
    private final InMemoryQueue.Store store = new InMemoryQueue.Store(Duration.ofMillis(900));
    private final InMemoryQueue door = new InMemoryQueue(store);
    private final Tasks tasks = new Tasks();
    private final Notebook notebook = new Notebook();
    private final List<Worker> workers = new ArrayList<>();

    @AfterEach
    void closeWorkers() {
        tasks.release.countDown();
        workers.forEach(Worker::close);
    }

    @Test
    void aTwinRunsForTheFacadesAddressAndItsStageIsAwaited() {
        start(door, options());

        JobId id = insert("mail", arg("java.lang.String", "ann"), arg("long", 5L));

        await().until(() -> tasks.seen.contains("mail ann 5"));
        assertThat(store.stateOf(id)).isEqualTo("PROCESSING");
        tasks.open.complete(null);
        await().until(() -> store.stateOf(id).equals("SUCCEEDED"));
        assertThat(notebook.of(id)).containsExactly("started", "ended");
        assertThat(tasks.threads.get(0)).contains("-cpu-");
    }

    @Test
    void aBlockingBodyRunsOnItsNamedPool() {
        start(door, options());

        JobId id = insert("block");

        await().until(() -> store.stateOf(id).equals("SUCCEEDED"));
        assertThat(tasks.threads.get(0)).contains("-blocking-db-");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void aVirtualBodyRunsOnAVirtualThread() throws Exception {
        TaskDefinition task = TaskDefinition.virtual(Tasks.class, Tasks.class.getDeclaredMethod("block"));
        workers.add(builder(door, options())
                .tasks(TaskRegistry.of(List.of(task)))
                .build()
                .start());

        JobId id = insert("block");

        await().until(() -> store.stateOf(id).equals("SUCCEEDED"));
        assertThat(tasks.threads.get(0)).contains("-virtual-");
    }

    @Test
    void aLaneBodyMayWaitOnAFacade() {
        start(door, options().pool("db", 1));

        JobId id = insert("viaFacade");

        await().until(() -> store.stateOf(id).equals("SUCCEEDED"));
        assertThat(tasks.seen).containsExactly("offloaded");
        assertThat(tasks.threads).hasSize(1).first().asString().contains("-blocking-db-");
    }

    @Test
    void aTwinHandsBlockingWorkToAPoolWhereAFacadeMayWait() {
        start(door, options());

        JobId id = insert("offloads");

        await().until(() -> store.stateOf(id).equals("SUCCEEDED"));
        assertThat(tasks.seen).containsExactly("nested", "nested facade");
    }

    @Test
    void aFacadeInAComposedLaneIsRefused() {
        start(door, options());

        JobId id = insert("waits");

        await().until(() -> store.stateOf(id).equals("FAILED"));
        assertThat(store.job(id).failures.get(0)).hasMessageContaining("TURNOUT-0202");
    }

    @Test
    void aFailedStageAThrowAndANullStageFailTheAttemptWithWhatWasThrown() {
        start(door, options());

        JobId stage = insert("failsLater");
        JobId thrown = insert("throwsAtOnce");
        JobId nothing = insert("givesNull");
        JobId error = insert("overflows");

        await().until(() -> List.of(stage, thrown, nothing, error).stream()
                .allMatch(id -> store.stateOf(id).equals("FAILED")));
        assertThat(store.job(stage).failures.get(0)).isExactlyInstanceOf(java.io.IOException.class);
        assertThat(store.job(thrown).failures.get(0)).isExactlyInstanceOf(IllegalArgumentException.class);
        assertThat(store.job(nothing).failures.get(0)).isExactlyInstanceOf(NullPointerException.class);
        assertThat(store.job(error).failures.get(0)).isExactlyInstanceOf(StackOverflowError.class);
    }

    @Test
    void aFailedAttemptIsRetriedAsTheAnnotationSays() {
        start(door, options());

        JobId id = insert("retried");

        await().until(() -> store.stateOf(id).equals("SCHEDULED"));
        store.advance(Duration.ofSeconds(4));
        await().until(() -> store.stateOf(id).equals("SUCCEEDED"));
        assertThat(store.job(id).attempt).isEqualTo(2);
    }

    @Test
    void aTimeoutCancelsTheStageAndFailsTheAttempt() {
        start(door, options());

        JobId id = insert("endless");

        await().until(() -> store.stateOf(id).equals("FAILED"));
        assertThat(store.job(id).failures.get(0)).hasMessageContaining("TURNOUT-0305");
        assertThat(tasks.never).isCancelled();
    }

    @Test
    void jobsThatDoNotFitAreParkedAndTheWorkerLivesOn() {
        start(door, options());

        JobId wrongType = insert("mail", new Argument("java.lang.Object", new TextNode("x")), arg("long", 5L));
        JobId wrongValue = insert("mail", arg("java.lang.String", "ann"), arg("long", "five"));
        JobId good = insert("block");

        await().until(() -> store.stateOf(good).equals("SUCCEEDED"));
        await().until(() -> store.stateOf(wrongType).equals("PARKED"));
        await().until(() -> store.stateOf(wrongValue).equals("PARKED"));
        assertThat(store.job(wrongType).reason).contains("TURNOUT-0110 argument 1 of");
        assertThat(store.job(wrongValue).reason).contains("TURNOUT-0110 argument 2 of");
        await().until(() -> notebook.of(wrongType).equals(List.of("parked")));
    }

    @Test
    void aTaskIsGivenItsContextBesideTheStoredArguments() {
        start(door, options());

        JobId id = insert("looks", arg("java.lang.String", "x"));

        await().until(() -> store.stateOf(id).equals("SUCCEEDED"));
        assertThat(tasks.seen).containsExactly("x " + id + " attempt 1 " + address("looks", "java.lang.String"));
    }

    @Test
    void claimsThatHaveNotStartedAreGivenBackOnRollbackBeforeItIsAcknowledged() {
        SwitchableRoutes routes = new SwitchableRoutes(store);
        InMemoryQueue view = new InMemoryQueue(store).with(routes);
        start(view, options().pool("db", 1));
        JobId running = insert("holds");
        await().until(() -> tasks.seen.contains("holding"));
        JobId waiting = insert("holds");
        await().until(() -> store.stateOf(waiting).equals("PROCESSING"));

        store.legacyOnly = true;
        routes.stored = 7;
        view.signal(7);

        await().until(() -> store.beats.contains(new Beat(1, 7)));
        assertThat(store.stateOf(waiting)).isEqualTo("ENQUEUED");
        assertThat(store.job(waiting).attempt).isZero();
        assertThat(store.stateOf(running)).isEqualTo("PROCESSING");
        assertThat(notebook.of(waiting)).containsOnly("released");
        tasks.release.countDown();
        await().until(() -> store.stateOf(running).equals("SUCCEEDED"));
        assertThat(tasks.seen).containsExactly("holding");
    }

    @Test
    void theResultOfALostClaimIsDroppedAndItsThreadInterrupted() {
        Worker worker = start(door, options());
        JobId id = insert("holds");
        await().until(() -> tasks.seen.contains("holding"));

        door.delete(id);

        await().until(() -> notebook.of(id).equals(List.of("started", "lost")));
        await().until(() -> tasks.seen.contains("interrupted"));
        await().until(worker::drained);
        assertThat(store.stateOf(id)).isEqualTo("DELETED");
        assertThat(store.forgotten).containsExactly(id);
    }

    @Test
    void anAnswerThatDoesNotComeIsAskedForAgain() {
        start(door, options());
        JobId id = insert("mail", arg("java.lang.String", "ann"), arg("long", 5L));
        await().until(() -> tasks.seen.contains("mail ann 5"));

        door.silent(true);
        int before = store.renewals;
        await().until(() -> store.renewals > before);
        assertThat(notebook.of(id)).containsExactly("started");
        tasks.open.complete(null);
        await().until(() -> store.stateOf(id).equals("SUCCEEDED"));
        door.silent(false);

        await().until(() -> notebook.of(id).equals(List.of("started", "ended")));
    }

    @Test
    void aRunWhoseEndIsNeverAnsweredIsGivenUpAndForgotten() {
        Worker worker = start(door, options());
        JobId id = insert("mail", arg("java.lang.String", "ann"), arg("long", 5L));
        await().until(() -> tasks.seen.contains("mail ann 5"));

        door.silent(true);
        tasks.open.complete(null);

        await().until(worker::drained);
        assertThat(store.forgotten).containsExactly(id);
        assertThat(notebook.of(id)).containsExactly("started", "lost");
    }

    @Test
    void aDrainLetsRunningJobsEndAndGivesTheOthersBack() {
        Worker worker = start(door, options().pool("db", 1));
        JobId running = insert("holds");
        await().until(() -> tasks.seen.contains("holding"));
        JobId waiting = insert("holds");
        await().until(() -> store.stateOf(waiting).equals("PROCESSING"));

        CompletableFuture<Void> closing =
                CompletableFuture.runAsync(worker::close, command -> new Thread(command).start());

        await().until(() -> store.stateOf(waiting).equals("ENQUEUED"));
        assertThat(store.stateOf(running)).isEqualTo("PROCESSING");
        tasks.release.countDown();
        closing.join();
        assertThat(store.stateOf(running)).isEqualTo("SUCCEEDED");
        assertThat(worker.drained()).isTrue();
        assertThat(store.present).isEmpty();
    }

    @Test
    void whatDoesNotEndInTheDrainTimeIsCancelledAndGivenBack() {
        Worker worker = start(door, options().drainTimeout(Duration.ZERO));
        JobId blocking = insert("holds");
        JobId composed = insert("mail", arg("java.lang.String", "ann"), arg("long", 5L));
        await().until(() -> tasks.seen.containsAll(List.of("holding", "mail ann 5")));

        worker.close();

        assertThat(store.stateOf(blocking)).isEqualTo("ENQUEUED");
        assertThat(store.stateOf(composed)).isEqualTo("ENQUEUED");
        assertThat(tasks.seen).contains("interrupted");
        assertThat(tasks.open).isCancelled();
        assertThat(notebook.of(blocking)).containsExactly("started", "released");
    }

    @Test
    void surroundingsAreEnteredInOrderAndLeftInReverse() {
        List<String> calls = new CopyOnWriteArrayList<>();
        workers.add(builder(door, options())
                .surroundings(new Noted("a", calls))
                .surroundings(new Noted("b", calls))
                .build()
                .start());

        JobId id = insert("noted", arg("java.lang.StringBuilder", ""));

        await().until(() -> store.stateOf(id).equals("SUCCEEDED"));
        assertThat(calls)
                .containsExactly(
                        "a open", "b open", "a starting", "b starting", "b left", "a left", "b ended", "a ended");
        assertThat(tasks.seen).containsExactly("live a");
        assertThat(store.job(id).metadata).containsEntry("progress-a", new TextNode("1"));
    }

    @Test
    void aThrowBeforeTheStartFailsTheAttempt() {
        workers.add(builder(door, options())
                .surroundings(claim -> {
                    throw new IllegalStateException("no context");
                })
                .build()
                .start());

        JobId id = insert("block");

        await().until(() -> store.stateOf(id).equals("FAILED"));
        assertThat(store.job(id).failures.get(0)).hasMessage("no context");
        assertThat(notebook.of(id)).doesNotContain("started");
    }

    @Test
    void noMoreJobsAreHeldThanThereAreSlots() {
        Worker worker = start(door, options().slots(3));
        for (int i = 0; i < 10; i++) {
            insert("mail", arg("java.lang.String", "ann"), arg("long", 5L));
        }

        await().until(() -> tasks.seen.size() == 3);
        assertThat(worker.inFlight()).isEqualTo(3);
        tasks.open.complete(null);

        await().until(() -> tasks.seen.size() == 10 && worker.drained());
    }

    @Test
    void aThousandShortJobsAllEnd() {
        Worker worker = start(door, options());
        List<JobId> ids = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            ids.add(insert("block"));
        }

        await().until(() -> ids.stream().allMatch(id -> store.stateOf(id).equals("SUCCEEDED")));

        assertThat(tasks.threads).hasSize(1000);
        await().until(worker::drained);
    }

    @Test
    void aTaskThatNobodyCouldAwaitIsRefusedInTheComposedLane() throws Exception {
        TaskDefinition task =
                TaskDefinition.composed(address("block"), Tasks.class, Tasks.class.getDeclaredMethod("block"));
        Worker.Builder builder = Worker.on(door).tasks(TaskRegistry.of(List.of(task)));

        assertThatThrownBy(builder::build).hasMessageContaining("TURNOUT-0108").hasMessageContaining("returns void");
    }

    private WorkerOptions options() {
        return WorkerOptions.with()
                .pollEvery(Duration.ofMillis(200))
                .beatEvery(Duration.ofMillis(200))
                .dutyEvery(Duration.ofMillis(50));
    }

    private Worker start(InMemoryQueue queue, WorkerOptions options) {
        Worker worker = builder(queue, options).build().start();
        workers.add(worker);
        return worker;
    }

    private Worker.Builder builder(InMemoryQueue queue, WorkerOptions options) {
        List<TaskDefinition> all = new ArrayList<>(TaskRegistry.annotatedIn(Tasks.class));
        for (String body : List.of("block", "viaFacade", "holds", "overflows")) {
            try {
                all.add(TaskDefinition.blocking(Tasks.class, Tasks.class.getDeclaredMethod(body), "db"));
            } catch (NoSuchMethodException renamed) {
                throw new AssertionError(renamed);
            }
        }
        return Worker.on(queue)
                .tasks(TaskRegistry.of(all))
                .beans(type -> tasks)
                .listener(notebook)
                .closesOnExit(false)
                .options(options);
    }

    private JobId insert(String method, Argument... arguments) {
        JobId id = new JobId(UUID.randomUUID().toString());
        String[] types = List.of(arguments).stream().map(Argument::declaredType).toArray(String[]::new);
        TaskAddress task = types.length > 0 && types[0].equals("java.lang.Object")
                ? address(method, "java.lang.String", "long")
                : address(method, types);
        assertThat(door.insert(NewJob.now(id, task, List.of(arguments)))
                        .toCompletableFuture()
                        .join())
                .isTrue();
        return id;
    }

    private static TaskAddress address(String method, String... types) {
        return new TaskAddress(Tasks.class.getName(), method, List.of(types));
    }

    private Argument arg(String type, Object value) {
        return new Argument(type, json.valueToTree(value));
    }

    /** The tasks of these tests. */
    static class Tasks {
        final List<String> seen = new CopyOnWriteArrayList<>();
        final List<String> threads = new CopyOnWriteArrayList<>();
        final CompletableFuture<Void> open = new CompletableFuture<>();
        final CompletableFuture<Void> never = new CompletableFuture<>();
        final CountDownLatch release = new CountDownLatch(1);
        final AtomicInteger tries = new AtomicInteger();

        void mail(String who, long times) {
            Facade.await(() -> mailAsync(who, times));
        }

        @AsyncTask
        CompletionStage<Void> mailAsync(String who, long times) {
            threads.add(Thread.currentThread().getName());
            seen.add("mail " + who + " " + times);
            return open;
        }

        void block() {
            threads.add(Thread.currentThread().getName());
        }

        void viaFacade() {
            Facade.await(() -> Blocking.run(() -> {
                threads.add(Thread.currentThread().getName());
                seen.add("offloaded");
            }));
        }

        @AsyncTask
        CompletionStage<Void> offloads() {
            return Blocking.run(() -> {
                seen.add("nested");
                Facade.await(() -> Stages.map(Stages.done(), ignored -> seen.add("nested facade")));
            });
        }

        @AsyncTask(retries = 0)
        CompletionStage<Void> waits() {
            Facade.await(Stages::done);
            return Stages.done();
        }

        @AsyncTask(retries = 0)
        CompletionStage<Void> failsLater() {
            return Stages.map(Stages.done(), ignored -> {
                throw new java.io.IOException("later");
            });
        }

        @AsyncTask(retries = 0)
        CompletionStage<Void> throwsAtOnce() {
            throw new IllegalArgumentException("at once");
        }

        @AsyncTask(retries = 0)
        @SuppressWarnings("NullAway") // what a careless twin does
        CompletionStage<Void> givesNull() {
            return null;
        }

        @SuppressWarnings("InfiniteRecursion") // that is the point
        void overflows() {
            overflows();
        }

        @AsyncTask(retries = 1)
        CompletionStage<Void> retried() {
            return tries.incrementAndGet() == 1 ? Stages.failed(new IllegalStateException("first")) : Stages.done();
        }

        @AsyncTask(retries = 0, timeout = "50ms")
        CompletionStage<Void> endless() {
            return never;
        }

        @AsyncTask
        CompletionStage<Void> looks(String text, TaskContext context) {
            seen.add(text + " " + context.id() + " attempt " + context.attempt() + " " + context.task());
            return Stages.done();
        }

        @AsyncTask
        CompletionStage<Void> noted(StringBuilder live) {
            seen.add(live.toString());
            return Stages.done();
        }

        void holds() throws InterruptedException {
            seen.add("holding");
            try {
                release.await();
            } catch (InterruptedException cancelled) {
                seen.add("interrupted");
                throw cancelled;
            }
        }
    }

    /** What a worker said of each claim. */
    private static final class Notebook implements WorkerListener {
        private final Map<JobId, List<String>> entries = new ConcurrentHashMap<>();

        List<String> of(JobId id) {
            return entries.getOrDefault(id, List.of());
        }

        private void enter(Claim claim, String what) {
            entries.computeIfAbsent(claim.id(), id -> new CopyOnWriteArrayList<>())
                    .add(what);
        }

        @Override
        public void started(Claim claim) {
            enter(claim, "started");
        }

        @Override
        public void ended(Claim claim, Optional<Throwable> failure) {
            enter(claim, "ended");
        }

        @Override
        public void released(Claim claim, String why) {
            enter(claim, "released");
        }

        @Override
        public void lost(Claim claim) {
            enter(claim, "lost");
        }

        @Override
        public void parked(Claim claim, String reason) {
            enter(claim, "parked");
        }
    }

    /** Routes that a test switches; what is stored counts only after a refresh. */
    private static final class SwitchableRoutes implements Routes {
        volatile long stored = 1;
        private final InMemoryQueue.Store store;
        private volatile boolean closed;
        private volatile long read = 1;

        SwitchableRoutes(InMemoryQueue.Store store) {
            this.store = store;
        }

        @Override
        public boolean mayStart(TaskAddress task, JobId id) {
            return !closed;
        }

        @Override
        public long epoch() {
            return read;
        }

        @Override
        public CompletionStage<Long> refresh() {
            closed = store.legacyOnly;
            read = stored;
            return CompletableFuture.completedFuture(read);
        }
    }

    /** Surroundings that write down what is asked of them. */
    private record Noted(String name, List<String> calls) implements Surroundings {
        @Override
        public Run open(Claim claim) {
            calls.add(name + " open");
            return new Run() {
                private boolean told;

                @Override
                public Optional<Object> argument(String declaredType) {
                    return declaredType.equals("java.lang.StringBuilder")
                            ? Optional.of(new StringBuilder("live " + name))
                            : Optional.empty();
                }

                @Override
                public void starting() {
                    calls.add(name + " starting");
                }

                @Override
                public void ended(Optional<Throwable> failure) {
                    calls.add(name + " ended");
                }

                @Override
                public Map<String, JsonNode> notes() {
                    boolean first = !told;
                    told = true;
                    return first ? Map.of("progress-" + name, new TextNode("1")) : Map.of();
                }

                @Override
                public void left() {
                    calls.add(name + " left");
                }
            };
        }
    }
}
