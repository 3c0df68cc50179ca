// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.arq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.Worker;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Failure;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.testing.InMemoryQueue;
import dev.turnout.runtime.testing.MemoryStore;
import dev.turnout.runtime.testing.StoredJob;
import dev.turnout.runtime.testing.StoredJob.State;
import dev.turnout.runtime.testing.TestClock;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A queue that cannot be reached: where arq gives up, this worker goes on. */
@Timeout(60)
class FaultRowsTest {
    private static final int FOUR_TIMES = 4;
    private static final int TWICE = 2; // a failed stage, and a throw

    private final MemoryStore store = new MemoryStore(TestClock.atNoon(), Duration.ofDays(1));
    private final InMemoryQueue door = new InMemoryQueue(store);
    private final Chores chores = new Chores();
    private final Crew crew = new Crew(chores);

    @AfterEach
    void closeWorkers() {
        crew.close();
    }

    static Stream<Exception> faults() {
        return Stream.of(new ConnectException("connection refused"), new TimeoutException("no answer"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    @ArqRow("TW65")
    void aWorkerWhoseClaimsFailFourTimesTakesTheJobInTheFifth(Exception fault) {
        Faulty queue = new Faulty(store, fault, FOUR_TIMES, "claim"::equals);
        StoredJob job = door.enqueue(Chores.address("works", "java.lang.String"), "a");

        try (Logged log = Logged.by("dev.turnout.runtime.internal.ClaimLoop")) {
            Worker worker = crew.start(queue);
            await().until(() -> job.state() == State.SUCCEEDED);

            assertThat(worker.health().claiming()).isTrue();
            assertThat(log.lines().stream().filter(line -> line.matches("(?s)TURNOUT-034[78] .*")))
                    .hasSize(FOUR_TIMES);
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    @ArqRow("TW66")
    void aWorkerSurvivesFaultsOfEveryCallWithoutAnySetting(Exception fault) {
        Faulty queue = new Faulty(store, fault, TWICE, call -> true);
        StoredJob good = door.enqueue(Chores.address("waits", "java.lang.String"), "good");
        StoredJob bad = door.enqueue(Chores.address("breaks", "java.lang.String"), "bad");
        StoredJob deferred = door.job(Chores.address("works", "java.lang.String"), "deferred")
                .after(Duration.ofMinutes(1))
                .enqueue();
        StoredJob unfit = door.enqueue(Chores.address("works", "java.lang.String"), List.of(1));
        Worker worker = crew.start(queue);
        await().until(() -> chores.seen.contains("good"));
        store.clock().advance(Duration.ofMinutes(1));
        await().until(() -> queue.failed.containsAll(Set.of("beat", "reap", "promote")));

        chores.open.complete(null);
        await().until(() -> List.of(good, deferred).stream().allMatch(job -> job.state() == State.SUCCEEDED));
        await().until(() -> bad.state() == State.FAILED && unfit.state() == State.PARKED);
        await().until(worker::drained);
        worker.close();

        assertThat(queue.failed)
                .contains(
                        "listen", "announce", "beat", "claim", "complete", "fail", "park", "reap", "promote", "leave");
        assertThat(worker.counts())
                .hasToString("completed=2 failed=1 retried=0 parked=1 cancelled=0 lost=0 inFlight=0");
    }

    @ParameterizedTest
    @MethodSource("faults")
    @ArqRow("TW66")
    void aBurstThatIsNotToldWhatIsLeftAsksAgain(Exception fault) {
        Faulty queue = new Faulty(store, fault, TWICE, "backlog"::equals);
        door.enqueue(Chores.address("works", "java.lang.String"), "a");

        long ended = crew.hire(queue, Crew.options())
                .burst(Integer.MAX_VALUE, true)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join()
                .orThrow();

        assertThat(ended).isEqualTo(1);
        assertThat(queue.failed).containsExactly("backlog");
    }

    /** A view of which some calls fail the first times: by turns with a failed stage and with a throw. */
    private static final class Faulty extends InMemoryQueue {
        final Set<String> failed = ConcurrentHashMap.newKeySet();
        private final Map<String, Integer> calls = new ConcurrentHashMap<>();
        private final Exception fault;
        private final int times;
        private final Predicate<String> concerned;

        Faulty(MemoryStore store, Exception fault, int times, Predicate<String> concerned) {
            super(store);
            this.fault = fault;
            this.times = times;
            this.concerned = concerned;
        }

        private <T> CompletionStage<T> faulty(String call, Supplier<CompletionStage<T>> real) {
            if (!concerned.test(call) || calls.merge(call, 1, Integer::sum) > times) {
                return real.get();
            }
            failed.add(call);
            if (calls.get(call) % 2 == 0) {
                throw new IllegalStateException(fault);
            }
            return CompletableFuture.failedFuture(fault);
        }

        @Override
        public CompletionStage<Void> listen(Ear ear) {
            return faulty("listen", () -> super.listen(ear));
        }

        @Override
        public CompletionStage<Void> announce() {
            return faulty("announce", super::announce);
        }

        @Override
        public CompletionStage<Void> beat(Beat beat) {
            return faulty("beat", () -> super.beat(beat));
        }

        @Override
        public CompletionStage<Void> leave() {
            return faulty("leave", super::leave);
        }

        @Override
        public CompletionStage<List<Claim>> claim(Demand demand) {
            return faulty("claim", () -> super.claim(demand));
        }

        @Override
        public CompletionStage<Answer> complete(Claim claim) {
            return faulty("complete", () -> super.complete(claim));
        }

        @Override
        public CompletionStage<Answer> fail(Claim claim, Failure failure) {
            return faulty("fail", () -> super.fail(claim, failure));
        }

        @Override
        public CompletionStage<Answer> park(Claim claim, String reason) {
            return faulty("park", () -> super.park(claim, reason));
        }

        @Override
        public CompletionStage<Integer> reap() {
            return faulty("reap", super::reap);
        }

        @Override
        public CompletionStage<Integer> promote() {
            return faulty("promote", super::promote);
        }

        @Override
        public CompletionStage<Backlog> backlog(Set<TaskAddress> tasks) {
            return faulty("backlog", () -> super.backlog(tasks));
        }
    }
}
