// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.Rig;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Where one row plays: a Redis, worker processes, their ledgers, and a door of the test's own. */
final class Field implements AutoCloseable {
    final Rig rig;
    final Children children;
    final Book book;
    final LegacyQueue queue;
    private final List<JobId> acknowledged = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final long began = System.nanoTime();

    Field(Rig rig, Path folder) {
        this.rig = rig;
        rig.reset();
        this.children = new Children(folder, rig.uri(), Rig.PREFIX);
        this.book = new Book(folder);
        this.queue = rig.open();
    }

    List<JobId> insertWork(int count, int millis) {
        return insert(count, "work", new Argument("int", IntNode.valueOf(millis)));
    }

    JobId insert(String method, Argument... arguments) {
        return insert(1, method, arguments).get(0);
    }

    static Argument millis(int millis) {
        return new Argument("int", IntNode.valueOf(millis));
    }

    static Argument text(String text) {
        return new Argument("java.lang.String", TextNode.valueOf(text));
    }

    List<JobId> insert(int count, String method, Argument... arguments) {
        List<JobId> ids = new ArrayList<>();
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        TaskAddress task = FaultTasks.address(
                method, List.of(arguments).stream().map(Argument::declaredType).toArray(String[]::new));
        for (int i = 0; i < count; i++) {
            JobId id = new JobId(UUID.randomUUID().toString());
            ids.add(id);
            NewJob job = new NewJob(
                    id, task, List.of(arguments), Duration.ZERO, Optional.empty(), Map.<String, JsonNode>of());
            answers.add(queue.door().insert(job).toCompletableFuture());
        }
        answers.forEach(answer -> assertThat(answer.join()).isTrue());
        acknowledged.addAll(ids);
        return ids;
    }

    String stateOf(JobId id) {
        return Rig.get(queue.door().state(id)).orElse("GONE");
    }

    boolean all(StateName state, Collection<JobId> ids) {
        return ids.stream().allMatch(id -> stateOf(id).equals(state.name()));
    }

    /** Waits until nothing is queued, running or due for a retry. */
    void drained(Duration atMost) {
        await().atMost(atMost)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> count(StateName.ENQUEUED) + count(StateName.PROCESSING) + count(StateName.SCHEDULED) == 0
                        && rig.redis().zcard(rig.keys.reserved()) == 0);
    }

    long count(StateName state) {
        return rig.redis().zcard(rig.keys.queue(state));
    }

    long stuck() {
        return count(StateName.ENQUEUED) + count(StateName.PROCESSING) + count(StateName.SCHEDULED);
    }

    /** Acknowledged jobs that are in no state at all. */
    long lost() {
        return acknowledged.stream().filter(id -> stateOf(id).equals("GONE")).count();
    }

    /** Acknowledged jobs whose run was accepted as ended more than once. */
    long endedTwice() {
        Map<String, Integer> ends = book.timesOf("COMMITTED");
        book.timesOf("FAILED").forEach((job, times) -> ends.merge(job, times, Integer::sum));
        return ends.values().stream().filter(times -> times > 1).count();
    }

    /** What must hold of every row when it is over: nothing lost, nothing stuck, no half state, one accepted end a job. */
    void holds() {
        assertThat(lost()).as("lost").isZero();
        assertThat(stuck()).as("stuck").isZero();
        assertThat(halfStates()).as("half states").isZero();
        assertThat(endedTwice()).as("jobs with two accepted ends").isZero();
        assertThat(count(StateName.SUCCEEDED) + count(StateName.FAILED))
                .as("jobs at an end")
                .isGreaterThanOrEqualTo(acknowledged.size());
    }

    /** Jobs whose document, version and index do not agree. */
    long halfStates() {
        return acknowledged.stream().filter(id -> !rig.wellKept(id)).count();
    }

    Figures figures(String row) {
        return new Figures(row)
                .put("attempted", acknowledged.size())
                .put("acknowledged", acknowledged.size())
                .put("executed", book.timesOf("BODY").size())
                .put("final", count(StateName.SUCCEEDED) + count(StateName.FAILED))
                .put("lost", lost())
                .put("stuck", stuck())
                .put("endedTwice", endedTwice())
                .put("halfStates", halfStates())
                .put("accepted", book.count("COMMITTED"))
                .put("refused", book.count("LOST") + book.count("CANCELLED"))
                .put("seconds", (System.nanoTime() - began) / 1_000_000_000);
    }

    @Override
    public void close() {
        children.close();
    }
}
