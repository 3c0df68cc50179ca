// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Failure;
import dev.turnout.runtime.queue.Presence;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import io.lettuce.core.Range;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Caps and pauses of the async pool, and the counts that they stand on. */
@Tag("redis")
class CapTest {
    private static final TaskAddress OTHER = new TaskAddress("com.acme.Other", "work", List.of("java.lang.String"));

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
    void aCapStopsNoOtherTaskBehindItsBlockOfJobs() {
        LegacyQueue queue = rig.open();
        Rig.insert(queue, 400);
        insert(queue, OTHER);
        Rig.get(queue.controls().cap(Rig.TASK, OptionalInt.of(2)));

        List<Claim> claims = new ArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            calls.incrementAndGet();
            claims.addAll(Rig.get(queue.claims().claim(Demand.of(20, Set.of(Rig.TASK, OTHER)))));
            return claims.stream().anyMatch(claim -> claim.task().equals(OTHER));
        });

        assertThat(claims).hasSize(3);
        assertThat(calls.get()).isLessThan(10);
    }

    @Test
    void aCapOfAllOthersCountsForEachTaskByItselfAndNotWhereACapWasTakenAway() {
        LegacyQueue queue = rig.open();
        Rig.insert(queue, 5);
        for (int i = 0; i < 5; i++) {
            insert(queue, OTHER);
        }
        Rig.get(queue.controls("ann", "slow site").capOthers(OptionalInt.of(2)));

        assertThat(claim(queue, Rig.TASK)).hasSize(2);
        assertThat(claim(queue, OTHER)).hasSize(2);
        assertThat(Rig.get(queue.controls().settings()).caps()).isEqualTo(Map.of(Rig.TASK, 2, OTHER, 2));

        Rig.get(queue.controls().cap(OTHER, OptionalInt.empty()));

        assertThat(claim(queue, Rig.TASK)).isEmpty();
        assertThat(claim(queue, OTHER)).hasSize(3);
        assertThat(Rig.get(queue.controls().settings()).caps()).isEqualTo(Map.of(Rig.TASK, 2));
    }

    @Test
    void aCapBelowOneIsRefused() {
        LegacyQueue queue = rig.open();

        assertThatThrownBy(() -> Rig.get(queue.controls().cap(Rig.TASK, OptionalInt.of(0))))
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TURNOUT-0341 a cap of 0 jobs")
                .hasMessageContaining("pause the task");

        assertThat(rig.redis().exists(rig.keys.caps())).isZero();
    }

    @Test
    void changesAreAuditedAndWakeTheWorkers() {
        LegacyQueue queue = rig.open();
        AtomicInteger woken = new AtomicInteger();
        Rig.get(queue.presence().listen(new CountingEar(woken)));
        int before = woken.get();

        Rig.get(queue.controls("ann", "slow site").cap(Rig.TASK, OptionalInt.of(7)));
        Rig.get(queue.controls("ann", "site down").pause(Optional.empty()));
        Rig.get(queue.controls("bob", "site up").resume(Optional.empty()));

        await().until(() -> woken.get() >= before + 3);
        assertThat(rig.redis().xrange(rig.keys.audit(), Range.unbounded()))
                .extracting(entry ->
                        entry.getBody().get("who") + ": " + entry.getBody().get("why"))
                .containsExactly("ann: slow site", "ann: site down", "bob: site up");
        assertThat(rig.redis()
                        .xrange(rig.keys.audit(), Range.unbounded())
                        .get(0)
                        .getBody())
                .containsEntry("task", Rig.TASK.toString())
                .containsEntry("cap", "7")
                .containsEntry("before", "");
    }

    @Test
    void roomThatALandingMakesInATaskAtItsCapIsToldAndNoOther() {
        LegacyQueue queue = rig.open();
        LegacyQueue other = rig.open();
        Rig.insert(queue, 4);
        Rig.get(queue.controls().cap(Rig.TASK, OptionalInt.of(2)));
        List<Claim> held = Rig.claim(queue, 3);
        assertThat(held).hasSize(2);
        List<String> said = listen();

        Rig.get(queue.claims().complete(held.get(0)));
        await().until(() -> said.equals(List.of("work")));
        Rig.get(queue.claims().complete(held.get(1)));
        Rig.get(queue.controls().cap(Rig.TASK, OptionalInt.empty())); // tells: the end of the wait below
        await().until(() -> said.equals(List.of("work", "work")));
        Rig.get(queue.claims().complete(Rig.claim(other, 1).get(0)));
        rig.redis().publish(rig.keys.signal(), "end");

        await().until(() -> said.contains("end"));
        assertThat(said).containsExactly("work", "work", "end");
    }

    private static List<String> listen() {
        List<String> said = new CopyOnWriteArrayList<>();
        StatefulRedisPubSubConnection<String, String> connection = rig.client().connectPubSub();
        connection.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
                said.add(message);
            }
        });
        connection.sync().subscribe(rig.keys.signal());
        return said;
    }

    @Test
    void headsThatWaitedTooLongAreReservedUpToTheCapAndNotWhileTheyArePaused() {
        LegacyQueue queue = rig.open();
        rig.stockServer(5, 5);
        Rig.insert(queue, 3).forEach(id -> rig.age(id, 11));
        Rig.get(queue.controls().pause(Optional.of(Rig.TASK)));
        Rig.claim(queue, 5);
        assertThat(rig.redis().zcard(rig.keys.reserved())).isZero();
        Rig.get(queue.controls().resume(Optional.of(Rig.TASK)));
        Rig.get(queue.controls().cap(Rig.TASK, OptionalInt.of(2)));

        Rig.claim(queue, 5);

        assertThat(rig.redis().zcard(rig.keys.reserved())).isEqualTo(2);
        assertThat(inFlight()).isEqualTo(Map.of(Rig.TASK.toString(), "2"));
        List<Claim> claims = await().until(() -> Rig.claim(queue, 5), some -> !some.isEmpty());
        claims.forEach(claim -> Rig.get(queue.claims().complete(claim)));
        assertThat(rig.redis().exists(rig.keys.inFlight(), rig.keys.flight())).isZero();
    }

    @Test
    void aReservedHeadThatIsPausedMeanwhileGoesBack() {
        LegacyQueue queue = rig.open();
        rig.stockServer(5, 5);
        JobId id = Rig.insert(queue);
        rig.age(id, 11);
        Rig.claim(queue, 5);
        Rig.get(queue.controls().pause(Optional.of(Rig.TASK)));

        await().until(() -> {
            assertThat(Rig.claim(queue, 5)).isEmpty();
            return rig.redis().zcard(rig.keys.reserved()) == 0;
        });

        assertThat(rig.document(id).state()).isEqualTo(StateName.ENQUEUED);
        assertThat(rig.wellKept(id)).isTrue();
        assertThat(rig.redis().exists(rig.keys.inFlight(), rig.keys.flight())).isZero();
    }

    /** Any mix of ends on two workers, lapsed leases, cancels and reaps: the counts are those of the leases, at any time. */
    @Test
    void theCountsAreThoseOfTheLeasesHoweverJobsEnd() {
        long seed = Long.getLong("turnout.seed", System.nanoTime());
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        LegacyQueue one = rig.open(Rig.options().lease(Duration.ofMillis(100)));
        LegacyQueue two = rig.open();
        for (int i = 0; i < 150; i++) {
            insert(one, i % 2 == 0 ? Rig.TASK : OTHER);
        }
        Rig.get(one.controls().cap(OTHER, OptionalInt.of(9)));

        for (int round = 0; round < 60; round++) {
            LegacyQueue queue = random.nextBoolean() ? one : two;
            Demand some = Demand.of(1 + random.nextInt(9), Set.of(Rig.TASK, OTHER));
            for (Claim claim : Rig.get(queue.claims().claim(some))) {
                end(random.nextInt(7), queue, claim);
            }
            if (random.nextInt(4) == 0) {
                Rig.get(two.duties().reap());
            }
            assertThat(inFlight()).isEqualTo(heldByLease());
            assertThat(inFlight().getOrDefault(OTHER.toString(), "0")).matches("[0-9]");
        }

        await().until(() -> {
            Rig.get(two.duties().reap());
            return rig.redis().zcard(rig.keys.leases()) == 0;
        });
        assertThat(rig.redis().exists(rig.keys.inFlight(), rig.keys.flight())).isZero();
    }

    private static void end(int how, LegacyQueue queue, Claim claim) {
        switch (how) {
            case 0 -> Rig.get(queue.claims().complete(claim));
            case 1 ->
                Rig.get(queue.claims()
                        .fail(claim, new Failure(new IllegalStateException("x"), "x", true, Optional.empty(), 3)));
            case 2 -> Rig.get(queue.claims().release(claim));
            case 3 -> Rig.get(queue.door().cancel(claim.id(), "not wanted"));
            case 4 -> {
                Rig.get(queue.claims().complete(claim));
                Rig.get(queue.door().cancel(claim.id(), "too late"));
            }
            case 5 -> Rig.get(queue.claims().note(claim, Map.of("a", new TextNode("b"))));
            default -> queue.claims().forget(claim);
        }
    }

    private static Map<String, String> inFlight() {
        return rig.redis().hgetall(rig.keys.inFlight());
    }

    private static Map<String, String> heldByLease() {
        Map<String, Integer> held = new HashMap<>();
        rig.redis()
                .zrange(rig.keys.leases(), 0, -1)
                .forEach(id -> held.merge(rig.document(new JobId(id)).task().toString(), 1, Integer::sum));
        Map<String, String> texts = new HashMap<>();
        held.forEach((task, number) -> texts.put(task, Integer.toString(number)));
        return texts;
    }

    private static List<Claim> claim(LegacyQueue queue, TaskAddress task) {
        return Rig.get(queue.claims().claim(Demand.of(10, Set.of(task))));
    }

    private static void insert(LegacyQueue queue, TaskAddress task) {
        NewJob job = NewJob.now(
                new JobId(UUID.randomUUID().toString()),
                task,
                List.of(new Argument("java.lang.String", new TextNode("hello"))));
        Rig.get(queue.door().insert(job));
    }

    private record CountingEar(AtomicInteger woken) implements Presence.Ear {
        @Override
        public void work() {
            woken.incrementAndGet();
        }

        @Override
        public void epoch(long epoch) {}

        @Override
        public void cancelled(JobId id) {}
    }
}
