// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.task.JobId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that misbehave in every way, beside good ones: the worker lives on, and each job has one end. */
@Tag("faults")
@Timeout(180)
class TaskFaultsTest extends FaultRow {
    private static final int TIMES = 20;
    private static final Duration LONG = Duration.ofSeconds(90);

    @Test
    void e1AThrowANullAndAFailedStageAreTheSameFailure() {
        field.children.start();
        Map<String, List<JobId>> bad = new LinkedHashMap<>();
        for (String method : List.of("throwsAtOnce", "givesNull", "failsLater")) {
            bad.put(method, field.insert(TIMES, method));
        }
        List<JobId> good = field.insertWork(TIMES, 1);

        bad.values().forEach(ids -> await().atMost(LONG).until(() -> field.all(StateName.FAILED, ids)));
        await().atMost(LONG).until(() -> field.all(StateName.SUCCEEDED, good));

        Map<String, String> causes = new LinkedHashMap<>();
        bad.forEach((method, ids) -> causes.put(method, exceptionOf(ids.get(0))));
        field.figures("E1").put("causes", causes).print();
        assertThat(causes)
                .containsEntry("throwsAtOnce", IllegalArgumentException.class.getName())
                .containsEntry("givesNull", NullPointerException.class.getName())
                .containsEntry("failsLater", IllegalArgumentException.class.getName());
        field.holds();
    }

    @Test
    void e2ErrorsFailTheJobAndTheWorkerLives() {
        String worker = field.children.start();
        Map<String, List<JobId>> bad = new LinkedHashMap<>();
        for (String method : List.of("overflows", "missesAClass", "asserts")) {
            bad.put(method, field.insert(TIMES, method));
        }
        List<JobId> good = field.insertWork(TIMES, 1);

        bad.values().forEach(ids -> await().atMost(LONG).until(() -> field.all(StateName.FAILED, ids)));
        await().atMost(LONG).until(() -> field.all(StateName.SUCCEEDED, good));

        Map<String, String> causes = new LinkedHashMap<>();
        bad.forEach((method, ids) -> causes.put(method, exceptionOf(ids.get(0))));
        field.figures("E2").put("causes", causes).put("worker", worker).print();
        assertThat(causes.values())
                .containsExactly(
                        StackOverflowError.class.getName(),
                        NoClassDefFoundError.class.getName(),
                        AssertionError.class.getName());
        field.holds();
    }

    @Test
    void e3AWorkerOutOfMemoryEndsAndAnotherGoesOn() {
        String small = field.children.start("-Xmx40m");
        JobId eater = field.insert("eatsMemory");
        int exit = field.children.exitOf(small);
        String state = field.stateOf(eater);
        List<JobId> good = field.insertWork(TIMES, 1);
        field.children.start();

        await().atMost(LONG).until(() -> field.all(StateName.SUCCEEDED, good));
        field.drained(LONG);
        field.figures("E3").put("exit", exit).put("jobWhenItEnded", state).print();
        field.holds();
        assertThat(exit).isEqualTo(WorkerChild.OUT_OF_MEMORY);
        assertThat(state).isEqualTo("FAILED");
        assertThat(exceptionOf(eater)).isEqualTo(OutOfMemoryError.class.getName());
        assertThat(field.children.logged(small)).contains("TURNOUT-0328");
    }

    @Test
    void e4AStageThatEndsFromEightThreadsAtOnceHasOneAcceptedEnd() {
        field.children.start();
        List<JobId> jobs = field.insert(200, "endsManyTimes");

        field.drained(LONG);

        field.figures("E4").print();
        assertThat(field.book.count("COMMITTED") + field.book.count("FAILED")).isEqualTo(jobs.size());
        field.holds();
    }

    @Test
    void e5BlockedEventLoopsAreNamedAndCostNoLease() {
        String blocked = field.children.start();
        int millis = (int) (3 * Children.LEASE_MILLIS);
        List<JobId> jobs = field.insert(6, "blocksTheLoop", Field.millis(millis));
        await().until(() -> !field.book.heldBy(blocked).isEmpty());
        field.children.start();

        field.drained(LONG);

        long named = field.book.count("BLOCKED-blocksTheLoop");
        field.figures("E5")
                .put("blockages named by frame", named)
                .put("duplicates", field.book.duplicates())
                .print();
        field.holds();
        assertThat(field.book.timesOf("START"))
                .hasSize(jobs.size())
                .allSatisfy((job, times) -> assertThat(times).isEqualTo(1));
        assertThat(named).isGreaterThanOrEqualTo(jobs.size());
        assertThat(field.children.logged(blocked)).contains("TURNOUT-0316").contains("FaultTasks.blocksTheLoop");
    }

    @Test
    void e6AThreadThatNeverReturnsLosesItsSlotNotTheWorker() {
        field.children.start("abandon=700", "slots=4");
        JobId stuck = field.insert("neverReturns");
        List<JobId> good = field.insertWork(TIMES, 1);

        await().atMost(LONG).until(() -> field.all(StateName.SUCCEEDED, good));
        await().atMost(LONG).until(() -> field.stateOf(stuck).equals("FAILED"));

        int runs = field.book.timesOf("START").getOrDefault(stuck.value(), 0);
        field.figures("E6").put("runsOfTheStuckOne", runs).print();
        field.holds();
        assertThat(runs).isBetween(1, 3);
    }

    @Test
    void e7AnEndOnAForeignExecutorIsCommittedOnOurs() {
        field.children.start();
        List<JobId> jobs = field.insert(100, "endsElsewhere");

        await().atMost(LONG).until(() -> field.all(StateName.SUCCEEDED, jobs));
        List<JobId> good = field.insertWork(TIMES, 1);
        await().atMost(LONG).until(() -> field.all(StateName.SUCCEEDED, good));

        field.figures("E7").print();
        field.holds();
    }

    @Test
    void e8WhatAJobLeavesOnAThreadTheNextOneDoesNotFind() {
        field.children.start();
        List<JobId> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.addAll(field.insert(2, "leavesThings"));
            all.addAll(field.insert(2, "findsNothing"));
        }

        field.drained(LONG);

        field.figures("E8").print();
        field.holds();
        assertThat(field.all(StateName.SUCCEEDED, all)).isTrue();
    }

    @Test
    void e9AJobThatATaskPutInBeforeItsProcessDiedIsThere() {
        field.children.launch();
        JobId parent = field.insert("enqueuesAndDies");
        await().atMost(LONG).until(() -> field.book.count("BODY") >= 1); // the child may be quicker
        field.children.start();

        field.drained(LONG);

        int children = field.book.timesOf("BODY").size() - 1;
        field.figures("E9").put("children", children).print();
        field.holds();
        assertThat(field.stateOf(parent)).isEqualTo("SUCCEEDED");
        assertThat(children).as("at least once: one a run of the parent").isEqualTo(2);
    }

    private String exceptionOf(JobId id) {
        String document = rig.redis().get(rig.keys.job(id.value()));
        int at = document.lastIndexOf("\"exceptionType\":\"");
        return document.substring(at + 17, document.indexOf('"', at + 17));
    }
}
