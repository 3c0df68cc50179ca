// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.bridge.queue.Rig;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Presence;
import dev.turnout.runtime.redis.Link;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A Redis with the levers over it, workers that announce themselves, and legacy servers on the list. */
abstract class AtTheLever {
    static Rig rig;
    static Cutover cutover;
    private static Link link;

    @BeforeAll
    static void start() {
        rig = new Rig();
        link = Link.over(rig.client(), Duration.ofSeconds(5));
        cutover = Cutover.over(link, Rig.PREFIX);
    }

    @AfterAll
    static void stop() {
        link.close();
        rig.close();
    }

    @BeforeEach
    void empty() {
        rig.reset();
        rig.empty();
    }

    static String guarded(int threads) {
        String id = rig.stockServer(threads, 5);
        rig.redis().hset(rig.keys.legacy(id), "level", "guarded");
        return id;
    }

    static Settled go(Change change) {
        return open(cutover.switchTo(change, Duration.ZERO, progress -> {}));
    }

    static Settled group(Grouping grouping) {
        return open(cutover.group(grouping, Duration.ZERO, progress -> {}));
    }

    static Settled open(CompletionStage<Settled> stage) {
        try {
            return Rig.get(stage);
        } catch (CompletionException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    /** A worker that is known, and knows {@code tasks}; it counts as dead once its lease is over. */
    static LegacyQueue worker(String name, Duration lease, TaskAddress... tasks) {
        LegacyQueueOptions options =
                Rig.options().worker(UUID.randomUUID(), name).lease(lease);
        return knows(rig.open(options), options, tasks);
    }

    static LegacyQueue knows(LegacyQueue queue, LegacyQueueOptions options, TaskAddress... tasks) {
        Rig.get(queue.presence().announce());
        Rig.get(queue.claims().claim(Demand.of(1, Set.of(tasks))));
        await().until(() ->
                rig.redis().exists(rig.keys.workerTasks(options.workerId().toString())) == 1);
        return queue;
    }

    static void obey(LegacyQueue queue) {
        queue.routes().refresh().thenCompose(epoch -> queue.presence().beat(new Presence.Beat(0, epoch)));
    }
}
