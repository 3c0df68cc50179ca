// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.redis.Link;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A Redis, a connection to it, and jobs of two tasks to be told apart. */
abstract class OnTheIndex {
    static final TaskAddress OTHER = new TaskAddress("com.acme.Other", "work", List.of("java.lang.String"));

    static Rig rig;
    static Link link;

    @BeforeAll
    static void start() {
        rig = new Rig();
        link = Link.over(rig.client(), Duration.ofSeconds(5));
    }

    @AfterAll
    static void stop() {
        link.close();
        rig.close();
    }

    @BeforeEach
    void empty() {
        rig.reset();
    }

    static List<Argument> argument(String value) {
        return List.of(new Argument("java.lang.String", new TextNode(value)));
    }

    static LegacySide side() {
        return LegacySide.over(
                new LegacyRedis(dev.turnout.runtime.redis.Link.over(rig.client(), Duration.ofSeconds(5)), rig.keys));
    }

    static List<Claim> claim(LegacyQueue queue, int limit) {
        return Rig.get(queue.claims().claim(Demand.of(limit, Set.of(Rig.TASK))));
    }

    static List<String> load(int count, TaskAddress task, long agoMicros) {
        return load(count, task, agoMicros, "x");
    }

    static List<String> load(int count, TaskAddress task, long agoMicros, String argument) {
        return rig.load(count, task, Duration.of(agoMicros, ChronoUnit.MICROS), argument);
    }

    static List<JobId> put(LegacyQueue queue, TaskAddress task, int count) {
        List<NewJob> jobs = Stream.generate(
                        () -> NewJob.now(new JobId(UUID.randomUUID().toString()), task, argument("x")))
                .limit(count)
                .toList();
        for (int from = 0; from < count; from += 1_000) {
            Rig.get(queue.door().insertAll(jobs.subList(from, Math.min(count, from + 1_000))));
        }
        return jobs.stream().map(NewJob::id).toList();
    }
}
