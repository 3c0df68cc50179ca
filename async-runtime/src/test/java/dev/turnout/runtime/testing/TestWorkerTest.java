// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.FailedJobs;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskCatalog;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.StoredJob.State;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("jdk")
@Timeout(30)
class TestWorkerTest {
    private final Mailer mailer = new Mailer();
    private final TestWorker worker = TestWorker.of(mailer);

    @Test
    void everythingRunsAndTheJobsThatEndedWellAreCounted() {
        StoredJob first = worker.enqueue(Mailer.class, "send", "ann", 5);
        StoredJob second = worker.enqueue(Mailer.class, "sendAsync", "bob", 6L);

        assertThat(worker.runUntilEmpty()).isEqualTo(2);

        assertThat(mailer.sent).containsExactlyInAnyOrder("ann 5", "bob 6");
        assertThat(List.of(first, second)).extracting(StoredJob::state).containsOnly(State.SUCCEEDED);
        assertThat(worker.queue().isEmpty()).isTrue();
        assertThat(worker.runUntilEmpty()).as("there is nothing left").isZero();
    }

    @Test
    void aJobIsStoredUnderItsFacadesAddressWithItsArguments() {
        StoredJob job = worker.enqueue(Mailer.class, "sendAsync", "ann", 5);

        assertThat(job.task())
                .isEqualTo(new TaskAddress(Mailer.class.getName(), "send", List.of("java.lang.String", "long")));
        assertThat(job.argument(0, String.class)).isEqualTo("ann");
        assertThat(job.argument(1, Long.class)).isEqualTo(5L);
        assertThat(job.state()).isEqualTo(State.ENQUEUED);
        assertThatThrownBy(() -> job.argument(0, Integer.class)).hasMessageContaining("TURNOUT-0381");
    }

    @Test
    void retriesRunAndEachSeesTheTimeAtWhichItWasDue() {
        StoredJob job = worker.enqueue(Mailer.class, "flaky");
        Instant start = worker.clock().instant();

        assertThat(worker.runUntilEmpty()).isEqualTo(1);

        assertThat(job.failures()).hasSize(2);
        assertThat(Duration.between(start, worker.clock().instant()))
                .isBetween(Duration.ofMinutes(24), Duration.ofMinutes(36));
    }

    @Test
    void aDeferredJobOfTomorrowRunsNowAndTheClockSaysTomorrow() {
        Instant start = worker.clock().instant();
        worker.job(Mailer.class, "send", "ann", 5).after(Duration.ofDays(1)).enqueue();

        assertThat(worker.runUntilEmpty()).isEqualTo(1);

        assertThat(worker.clock().instant()).isEqualTo(start.plus(Duration.ofDays(1)));
    }

    @Test
    void whatFailsForGoodIsThrownWithItsCauseAndAllThatFailedWithIt() {
        worker.enqueue(Mailer.class, "refuses");
        worker.enqueue(Mailer.class, "send", "ann", 5);
        worker.enqueue(Mailer.class, "refuses");

        FailedJobs thrown = catchThrowableOfType(FailedJobs.class, worker::runUntilEmpty);

        assertThat(thrown).hasMessageContaining("TURNOUT-0325 2 jobs failed").hasRootCauseMessage("no such address");
        assertThat(thrown.result().counts().completed()).isEqualTo(1);
        assertThat(thrown.result().failures()).hasSize(2);
    }

    @Test
    void aParkedJobIsThrownEachTimeUntilItIsOfferedAgainOrCancelled() {
        TaskAddress task = new TaskAddress(Mailer.class.getName(), "send", List.of("java.lang.String", "long"));
        StoredJob job = worker.queue().enqueue(task, "ann", new TextNode("five"));

        assertThatThrownBy(worker::runUntilEmpty).isInstanceOf(FailedJobs.class).hasMessageContaining("TURNOUT-0110");
        assertThatThrownBy(worker::runUntilEmpty).isInstanceOf(FailedJobs.class).hasMessageContaining("TURNOUT-0110");

        assertThat(job.state()).isEqualTo(State.PARKED);
        worker.queue().cancel(job.id(), "by the test");
        assertThat(worker.runUntilEmpty()).isZero();
    }

    @Test
    void aJobOfATaskThatNobodyKnowsIsNamedAndLeftToOthersWhenOnlyWhatIsDueIsRun() {
        worker.queue().enqueue(TaskAddress.parse("com.acme.Legacy#print()"));
        worker.enqueue(Mailer.class, "send", "ann", 5);

        assertThat(worker.runDue()).isEqualTo(1);
        assertThatThrownBy(worker::runUntilEmpty)
                .isInstanceOf(FailedJobs.class)
                .hasMessageContaining("com.acme.Legacy#print()")
                .hasMessageContaining("TURNOUT-0388");
    }

