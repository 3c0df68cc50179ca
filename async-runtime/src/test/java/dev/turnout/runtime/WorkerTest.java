// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.FlakyQueue;
import dev.turnout.runtime.testing.TestStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final TestStore store = new TestStore(Duration.ofMillis(900));
    private final FlakyQueue door = new FlakyQueue(store);
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
        assertThat(store.job(id).failures().get(0)).hasMessageContaining("TURNOUT-0202");
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
        assertThat(store.job(stage).failures().get(0)).isExactlyInstanceOf(java.io.IOException.class);
        assertThat(store.job(thrown).failures().get(0)).isExactlyInstanceOf(IllegalArgumentException.class);
        assertThat(store.job(nothing).failures().get(0)).isExactlyInstanceOf(NullPointerException.class);
        assertThat(store.job(error).failures().get(0)).isExactlyInstanceOf(StackOverflowError.class);
    }

    @Test
    void aFailedAttemptIsRetriedAsTheAnnotationSays() {
        start(door, options());

        JobId id = insert("retried");

        await().until(() -> store.stateOf(id).equals("SCHEDULED"));
        store.advance(Duration.ofSeconds(4));
        await().until(() -> store.stateOf(id).equals("SUCCEEDED"));
        assertThat(store.job(id).attempts()).isEqualTo(1);
    }

    @Test
    void aTimeoutCancelsTheStageAndFailsTheAttempt() {
        start(door, options());

        JobId id = insert("endless");

        await().until(() -> store.stateOf(id).equals("FAILED"));
        assertThat(store.job(id).failures().get(0)).hasMessageContaining("TURNOUT-0305");
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
        assertThat(store.job(wrongType).reason()).contains("TURNOUT-0110 argument 1 of");
        assertThat(store.job(wrongValue).reason()).contains("TURNOUT-0110 argument 2 of");
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
        FlakyQueue view = new FlakyQueue(store).with(routes);
        start(view, options().pool("db", 1));
        JobId running = insert("holds");
        await().until(() -> tasks.seen.contains("holding"));
        JobId waiting = insert("holds");
        await().until(() -> store.stateOf(waiting).equals("PROCESSING"));

        store.legacyOnly = true;
        routes.stored = 7;
        view.signal(7);

        await().until(() -> store.beats.stream().anyMatch(beat -> beat.inFlight() == 1 && beat.epoch() == 7));
        assertThat(store.beats.get(store.beats.size() - 1).sinceStart()).isPresent();
        assertThat(store.beats.get(store.beats.size() - 1).sinceStarts()).isNotEmpty();
        assertThat(store.stateOf(waiting)).isEqualTo("ENQUEUED");
        assertThat(store.job(waiting).attempts()).isZero();
        assertThat(store.stateOf(running)).isEqualTo("PROCESSING");
        assertThat(notebook.of(waiting)).containsOnly("released");
        tasks.release.countDown();
        await().until(() -> store.stateOf(running).equals("SUCCEEDED"));
        assertThat(tasks.seen).containsExactly("holding");
    }

    @Test
    void aCancelledJobsThreadIsInterruptedAndItsResultDropped() {
        Worker worker = start(door, options());
        JobId id = insert("holds");
        await().until(() -> tasks.seen.contains("holding"));

        door.cancel(id, "by an operator");

        await().until(() -> notebook.of(id).equals(List.of("started", "cancelled")));
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
        int before = store.renewals.get();
        await().until(() -> store.renewals.get() > before);
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
        assertThat(store.present()).isEmpty();
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
        assertThat(store.job(id).notes()).containsEntry("progress-a", new TextNode("1"));
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
        assertThat(store.job(id).failures().get(0)).hasMessage("no context");
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

    private Worker start(FlakyQueue queue, WorkerOptions options) {
        Worker worker = builder(queue, options).build().start();
        workers.add(worker);
        return worker;
    }

    private Worker.Builder builder(FlakyQueue queue, WorkerOptions options) {
        return Furnished.with(tasks, List.of("block", "viaFacade", "holds", "overflows"), queue, notebook, options);
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
}
