// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.FailedJobs;
import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.StoredJob.State;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The code in {@code docs/testing.md}, run. {@link TestingDocsTest} compares the two. */
@Timeout(30)
class TestingGuideTest {
    // region task
    static class Mailer {
        private final Smtp smtp;

        Mailer(Smtp smtp) {
            this.smtp = smtp;
        }

        @AsyncTask(retries = 3, backOff = "10m", neverRetry = IllegalArgumentException.class)
        CompletionStage<Void> send(String to, int copies) {
            return Blocking.run(() -> smtp.deliver(to, copies));
        }
    }
    // end

    private final Smtp smtp = new Smtp();
    private final Mailer mailer = new Mailer(smtp);

    @Test
    void threeLines() {
        // region three-lines
        TestWorker worker = TestWorker.of(new Mailer(smtp));
        worker.enqueue(Mailer.class, "send", "ann@example.org", 2);
        assertThat(worker.runUntilEmpty()).isEqualTo(1);
        // end

        assertThat(smtp.delivered).containsExactly("ann@example.org x2");
    }

    @Test
    void whatFailedIsThrown() {
        // region failed
        TestWorker worker = TestWorker.of(mailer);
        worker.enqueue(Mailer.class, "send", "no address", 1);

        assertThatThrownBy(worker::runUntilEmpty)
                .isInstanceOf(FailedJobs.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
        // end
    }

    @Test
    void retriesComeWhenTheClockSays() {
        // region clock
        TestWorker worker = TestWorker.of(mailer);
        smtp.failures = 1;
        StoredJob job = worker.enqueue(Mailer.class, "send", "ann@example.org", 1);

        assertThat(worker.runDue()).isZero(); // the first attempt fails
        assertThat(job.state()).isEqualTo(State.SCHEDULED);
        assertThat(job.lastFailure()).containsInstanceOf(IOException.class);

        assertThat(worker.advance(Duration.ofMinutes(12))).isEqualTo(1); // 10 min, give or take a fifth
        // end
        assertThat(job.state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void deferredJobsNeedNoWaiting() {
        // region deferred
        TestWorker worker = TestWorker.of(mailer);
        worker.job(Mailer.class, "send", "ann@example.org", 1)
                .after(Duration.ofDays(30))
                .enqueue();

        assertThat(worker.runUntilEmpty()).isEqualTo(1); // the clock now stands 30 days later
        // end
    }

    // region signup
    /** Code under test: it knows a door to put jobs in, and no worker. */
    static class SignUp {
        private final Door door;

        SignUp(Door door) {
            this.door = door;
        }

        CompletionStage<Boolean> welcome(String address) {
            return door.insert(NewJob.now(
                    new JobId("welcome-" + address),
                    TaskAddress.parse(Mailer.class.getName() + "#send(java.lang.String,int)"),
                    List.of(
                            new Argument("java.lang.String", new TextNode(address)),
                            new Argument("int", new IntNode(1)))));
        }
    }
    // end

    @Test
    void whatTheCodeUnderTestPutsIn() {
        // region looked-at
        InMemoryQueue queue = InMemoryQueue.create();
        new SignUp(queue).welcome("ann@example.org");

        StoredJob job = queue.jobs(State.ENQUEUED).get(0);
        assertThat(job.task().methodName()).isEqualTo("send");
        assertThat(job.argument(0, String.class)).isEqualTo("ann@example.org");
        // end
    }

    @Test
    void inlineJobsRunAtOnce() {
        // region inline
        TestWorker worker = TestWorker.of(mailer).inline();
        new SignUp(worker.queue()).welcome("ann@example.org");

        assertThat(smtp.delivered).containsExactly("ann@example.org x1");
        // end
    }

    @Test
    void whatNeverEndsIsNamed() {
        // region unfinished
        TestWorker worker = TestWorker.of(new Hanging()).within(Duration.ofMillis(200));
        StoredJob job = worker.enqueue(Hanging.class, "waitForEver");

        assertThatThrownBy(worker::runUntilEmpty)
                .isInstanceOf(UnfinishedJobs.class)
                .hasMessageContaining(job.id() + " " + job.task() + " PROCESSING");
        // end
    }

    @Test
    void theWorkerIsFurnished() {
        // region furnished
        TestWorker worker = TestWorker.of(mailer)
                .with(builder -> builder.options(WorkerOptions.with().slots(1)));
        // end
        for (int copies = 1; copies <= 3; copies++) {
            worker.enqueue(Mailer.class, "send", "ann@example.org", copies);
        }
        worker.runUntilEmpty();
        assertThat(smtp.delivered).containsExactly("ann@example.org x1", "ann@example.org x2", "ann@example.org x3");
    }

    @Test
    void beansComeFromSpring() {
        try (AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext()) {
            spring.registerBean(Mailer.class, () -> mailer);
            spring.refresh();
            ApplicationContext context = spring;
            // region spring
            TestWorker worker = TestWorker.of(TaskRegistry.annotated(Mailer.class), context::getBean);
            // end
            worker.enqueue(Mailer.class, "send", "ann@example.org", 1);
            assertThat(worker.runUntilEmpty()).isEqualTo(1);
        }
    }

    static class Hanging {
        @AsyncTask
        CompletionStage<Void> waitForEver() {
            return new CompletableFuture<>();
        }
    }

    /** Delivers, after so many failures. */
    static class Smtp {
        final List<String> delivered = new ArrayList<>();
        int failures;

        synchronized void deliver(String to, int copies) throws IOException {
            if (!to.contains("@")) {
                throw new IllegalArgumentException(to);
            }
            if (failures-- > 0) {
                throw new IOException("connection refused");
            }
            delivered.add(to + " x" + copies);
        }
    }
}
