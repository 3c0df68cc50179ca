// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.arq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.Worker;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.testing.InMemoryQueue;
import dev.turnout.runtime.testing.MemoryStore;
import dev.turnout.runtime.testing.StoredJob;
import dev.turnout.runtime.testing.StoredJob.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much a worker takes at a time. */
@Timeout(30)
class ClaimRowsTest {
    private final MemoryStore store = new MemoryStore();
    private final InMemoryQueue door = new InMemoryQueue(store);
    private final Chores chores = new Chores();
    private final Crew crew = new Crew(chores);

    @AfterEach
    void closeWorkers() {
        crew.close();
    }

    @Test
    @ArqRow("TW43")
    void aWorkerOfTwoSlotsTakesFourJobsTwoAtATime() {
        Watched queue = new Watched(store);
        for (int number = 0; number < 4; number++) {
            door.enqueue(Chores.address("waits", "java.lang.String"), "job " + number);
        }

        Worker worker = crew.start(queue, Crew.options().slots(2));
        await().until(() -> chores.seen.size() == 2);
        assertThat(door.jobs(State.PROCESSING)).hasSize(2);
        assertThat(door.jobs(State.ENQUEUED)).hasSize(2);
        chores.open.complete(null);
        await().until(() -> door.jobs(State.SUCCEEDED).size() == 4 && worker.drained());

        assertThat(queue.taken).first().isEqualTo(2);
        assertThat(queue.taken).allMatch(size -> size <= 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 18, 22, 200})
    @ArqRow("TW44")
    void aWorkerAsksForAsManyJobsAsItHasFreeSlots(int slots) {
        Watched queue = new Watched(store);

        crew.start(queue, Crew.options().slots(slots));
        await().until(() -> !queue.asked.isEmpty());

        assertThat(queue.asked).first().isEqualTo(slots);
    }

    @Test
    @ArqRow("TW45")
    void aLaneThatIsNarrowerThanTheSlotsIsTheLimit() {
        Watched queue = new Watched(store);
        for (int number = 0; number < 6; number++) {
            door.enqueue(Chores.address("holds"));
        }

        Worker worker = crew.start(queue, Crew.options().slots(4).pool("narrow", 1));
        await().until(() -> chores.seen.contains("holds"));

        assertThat(queue.taken).as("the one that runs, and one ahead").first().isEqualTo(2);
        assertThat(worker.inFlight()).isEqualTo(2);
        assertThat(door.jobs(State.ENQUEUED)).hasSize(4);
    }

    @Test
    @ArqRow("TW55")
    void ofFiveWorkersThatReachForOneJobOneRunsIt() {
        StoredJob job = door.enqueue(Chores.address("waits", "java.lang.String"), "once");
        List<Watched> views = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            Watched view = new Watched(store);
            views.add(view);
            crew.start(view);
        }

        await().until(() -> views.stream().allMatch(view -> view.asked.size() > 1));
        chores.open.complete(null);
        await().until(() -> job.state() == State.SUCCEEDED);

        assertThat(chores.seen).containsExactly("once");
    }

    /** A view that keeps how much was asked for and how much was taken. */
    private static final class Watched extends InMemoryQueue {
        final List<Integer> asked = new CopyOnWriteArrayList<>();
        final List<Integer> taken = new CopyOnWriteArrayList<>();

        Watched(MemoryStore store) {
            super(store);
        }

        @Override
        public CompletionStage<List<Claim>> claim(Demand demand) {
            asked.add(demand.limit());
            return super.claim(demand).thenApply(claims -> {
                if (!claims.isEmpty()) {
                    taken.add(claims.size());
                }
                return claims;
            });
        }
    }
}
