// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.bridge.control.Route;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Door.Backlog;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
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
        assertThat(backlog(rig.open())).isEqualTo(new Backlog(0, false, Duration.ZERO, 0, 0, 0));
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

        Backlog backlog = backlog(queue);

        assertThat(backlog.estimated()).isTrue();
        assertThat(backlog.claimable()).isBetween(140L, 260L);
    }

    @Test
    void longDocumentsMakeTheSampleSmallerAndNotWrong() {
        LegacyQueue queue = rig.open();
        for (int i = 0; i < 90; i++) {
            insert(queue, i < 45 ? OTHER : Rig.TASK, 1, "x".repeat(30_000));
        }

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
