// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnout.runtime.task.JobId;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is no fault of Redis is not said to be one. */
@Tag("redis")
class ClaimFailureTest {
    private final AtomicBoolean broken = new AtomicBoolean();

    @Test
    void anErrorOfOurOwnWhileClaimingReachesTheWorkerAsItIsAndSilenceOfRedisIsAnEmptyAnswer() {
        try (Rig rig = new Rig()) {
            rig.reset();
            LegacyQueue queue = LegacyQueue.open(rig.client(), Rig.options(), new RedisClock(this::nanos));
            JobId job = Rig.insert(queue);
            broken.set(true);

            assertThatThrownBy(() -> Rig.claim(queue, 1)).hasRootCauseInstanceOf(NoSuchMethodError.class);

            broken.set(false);
            assertThat(Rig.claim(queue, 1)).extracting(claim -> claim.id()).containsExactly(job);
            queue.close();
            assertThat(Rig.claim(queue, 1)).isEmpty();
        }
    }

    private long nanos() {
        if (broken.get()) {
            throw new NoSuchMethodError("an older jar of ours on the class path");
        }
        return System.nanoTime();
    }
}
