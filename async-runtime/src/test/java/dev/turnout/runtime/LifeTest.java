// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.internal.LifeTable;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Answer.AlreadyFinal;
import dev.turnout.runtime.queue.Answer.Indeterminate;
import dev.turnout.runtime.queue.Answer.LostClaim;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Surroundings;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.FlakyQueue;
import dev.turnout.runtime.testing.StoredJob;
import dev.turnout.runtime.testing.TestStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Every arrow in the life of a job, on a real worker. An arrow that none of these tests takes fails the class. */
@Timeout(30)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LifeTest {
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final Logger life = (Logger) org.slf4j.LoggerFactory.getLogger("dev.turnout.runtime.life");
    private final AppenderBase<ILoggingEvent> witness = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            taken.add(event.getFormattedMessage());
        }
    };

    private final List<Worker> workers = new ArrayList<>();
    private TestStore store = new TestStore(Duration.ofMillis(600));
    private Tasks tasks = new Tasks();
    private Notebook notebook = new Notebook();

    @BeforeAll
    void watchTheLife() {
        witness.start();
        life.addAppender(witness);
        life.setLevel(Level.TRACE);
        life.setAdditive(false);
    }

    @AfterEach
    void closeWorkers() {
        tasks.release.countDown();
        workers.forEach(Worker::close);
        workers.clear();
        store = new TestStore(Duration.ofMillis(600));
        tasks = new Tasks();
        notebook = new Notebook();
    }

    @AfterAll
    void everyArrowWasTaken() {
        life.detachAppender(witness);
        life.setLevel(null);
        life.setAdditive(true);
        assertThat(LifeTable.arrows()).as("arrows that no test takes").allMatch(taken::contains);
        assertThat(taken).as("arrows that the table does not have").allMatch(LifeTable.arrows()::contains);
    }

    @Test
    void aJobIsClaimedStartedAndItsEndStored() {
        start(new FlakyQueue(store), options());

        JobId id = insert("block");

        await().until(() -> notebook.of(id).equals(List.of("started", "ended")));
    }

    @Test
    void aJobWhoseSurroundingsFailIsAFailedAttempt() {
        Surroundings broken = claim -> {
            throw new IllegalStateException("no context");
        };
        workers.add(builder(new FlakyQueue(store), options())
                .surroundings(broken)
                .build()
                .start());

        JobId id = insert("block");

        await().until(() -> notebook.of(id).equals(List.of("ended")));
        assertThat(store.job(id).failures()).hasSize(1);
    }

    @Test
    void aJobThatDoesNotFitIsParked() {
        start(new FlakyQueue(store), options());

        JobId id = insertUnfit();

        await().until(() -> notebook.of(id).equals(List.of("parked")));
    }

    @Test
    void aClaimThatWaitsForItsLaneIsGivenBackAtTheStop() {
        Worker worker = start(new FlakyQueue(store), options().pool("db", 1));
        JobId running = insert("holds");
        await().until(() -> tasks.seen.contains("holding"));
        JobId waiting = insert("holds");
        await().until(() -> store.stateOf(waiting).equals("PROCESSING"));
        tasks.release.countDown();

        worker.close();

        assertThat(notebook.of(running)).containsExactly("started", "ended");
        assertThat(notebook.of(waiting)).isIn(List.of("released"), List.of("started", "ended"));
    }

    @Test
    void aClaimThatWaitsForItsLaneIsCancelledWithoutAStart() {
        start(new FlakyQueue(store), options().pool("db", 1));
        insert("holds");
        await().until(() -> tasks.seen.contains("holding"));
        JobId waiting = insert("holds");
        await().until(() -> store.stateOf(waiting).equals("PROCESSING"));

        new FlakyQueue(store).cancel(waiting, "by an operator");

        await().until(() -> notebook.of(waiting).equals(List.of("cancelled")));
    }

    @Test
    void aClaimThatWaitsForItsLaneIsLostWithItsLease() {
        FlakyQueue queue = new FlakyQueue(store);
        start(queue, options().pool("db", 1));
        JobId running = insert("holds");
        await().until(() -> tasks.seen.contains("holding"));
        JobId waiting = insert("holds");
        await().until(() -> store.stateOf(waiting).equals("PROCESSING"));

        store.legacyOnly = true;
        takeAwayAllLeases();

        await().until(() -> notebook.of(waiting).equals(List.of("lost")));
        await().until(() -> notebook.of(running).equals(List.of("started", "lost")));
    }

    @Test
    void whatDoesNotEndInTheDrainTimeIsGivenBack() {
        Worker worker = start(new FlakyQueue(store), options().drainTimeout(Duration.ZERO));
        JobId id = insert("holds");
        await().until(() -> tasks.seen.contains("holding"));

        worker.close();

        assertThat(notebook.of(id)).containsExactly("started", "released");
        assertThat(store.stateOf(id)).isEqualTo("ENQUEUED");
    }

    @Test
    void aRunningJobIsCancelledAndNothingOfItStored() {
        start(new FlakyQueue(store), options());
        JobId id = insert("holds");
        await().until(() -> tasks.seen.contains("holding"));

        new FlakyQueue(store).cancel(id, "by an operator");

        await().until(() -> notebook.of(id).equals(List.of("started", "cancelled")));
        await().until(() -> tasks.seen.contains("interrupted"));
        assertThat(store.job(id).state().name()).isEqualTo("DELETED");
    }

    @Test
    void aStageThatNeverEndsIsAbandonedAndItsSlotFreed() {
        Worker worker = start(new FlakyQueue(store), options().slots(1).abandonAfter(Duration.ofMillis(300)));

        JobId id = insert("mail", text("ann"), number());

        await().until(() -> notebook.of(id).equals(List.of("started", "abandoned")));
        await().until(worker::drained);
        assertThat(tasks.open).isCancelled();
        assertThat(store.stateOf(id)).as("its lease has not lapsed yet").isEqualTo("PROCESSING");
        JobId next = insert("block");
        await().until(() -> store.stateOf(next).equals("SUCCEEDED"));
        store.advance(Duration.ofSeconds(1));
        await().until(() -> store.job(id).crashes() == 1);
    }

    @Test
    void anEndThatIsRefusedIsDropped() {
        JobId cancelled = endingWith(new AlreadyFinal(), "block");
        JobId lost = endingWith(new LostClaim(), "block");
        JobId unanswered = endingWith(new Indeterminate(new IOException("cut")), "block");

        await().until(() -> notebook.of(cancelled).equals(List.of("started", "cancelled")));
        await().until(() -> notebook.of(lost).equals(List.of("started", "lost")));
        await().until(() -> notebook.of(unanswered).equals(List.of("started", "lost")));
    }

    @Test
    void aParkingThatIsRefusedIsDropped() {
        JobId cancelled = endingWith(new AlreadyFinal(), "unfit");
        JobId lost = endingWith(new LostClaim(), "unfit");
        JobId unanswered = endingWith(new Indeterminate(new IOException("cut")), "unfit");

        await().until(() -> notebook.of(cancelled).equals(List.of("cancelled")));
        await().until(() -> notebook.of(lost).equals(List.of("lost")));
        await().until(() -> notebook.of(unanswered).equals(List.of("lost")));
    }

    @Test
    void aReleaseThatIsRefusedIsDropped() {
        for (Answer answer : List.of(new AlreadyFinal(), new LostClaim(), new Indeterminate(new IOException("cut")))) {
            Worker worker = start(answering(answer), options().drainTimeout(Duration.ZERO));
            JobId id = insert("mail", text("ann"), number());
            await().until(() -> notebook.of(id).contains("started"));

            worker.close();

            assertThat(notebook.of(id))
                    .containsExactly("started", answer instanceof AlreadyFinal ? "cancelled" : "lost");
            tasks = new Tasks();
        }
    }

    @Test
    void theDiagramInTheDocsIsPrintedFromTheTable() throws IOException {
        String page = Files.readString(Path.of("../docs/worker.md"), StandardCharsets.UTF_8);

        assertThat(page).contains("```\n" + String.join("\n", LifeTable.diagram()) + "\n```");
    }

    /** Runs a job on a queue that answers its end with {@code answer}. */
    private JobId endingWith(Answer answer, String what) {
        start(answering(answer), options());
        JobId id = what.equals("unfit") ? insertUnfit() : insert(what);
        await().until(() -> !notebook.of(id).isEmpty());
        await().until(() -> workers.get(workers.size() - 1).drained());
        workers.remove(workers.size() - 1).close();
        return id;
    }

    private FlakyQueue answering(Answer answer) {
        CompletionStage<Answer> said = CompletableFuture.completedFuture(answer);
        return new FlakyQueue(store) {
            @Override
            public CompletionStage<List<Answer>> renew(List<Claim> claims) {
                return answer instanceof Indeterminate
                        ? CompletableFuture.completedFuture(
                                claims.stream().map(claim -> answer).toList())
                        : super.renew(claims);
            }

            @Override
            public CompletionStage<Answer> complete(Claim claim) {
                return said;
            }

            @Override
            public CompletionStage<Answer> park(Claim claim, String reason) {
                return said;
            }

            @Override
            public CompletionStage<Answer> release(Claim claim) {
                return said;
            }
        };
    }

    /** What happens to a worker that stood still past its leases: another one has taken its jobs. */
    private void takeAwayAllLeases() {
        store.lapseAll();
        assertThat(new FlakyQueue(store).jobs(StoredJob.State.PROCESSING)).isEmpty();
    }

    private WorkerOptions options() {
        return WorkerOptions.with()
                .pollEvery(Duration.ofMillis(50))
                .beatEvery(Duration.ofMillis(200))
                .dutyEvery(Duration.ofMillis(50));
    }

    private Worker start(FlakyQueue queue, WorkerOptions options) {
        Worker worker = builder(queue, options).build().start();
        workers.add(worker);
        return worker;
    }

    private Worker.Builder builder(FlakyQueue queue, WorkerOptions options) {
        return Furnished.with(tasks, List.of("block", "holds"), queue, notebook, options);
    }

    private JobId insertUnfit() {
        return insert(
                "mail",
                new Argument("java.lang.String", new TextNode("ann")),
                new Argument("long", new TextNode("five")));
    }

    private JobId insert(String method, Argument... arguments) {
        List<String> types =
                List.of(arguments).stream().map(Argument::declaredType).toList();
        JobId id = new JobId(UUID.randomUUID().toString());
        NewJob job = new NewJob(
                id,
                new TaskAddress(Tasks.class.getName(), method, types),
                List.of(arguments),
                Duration.ZERO,
                Optional.of(0),
                java.util.Map.of());
        assertThat(new FlakyQueue(store).insert(job).toCompletableFuture().join())
                .isTrue();
        return id;
    }

    private static Argument text(String value) {
        return new Argument("java.lang.String", new TextNode(value));
    }

    private static Argument number() {
        return new Argument("long", com.fasterxml.jackson.databind.node.LongNode.valueOf(5));
    }
}
