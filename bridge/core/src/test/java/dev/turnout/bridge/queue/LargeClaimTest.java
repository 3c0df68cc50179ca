// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker with room for thousands, and lanes that have less. */
@Tag("redis")
class LargeClaimTest {
    private static final TaskAddress OTHER = new TaskAddress("com.acme.Other", "work", List.of("java.lang.String"));

    private static Rig rig;

    private LegacyQueue queue;

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
        queue = rig.open();
    }

    @Test
    void aWorkerWithRoomForThousandsTakesHundredsInOneCall() {
        List<JobId> ids = Rig.insert(queue, 700);

        List<Claim> claims = Rig.claim(queue, 10_000);

        assertThat(claims).extracting(Claim::id).containsExactlyElementsOf(ids);
        List<Answer> answers = claims.stream().map(queue.claims()::complete).toList().stream()
                .map(Rig::get)
                .toList();
        assertThat(answers).hasSize(700).containsOnly(new Answer.Committed());
    }

    @Test
    void longDocumentsAreTakenInPiecesAndNoneIsLeft() {
        for (int i = 0; i < 60; i++) {
            insert(Rig.TASK, "x".repeat(60_000));
        }
        List<Claim> claims = new ArrayList<>();

        for (int call = 0; call < 4; call++) {
            claims.addAll(Rig.claim(queue, 10_000));
        }

        assertThat(claims).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void aLaneIsNotFilledBeyondItsRoomAndTheOtherIsFilledAllTheSame() {
        for (int i = 0; i < 120; i++) {
            insert(Rig.TASK, "blocking");
        }
        for (int i = 0; i < 40; i++) {
            insert(OTHER, "composed");
        }
        Demand demand =
                new Demand(60, List.of(new Demand.Lane(3, Set.of(Rig.TASK)), new Demand.Lane(60, Set.of(OTHER))));

        List<Claim> claims = Rig.get(queue.claims().claim(demand));

        assertThat(claims).filteredOn(claim -> claim.task().equals(Rig.TASK)).hasSize(3);
        assertThat(claims).filteredOn(claim -> claim.task().equals(OTHER)).hasSize(40);
    }

    @Test
    void twoWorkersThatRaceForTheSameJobsNeverExceedTheRoomOfALane() {
        LegacyQueue rival = rig.open();
        Rig.insert(queue, 300);
        Demand demand = new Demand(50, List.of(new Demand.Lane(7, Set.of(Rig.TASK))));

        for (int round = 0; round < 20; round++) {
            List<List<Claim>> both = Stream.of(queue, rival)
                    .map(view -> view.claims().claim(demand))
                    .toList()
                    .stream()
                    .map(Rig::get)
                    .toList();

            assertThat(both).allMatch(claims -> claims.size() <= 7);
            assertThat(both.get(0).size() + both.get(1).size()).isPositive();
        }
    }

    @Test
    void aTaskWhoseLaneIsFullJustNowIsKnownAllTheSame() {
        LegacyQueueOptions options = Rig.options();
        LegacyQueue worker = rig.open(options);
        Rig.get(worker.presence().announce());
        Rig.get(worker.claims().claim(Demand.of(1, Set.of(Rig.TASK, OTHER))));

        Rig.get(worker.claims().claim(Demand.of(1, Set.of(OTHER))));

        assertThat(rig.redis().smembers(rig.keys.workerTasks(options.workerId().toString())))
                .containsExactlyInAnyOrder(Rig.TASK.toString(), OTHER.toString());
    }

    private void insert(TaskAddress task, String argument) {
        Rig.get(queue.door()
                .insert(NewJob.now(
                        new JobId(UUID.randomUUID().toString()),
                        task,
                        List.of(new Argument("java.lang.String", new TextNode(argument))))));
    }
}
