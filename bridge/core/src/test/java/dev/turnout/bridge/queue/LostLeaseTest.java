// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.task.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys of ours are gone: evicted, or not in the snapshot that was restored. Fault row A7. */
@Tag("redis")
class LostLeaseTest {
    private static final Duration LEASE = Duration.ofMillis(300);

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
    void jobsOfADeadWorkerWhoseLeasesVanishedAreTakenBackInOneSweep() {
        long seed = Long.getLong("turnout.seed", System.nanoTime());
        Random random = new Random(seed);
        LegacyQueue dead = rig.open(Rig.options().lease(LEASE));
        LegacyQueue other = rig.open(Rig.options().lease(LEASE));
        Rig.get(dead.presence().announce());
        List<JobId> ids = Rig.insert(dead, 200);
        assertThat(Rig.claim(dead, 200)).hasSize(200);
        int vanished = 0;
        for (JobId id : ids) {
            int which = random.nextInt(4);
            vanished += which > 0 ? 1 : 0;
            loseLease(id, which % 2 == 1, which > 1);
        }
        pass(LEASE);

        int back = Rig.get(other.duties().reap());

        long stuck = rig.redis().zcard(rig.keys.queue(StateName.PROCESSING));
        System.out.printf("A7 jobs=200 vanished=%d taken back=%d stuck=%d seed=%d%n", vanished, back, stuck, seed);
        assertThat(stuck).isZero();
        assertThat(back).isEqualTo(200);
        assertThat(rig.redis().zcard(rig.keys.queue(StateName.ENQUEUED))).isEqualTo(200);
        assertThat(rig.redis().hvals(rig.keys.crashes())).hasSize(200).containsOnly("1");
        assertThat(ids).allMatch(rig::wellKept);
        assertThat(rig.redis().exists(rig.keys.lease(), rig.keys.leases(), rig.keys.flight(), rig.keys.inFlight()))
                .isZero();
    }

    @Test
    void beforeTheLeaseIsOverNothingIsTakenBack() {
        LegacyQueue queue = rig.open(Rig.options().lease(Duration.ofSeconds(30)));
        LegacyQueue hasty = rig.open(Rig.options().lease(Duration.ofMillis(100)));
        Rig.get(queue.presence().announce());
        JobId id = Rig.insert(queue);
        List<Claim> claims = Rig.claim(queue, 1);
        loseLease(id, false, true);
        pass(Duration.ofMillis(200));

        assertThat(Rig.get(hasty.duties().reap())).isZero();

        assertThat(Rig.get(queue.claims().renew(claims))).containsExactly(new Answer.Committed());
        assertThat(rig.redis().zscore(rig.keys.leases(), id.value())).isNotNull();
    }

    @Test
    void aJobOfALegacyServerIsNeverTaken() {
        LegacyQueue queue = rig.open(Rig.options().lease(LEASE));
        JobId id = processedBy(queue, rig.stockServer(4, 5));

        assertThat(Rig.get(queue.duties().reap())).isZero();

        assertThat(rig.document(id).state()).isEqualTo(StateName.PROCESSING);
    }

    @Test
    void aJobOfAnUnknownOwnerIsLeftWhileALegacyServerLivesAndTakenWhenNoneDoes() {
        LegacyQueue queue = rig.open(Rig.options().lease(LEASE));
        JobId id = processedBy(queue, UUID.randomUUID().toString());
        String server = rig.stockServer(4, 5);
        assertThat(Rig.get(queue.duties().reap())).isZero();

        rig.redis().zrem(rig.keys.serversCreated(), server);

        assertThat(Rig.get(queue.duties().reap())).isEqualTo(1);
        assertThat(rig.document(id).state()).isEqualTo(StateName.ENQUEUED);
        assertThat(rig.wellKept(id)).isTrue();
    }

    @Test
    void jobsOfLegacyServersInFrontHideNoJobOfOurs() {
        LegacyQueue queue = rig.open(Rig.options().lease(LEASE));
        Rig.get(queue.presence().announce());
        String server = rig.stockServer(200, 5);
        List<JobId> theirs = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            theirs.add(processedBy(queue, server));
        }
        JobId ours =
                processedBy(queue, rig.redis().zrange(rig.keys.workers(), 0, 0).get(0));

        await().pollInterval(Duration.ofMillis(1))
                .until(() -> Rig.get(queue.duties().reap()) == 1);