    @Test
    void onlyWhatIsDueRunsUntilTheClockIsMoved() {
        StoredJob later = worker.job(Mailer.class, "send", "ann", 5)
                .after(Duration.ofHours(1))
                .enqueue();
        StoredJob flaky = worker.enqueue(Mailer.class, "flaky");

        assertThat(worker.runDue()).isZero();
        assertThat(flaky.state()).isEqualTo(State.SCHEDULED);
        assertThat(worker.advance(Duration.ofMinutes(59))).as("the retries").isEqualTo(1);
        assertThat(later.state()).isEqualTo(State.SCHEDULED);

        assertThat(worker.advance(Duration.ofMinutes(1))).isEqualTo(1);
        assertThat(later.state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void theClockIsWhereItWasMovedToThoughNothingWasDue() {
        Instant start = worker.clock().instant();

        worker.advance(Duration.ofDays(3));

        assertThat(worker.clock().instant()).isEqualTo(start.plus(Duration.ofDays(3)));
    }

    @Test
    void whatATaskPutsInRunsInTheSameRun() {
        mailer.door = worker.queue();
        worker.enqueue(Mailer.class, "relays", 3);

        assertThat(worker.runUntilEmpty()).isEqualTo(4);
    }

    @Test
    void aStageThatNeverEndsFailsTheRunAndNamesTheJob() {
        worker.within(Duration.ofMillis(300));
        StoredJob job = worker.enqueue(Mailer.class, "hangs");
        worker.job(Mailer.class, "send", "ann", 5).after(Duration.ofHours(1)).enqueue();

        UnfinishedJobs thrown = catchThrowableOfType(UnfinishedJobs.class, worker::runUntilEmpty);

        assertThat(thrown)
                .hasMessageContaining("TURNOUT-0384 after 300 ms of real time 2 jobs have not ended")
                .hasMessageContaining(job.id() + " " + job.task() + " PROCESSING")
                .hasMessageContaining("SCHEDULED");
        assertThat(thrown.jobs()).hasSize(2).contains(job);
        assertThat(mailer.never).isCancelled();
        assertThat(job.state()).as("given back").isEqualTo(State.ENQUEUED);
    }

    @Test
    void noJobThatHasEndedIsNamedAsOneThatHasNot() {
        mailer.door = worker.queue();
        worker.within(Duration.ofMillis(200));
        for (int chain = 0; chain < 30; chain++) {
            worker.enqueue(Mailer.class, "relays", Integer.MAX_VALUE);
        }

        for (int run = 0; run < 5; run++) { // each is stopped while jobs end
            assertThat(catchThrowableOfType(UnfinishedJobs.class, worker::runUntilEmpty))
                    .hasMessageContaining("stop what puts itself in again")
                    .hasMessageNotContaining(" SUCCEEDED");
        }
    }

    @Test
    void aBodyThatBlocksForEverIsInterruptedWhenTheRunFails() throws Exception {
        TestWorker blocking = TestWorker.of(
                        TaskRegistry.of(List.of(dev.turnout.runtime.task.TaskDefinition.blocking(
                                Mailer.class, Mailer.class.getDeclaredMethod("blocks"), ""))),
                        type -> mailer)
                .within(Duration.ofMillis(300));
        blocking.enqueue(Mailer.class, "blocks");

        assertThatThrownBy(blocking::runDue).isInstanceOf(UnfinishedJobs.class).hasMessageContaining("Mailer#blocks()");

        assertThat(mailer.sent).containsExactly("interrupted");
    }

    @Test
    void aJobThatIsPausedIsNamedWhenTheTimeIsOver() {
        worker.within(Duration.ofMillis(300));
        worker.enqueue(Mailer.class, "send", "ann", 5);
        worker.queue().pause(Optional.empty());

        assertThatThrownBy(worker::runUntilEmpty)
                .isInstanceOf(UnfinishedJobs.class)
                .hasMessageContaining("ENQUEUED")
                .hasMessageContaining("resume what is paused");

        worker.queue().resume(Optional.empty());
        assertThat(worker.runUntilEmpty()).isEqualTo(1);
    }

    @Test
    void aRunGivesTheCallersInterruptBack() {
        worker.enqueue(Mailer.class, "hangs");
        Thread.currentThread().interrupt();

        assertThatThrownBy(worker::runUntilEmpty).isInstanceOf(UnfinishedJobs.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void theWorkersCanBeFurnished() {
        List<String> heard = new CopyOnWriteArrayList<>();
        TestWorker furnished = TestWorker.of(mailer)
                .with(builder -> builder.options(WorkerOptions.with().slots(1)))
                .with(builder -> builder.listener(new dev.turnout.runtime.queue.WorkerListener() {
                    @Override
                    public void workerStarted(String name) {
                        heard.add(name);
                    }
                }));
        for (int number = 0; number < 5; number++) {
            furnished.enqueue(Mailer.class, "send", "ann", number);
        }

        furnished.runUntilEmpty();

        assertThat(mailer.sent).containsExactly("ann 0", "ann 1", "ann 2", "ann 3", "ann 4");
        assertThat(heard).containsExactly("test-worker");
    }

    @Test
    void recordsAndNullsTravelAsArguments() {
        worker.enqueue(Mailer.class, "letter", new Mailer.Letter("ann", List.of("a", "b")), null);

        worker.runUntilEmpty();

        assertThat(mailer.sent).containsExactly("Letter[to=ann, lines=[a, b]] null");
    }

    @Test
    void aTaskWithAContextIsCalledWithoutIt() {
        worker.enqueue(Mailer.class, "looks", "x");

        assertThat(worker.runUntilEmpty()).isEqualTo(1);
        assertThat(mailer.sent).containsExactly("x attempt 1");
    }

    @Test
    void aCallThatMeansNoTaskOrSeveralIsRefusedWithWhatThereIs() {
        assertThatThrownBy(() -> worker.enqueue(Mailer.class, "sned", "ann", 5))
                .hasMessageContaining("TURNOUT-0380")
                .hasMessageContaining("Mailer#send(java.lang.String,long)");
        assertThatThrownBy(() -> worker.enqueue(Mailer.class, "send", "ann", "five"))
                .hasMessageContaining("TURNOUT-0382 no task of that name takes the arguments [ann, five]");
        assertThatThrownBy(() -> worker.enqueue(Mailer.class, "send", "ann", 5.5))
                .hasMessageContaining("TURNOUT-0382 no task");
        assertThatThrownBy(() -> worker.enqueue(Mailer.class, "send", "ann", null))
                .as("a long is never null")
                .hasMessageContaining("TURNOUT-0382 no task");
        assertThatThrownBy(() -> worker.enqueue(Mailer.class, "overloaded", (Object) null))
                .hasMessageContaining("TURNOUT-0382 more than one task");
        assertThatThrownBy(() -> worker.queue().enqueue(TaskAddress.parse("com.acme.X#y(int)")))
                .hasMessageContaining("TURNOUT-0381")
                .hasMessageContaining("takes 1 arguments, 0 were given");
        assertThatThrownBy(
                        () -> worker.queue().enqueue(TaskAddress.parse("com.acme.X#y(java.lang.Object)"), new Loop()))
                .hasMessageContaining("TURNOUT-0381 argument 1");
        assertThat(worker.queue().jobs()).isEmpty();
    }

    @Test
    void ofOverloadedTasksTheOneThatFitsIsMeant() {
        worker.enqueue(Mailer.class, "overloaded", "text");
        worker.enqueue(Mailer.class, "overloaded", List.of("list"));

        worker.runUntilEmpty();

        assertThat(mailer.sent).containsExactlyInAnyOrder("text", "[list]");
    }

    @Test
    void aSecondJobOfOneIdIsRefused() {
        worker.job(Mailer.class, "send", "ann", 5)
                .id("mine")
                .metadata("trace", "1")
                .enqueue();

        assertThatThrownBy(() ->
                        worker.job(Mailer.class, "send", "ann", 5).id("mine").enqueue())
                .hasMessageContaining("TURNOUT-0385");
        assertThat(worker.queue().job(new JobId("mine")).notes()).containsEntry("trace", new TextNode("1"));
    }

    @Test
    void aNumberOfRetriesThatIsStoredWithTheJobCounts() {
        worker.job(Mailer.class, "flaky").retries(0).enqueue();

        assertThatThrownBy(worker::runUntilEmpty)
                .hasMessageContaining("in attempt 1: ")
                .hasRootCauseMessage("attempt 1");
    }

    @Test
    void anObjectWithoutATaskIsRefused() {
        assertThatThrownBy(() -> TestWorker.of("text"))
                .hasMessageContaining("TURNOUT-0383")
                .hasMessageContaining("java.lang.String");
    }

    @Test
    void blockingTasksThatACatalogListsAreRunToo(@TempDir Path folder) throws Exception {
        Path file = folder.resolve(TaskCatalog.RESOURCE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, Mailer.class.getName() + "#prints(int) = blocking\n");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            TestWorker catalogued = TestWorker.of(mailer);
            catalogued.enqueue(Mailer.class, "prints", 7);
            assertThat(catalogued.runUntilEmpty()).isEqualTo(1);
        } finally {
            thread.setContextClassLoader(before);
        }

        assertThat(mailer.sent).containsExactly("printed 7");
    }

    static final class Loop {
        final Loop self = this;
    }
}
