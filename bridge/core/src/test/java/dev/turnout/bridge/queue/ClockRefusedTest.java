// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.JobId;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process that stalls between each look at the clock and its write: what it writes is always too old or too new. */
@Tag("redis")
class ClockRefusedTest {
    private static final long STALL_NANOS = 3_000_000_000L;

    private final AtomicLong stall = new AtomicLong();
    private final AtomicLong stalled = new AtomicLong();
    private Rig rig;
    private LegacyQueue queue;

    @BeforeEach
    void start() {
        rig = new Rig();
        rig.reset();
        queue = LegacyQueue.open(
                rig.client(), Rig.options(), new RedisClock(() -> System.nanoTime() + stalled.addAndGet(stall.get())));
    }

    @AfterEach
    void stop() {
        queue.close();
        rig.close();
    }

    @Test
    void anEndThatIsRefusedForItsTimeIsNotALostClaim() {
        JobId id = Rig.insert(queue);
        Claim claim = Rig.claim(queue, 1).get(0);
        stall.set(STALL_NANOS);

        Answer refused = Rig.get(queue.claims().complete(claim));

        assertThat(refused)
                .isInstanceOfSatisfying(
                        Answer.Indeterminate.class,
                        none -> assertThat(none.cause()).hasMessageContaining("TURNOUT-0324"));
        assertThat(rig.document(id).state()).isEqualTo(StateName.PROCESSING);
        stall.set(0);
        assertThat(Rig.get(queue.claims().renew(java.util.List.of(claim)))).containsExactly(new Answer.Committed());
        assertThat(Rig.get(queue.claims().complete(claim))).isInstanceOf(Answer.Committed.class);
        assertThat(rig.wellKept(id)).isTrue();
    }

    @Test
    void aJobThatIsRefusedForItsTimeIsNotSaidToBeThereAlready() {
        NewJob job = Rig.job();
        stall.set(STALL_NANOS);

        assertThatThrownBy(() -> Rig.get(queue.door().insert(job)))
                .hasCauseInstanceOf(ClockRefused.class)
                .hasMessageContaining("TURNOUT-0324 job " + job.id() + " was not put in");

        stall.set(0);
        assertThat(Rig.get(queue.door().state(job.id()))).isEmpty();
        assertThat(Rig.get(queue.door().insert(job))).isTrue();
    }

    @Test
    void aJobThatIsNotCancelledForItsTimeIsNotSaidToBeGone() {
        JobId id = Rig.insert(queue);
        stall.set(STALL_NANOS);

        assertThat(Rig.get(queue.door().cancel(id, "not wanted"))).isInstanceOf(Answer.Indeterminate.class);
    }
}
