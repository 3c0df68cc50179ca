// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Presence;
import dev.turnout.runtime.task.JobId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the jobs of a worker that is gone. */
class CrashTest {
    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = new Rig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void empty() {
        rig.reset();
    }

    @Test
    void aCrashCostsSecondsAndNoRetryUntilThereWereTooMany() {
        LegacyQueue queue = rig.open(Rig.options().lease(Duration.ofMillis(100)));
        JobId id = Rig.insert(queue);

        for (int crash = 1; crash < 3; crash++) {
            assertThat(Rig.claim(queue, 1)).extracting(Claim::attempt).containsExactly(crash);
            await().until(() -> Rig.get(queue.duties().reap()) == 1);
            assertThat(rig.document(id).state()).isEqualTo(StateName.ENQUEUED);
            assertThat(rig.document(id).failures()).isZero();
        }
        Rig.claim(queue, 1);
        await().until(() -> Rig.get(queue.duties().reap()) == 1);

        assertThat(rig.document(id).state()).isEqualTo(StateName.FAILED);
        assertThat(rig.wellKept(id)).isTrue();
        assertThat(rig.redis().exists(rig.keys.crashes())).isZero();
    }

    @Test
    void aClaimWhoseReplyWasLostIsNoCrash() {
        LegacyQueue queue = rig.open(Rig.options().lease(Duration.ofMillis(300)));
        Rig.get(queue.presence().announce());
        JobId id = Rig.insert(queue);

        for (int lost = 1; lost <= 4; lost++) {
            assertThat(Rig.claim(queue, 1)).extracting(Claim::attempt).containsExactly(1);
            beatUntilReaped(queue);
            assertThat(rig.document(id).state()).isEqualTo(StateName.ENQUEUED);
        }

        assertThat(rig.redis().exists(rig.keys.crashes())).isZero();
        assertThat(rig.wellKept(id)).isTrue();
    }

    @Test
    void aClaimThatWasRenewedOnceIsACrashThoughTheWorkerStillBeats() {
        LegacyQueue queue = rig.open(Rig.options().lease(Duration.ofMillis(300)));
        Rig.get(queue.presence().announce());
        JobId id = Rig.insert(queue);
        List<Claim> claims = Rig.claim(queue, 1);
        Rig.get(queue.claims().renew(claims));

        beatUntilReaped(queue);

        assertThat(rig.redis().hget(rig.keys.crashes(), id.value())).isEqualTo("1");
        assertThat(rig.redis().exists(rig.keys.renewed())).isZero();
    }

    @Test
    void aWorkerThatDiesAtOnceWithItsFirstJobIsACrashThoughItWasHeardOfJustBefore() {
        LegacyQueue dead = rig.open(Rig.options().lease(Duration.ofMillis(300)));
        LegacyQueue other = rig.open();
        Rig.get(dead.presence().announce());
        JobId id = Rig.insert(dead);
        Rig.claim(dead, 1);
        Rig.get(dead.presence().beat(new Presence.Beat(1, 1)));

        await().until(() -> Rig.get(other.duties().reap()) == 1);

        assertThat(rig.redis().hget(rig.keys.crashes(), id.value())).isEqualTo("1");
    }

    /** Fault row A6. */
    @Test
    void fourReapersAtOnceMoveEachLapsedClaimOnce() {
        LegacyQueue dead = rig.open(Rig.options().lease(Duration.ofMillis(100)));
        List<LegacyQueue> reapers = Stream.generate(rig::open).limit(4).toList();
        List<JobId> ids = Rig.insert(dead, 1_000);
        await().until(() -> Rig.claim(dead, 1_000).isEmpty());
        AtomicInteger moved = new AtomicInteger();

        await().until(() -> {
            reapers.stream()
                    .map(reaper -> reaper.duties().reap())
                    .toList()
                    .forEach(back -> moved.addAndGet(Rig.get(back)));
            return rig.redis().zcard(rig.keys.leases()) == 0;
        });

        assertThat(moved.get()).isEqualTo(1_000);
        assertThat(rig.redis().hvals(rig.keys.crashes())).hasSize(1_000).containsOnly("1");
        assertThat(ids).allMatch(rig::wellKept);
    }

    private static void beatUntilReaped(LegacyQueue queue) {
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            Rig.get(queue.presence().beat(new Presence.Beat(0, 1)));
            return Rig.get(queue.duties().reap()) == 1;
        });
    }
}
