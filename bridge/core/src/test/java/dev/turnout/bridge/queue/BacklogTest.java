// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Door.Backlog;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is said to wait for the async pool. */
@Tag("redis")
class BacklogTest {
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
    void anEmptyQueueHasNothing() {
        assertThat(backlog(rig.open())).isEqualTo(new Backlog(0, 0, false, Duration.ZERO, 0, 0, 0));
    }

    @Test
    void aShortQueueIsCountedExactlyByTaskAndRoute() {
        LegacyQueue queue = rig.open();
        rig.route(Rig.TASK.toString(), "50");
        List<JobId> ids = Rig.insert(queue, 60);
        insert(queue, OTHER, 40);

        Backlog backlog = backlog(queue);

        assertThat(backlog.estimated()).isFalse();
        assertThat(backlog.claimable())
                .isEqualTo(ids.stream()
                        .filter(id -> new Route(50).allows(id.value()))
                        .count());
    }

    @Test
    void aLongQueueIsReckonedFromASample() {
        LegacyQueue queue = rig.open();
        for (int i = 0; i < 400; i++) {
            insert(queue, i % 2 == 0 ? OTHER : Rig.TASK, 1);
        }
        unsort();

        Backlog backlog = backlog(queue);

        assertThat(backlog.estimated()).isTrue();
        assertThat(backlog.claimable()).isBetween(140L, 260L);
    }

    /** As if an enqueuer that is not ours had put the jobs in. */
    private static void unsort() {
        rig.redis().del(rig.keys.sorted());
        rig.redis()
                .keys(Rig.PREFIX + ":turnout:todo*")
                .forEach(key -> rig.redis().del(key));
    }

    @Test
    void longDocumentsMakeTheSampleSmallerAndNotWrong() {
        LegacyQueue queue = rig.open();
        for (int i = 0; i < 90; i++) {
            insert(queue, i < 45 ? OTHER : Rig.TASK, 1, "x".repeat(30_000));
        }
        unsort();

        Backlog backlog = backlog(queue);

        assertThat(backlog.estimated()).isTrue();
        assertThat(backlog.claimable()).isBetween(35L, 55L);
    }

    @Test
    void whatIsLeftToTheStockServersIsNotCountedUntilItHasWaitedTooLong() {
        LegacyQueue queue = rig.open();
        List<JobId> ids = Rig.insert(queue, 9);
        rig.stockServer(2, 5);
        assertThat(backlog(queue).claimable()).isEqualTo(5);
        rig.age(ids.get(0), 11);

        assertThat(backlog(queue).claimable()).isEqualTo(6);

        Rig.claim(queue, 1);
        assertThat(rig.redis().zcard(rig.keys.reserved())).isEqualTo(1);
        assertThat(backlog(queue).claimable()).as("a reserved job is not done").isEqualTo(5);
    }