        assertThat(rig.document(ours).state()).isEqualTo(StateName.ENQUEUED);
        assertThat(theirs).allMatch(id -> rig.document(id).state() == StateName.PROCESSING);
    }

    @Test
    void aJobThatKillsItsWorkersIsFailedThoughItsLeasesVanish() {
        LegacyQueue queue = rig.open(Rig.options().lease(Duration.ofMillis(100)));
        JobId id = Rig.insert(queue);

        for (int crash = 1; crash <= 3; crash++) {
            assertThat(Rig.claim(queue, 1)).extracting(Claim::crashes).containsExactly(crash - 1);
            loseLease(id, true, true);
            await().until(() -> Rig.get(queue.duties().reap()) == 1);
        }

        assertThat(rig.document(id).state()).isEqualTo(StateName.FAILED);
        assertThat(rig.redis().exists(rig.keys.crashes())).isZero();
        assertThat(rig.wellKept(id)).isTrue();
    }

    @Test
    void aReservedJobThatNoListNamesIsPutBack() {
        LegacyQueue queue = rig.open();
        rig.stockServer(5, 5);
        List<JobId> ids = Rig.insert(queue, 2);
        ids.forEach(id -> rig.age(id, 11));
        Rig.claim(queue, 5);
        assertThat(rig.redis().zcard(rig.keys.reserved())).isEqualTo(2);
        rig.redis().del(rig.keys.reserved());
        rig.redis().hdel(rig.keys.lease(), ids.get(0).value());

        await().until(() -> {
            Rig.get(queue.duties().reap());
            return rig.redis().zcard(rig.keys.queue(StateName.ENQUEUED)) == 2;
        });

        assertThat(ids).allMatch(rig::wellKept);
        assertThat(rig.redis().exists(rig.keys.flight(), rig.keys.inFlight(), rig.keys.lease()))
                .isZero();
    }

    @Test
    void countsThatVanishedAreCountedAgainAndGhostsAreNotCounted() {
        LegacyQueue queue = rig.open(Rig.options().lease(Duration.ofSeconds(30)));
        Rig.insert(queue, 3);
        Rig.claim(queue, 3);
        rig.redis().del(rig.keys.inFlight());
        rig.redis().hset(rig.keys.flight(), UUID.randomUUID().toString(), Rig.TASK.toString());

        Rig.get(queue.duties().reap());

        assertThat(rig.redis().hgetall(rig.keys.inFlight())).containsEntry(Rig.TASK.toString(), "3");
        assertThat(rig.redis().hlen(rig.keys.flight())).isEqualTo(3);
    }

    @Test
    void reasonsOfJobsThatRanElsewhereGo() {
        LegacyQueue queue = rig.open();
        JobId id = Rig.insert(queue);
        rig.redis().hset(rig.keys.parked(), id.value(), "no such bean");
        rig.redis().hset(rig.keys.parked(), UUID.randomUUID().toString(), "ran long ago");
        assertThat(Rig.get(queue.door().parked(10)))
                .extracting(parked -> parked.id())
                .containsExactly(id.value());

        Rig.get(queue.duties().reap());

        assertThat(rig.redis().hgetall(rig.keys.parked())).containsOnlyKeys(id.value());
    }

    private static void loseLease(JobId id, boolean record, boolean end) {
        if (record) {
            rig.redis().hdel(rig.keys.lease(), id.value());
        }
        if (end) {
            rig.redis().zrem(rig.keys.leases(), id.value());
        }
    }

    /** A job that {@code owner} took long ago, without a lease, as JobRunr's servers do. */
    private static JobId processedBy(LegacyQueue queue, String owner) {
        JobId id = Rig.insert(queue);
        var taken = rig.document(id).processing(Instant.now(), owner, "some server");
        rig.redis().set(rig.keys.job(id.value()), taken.json());
        rig.redis().set(rig.keys.version(id.value()), "2");
        rig.redis().zrem(rig.keys.queue(StateName.ENQUEUED), id.value());
        rig.redis().zadd(rig.keys.queue(StateName.PROCESSING), rig.micros() - 5e6, id.value());
        return id;
    }

    private static void pass(Duration time) {
        double until = rig.micros() + time.toNanos() / 1e3 + 50_000;
        await().pollInterval(Duration.ofMillis(20)).until(() -> rig.micros() > until);
    }
}