    @Test
    void theOldestIsSaidByItsTimeInTheQueueAndParkedJobsDoNotCount() {
        LegacyQueue queue = rig.open();
        List<JobId> ids = Rig.insert(queue, 3);
        rig.age(ids.get(0), 90);
        rig.age(ids.get(1), 30);
        rig.redis().hset(rig.keys.parked(), ids.get(0).value(), "no such bean");

        Backlog backlog = backlog(queue);

        assertThat(backlog.claimable()).isEqualTo(2);
        assertThat(backlog.parked()).isEqualTo(1);
        assertThat(backlog.oldest()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
    }

    @Test
    void whatIsPausedIsCountedApart() {
        LegacyQueue queue = rig.open();
        Rig.insert(queue, 3);
        insert(queue, OTHER, 2);
        Set<TaskAddress> both = Set.of(Rig.TASK, OTHER);

        Rig.get(queue.controls().pause(Optional.of(Rig.TASK)));
        Backlog unsorted = Rig.get(queue.door().backlog(both));
        assertThat(unsorted.claimable()).isEqualTo(2);
        assertThat(unsorted.paused()).isEqualTo(3);
        assertThat(Rig.claim(queue, 1)).isEmpty();
        Backlog sorted = Rig.get(queue.door().backlog(both));
        assertThat(sorted.claimable()).isEqualTo(2);
        assertThat(sorted.paused()).isEqualTo(3);

        Rig.get(queue.controls().pause(Optional.empty()));
        Backlog all = Rig.get(queue.door().backlog(both));
        assertThat(all.claimable()).isZero();
        assertThat(all.paused()).isEqualTo(5);
        assertThat(all.oldest()).isZero();
    }

    /** The reviewer's case: nobody has looked at the queue, and a sample of it would most likely miss ours. */
    @Test
    void theFirstOfALongQueueAreSeenWhateverComesBehindThem() {
        LegacyQueue queue = rig.open();
        List<String> ours = rig.load(5, Rig.TASK, Duration.ofSeconds(90), "x");
        rig.load(3_000, OTHER, Duration.ofSeconds(60), "x");

        Backlog backlog = backlog(queue);

        assertThat(ours).hasSize(5);
        assertThat(backlog.claimable()).isEqualTo(5);
        assertThat(backlog.oldest()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(100));
        Backlog both = Rig.get(queue.door().backlog(Set.of(Rig.TASK, OTHER)));
        assertThat(both.claimable()).isEqualTo(3_005);
        assertThat(both.oldest()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(100));
        assertThat(both.estimated()).isTrue();
    }

    @Test
    void aLongQueueThatWorkersHaveSortedIsCountedExactly() {
        LegacyQueue queue = rig.open();
        rig.route(OTHER.toString(), "0");
        rig.minimumAge(Duration.ofHours(1)); // so that looks sort, and claim nothing
        List<String> mixed = new ArrayList<>(rig.load(1_200, OTHER, Duration.ofSeconds(600), "x"));
        List<String> ours = rig.load(1_700, Rig.TASK, Duration.ofSeconds(60), "x");
        mixed.addAll(ours);
        await().until(() -> {
            Rig.claim(queue, 50);
            return rig.redis().hlen(rig.keys.sorted()) == mixed.size()
                    && rig.redis().hvals(rig.keys.sorted()).stream().noneMatch(said -> said.startsWith("~"));
        });

        assertThat(backlog(queue).claimable()).isEqualTo(ours.size());
        assertThat(backlog(queue).estimated()).isFalse();
        assertThat(backlog(queue).oldest()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90));

        rig.redis().hset(rig.keys.parked(), ours.get(0), "no such bean");
        rig.redis().zrem(rig.keys.queue(StateName.ENQUEUED), ours.get(1), ours.get(2));
        rig.route(Rig.TASK.toString(), "50");
        long allowed = ours.stream().skip(3).filter(new Route(50)::allows).count();
        assertThat(backlog(queue).claimable()).isEqualTo(allowed);

        Rig.get(queue.controls().pause(Optional.of(Rig.TASK)));
        assertThat(backlog(queue).claimable()).isZero();
        assertThat(backlog(queue).paused()).isEqualTo(allowed);
    }

    @Test
    void theOldestOfOursBehindThousandsOfOthersIsFoundByTheIndex() {
        LegacyQueue queue = rig.open();
        rig.route(OTHER.toString(), "0");
        rig.minimumAge(Duration.ofHours(1));
        rig.load(2_300, OTHER, Duration.ofSeconds(600), "x");
        rig.load(20, Rig.TASK, Duration.ofSeconds(60), "x");
        await().until(() -> {
            Rig.claim(queue, 50);
            return rig.redis().hlen(rig.keys.sorted()) == 2_320;
        });

        assertThat(backlog(queue).claimable()).isEqualTo(20);
        assertThat(backlog(queue).oldest()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90));
    }

    @Test
    void aClaimSaysHowLongItsJobHasWaited() {
        LegacyQueue queue = rig.open();
        Rig.insert(queue);
        double until = rig.micros() + 200_000;
        org.awaitility.Awaitility.await().until(() -> rig.micros() > until);

        Claim claim = Rig.claim(queue, 1).get(0);

        assertThat(claim.waited()).isBetween(Duration.ofMillis(200), Duration.ofSeconds(10));
    }

    private static Backlog backlog(Queue queue) {
        return Rig.get(queue.door().backlog(Set.of(Rig.TASK)));
    }

    private static void insert(Queue queue, TaskAddress task, int count) {
        insert(queue, task, count, "hello");
    }

    private static void insert(Queue queue, TaskAddress task, int count, String argument) {
        for (int i = 0; i < count; i++) {
            Rig.get(queue.door()
                    .insert(new NewJob(
                            new JobId(UUID.randomUUID().toString()),
                            task,
                            List.of(new Argument("java.lang.String", new TextNode(argument))),
                            Duration.ZERO,
                            Optional.empty(),
                            Map.of())));
        }
    }
}
