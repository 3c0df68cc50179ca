// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.queue.Answer.AlreadyFinal;
import dev.turnout.runtime.queue.Answer.Committed;
import dev.turnout.runtime.queue.Answer.LostClaim;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Presence.Ear;
import dev.turnout.runtime.task.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every layout promises to a worker and its operator. Extend it, give it queues, run it; the tests of {@link ClaimContract}
 * come along.
 */
@Tag("jdk")
public abstract class QueueContract extends ClaimContract {
    @Test
    void jobsOfUnknownTasksAreLeftWhereTheyAre() {
        JobId id = insert(0);

        List<Claim> claims = get(queue.claims().claim(Demand.of(10, Set.of(OTHER))));

        assertThat(claims).isEmpty();
        assertThat(stateOf(id)).contains(enqueued());
    }

    @Test
    void aParkedJobIsNotLostAndCostsNoAttempt() {
        JobId id = insert(0);

        Answer answer = get(queue.claims().park(claimOne(queue), "no such bean"));

        assertThat(answer).isInstanceOf(Committed.class);
        assertThat(stateOf(id)).isPresent();
        assertThat(stateOf(id).orElseThrow()).isNotIn(succeeded(), failed(), processing());
    }

    @Test
    void aSecondInsertOfOneIdIsRefused() {
        JobId id = insert(0);

        boolean added = get(queue.door().insert(job(id, 0)));

        assertThat(added).isFalse();
        assertThat(get(queue.claims().claim(Demand.of(10, Set.of(TASK))))).hasSize(1);
    }

    @Test
    void aDeletedRunningJobIsALostClaimForItsOwner() {
        JobId id = insert(0);
        Claim claim = claimOne(queue);

        assertThat(get(rival.door().cancel(id, "by an operator"))).isInstanceOf(Committed.class);

        assertThat(get(queue.claims().renew(List.of(claim)))).first().isInstanceOf(AlreadyFinal.class);
        assertThat(get(queue.claims().complete(claim))).isInstanceOf(AlreadyFinal.class);
        assertThat(stateOf(id).orElse("gone")).isNotEqualTo(succeeded());
    }

    @Test
    void aCancelledJobIsNeverClaimed() {
        JobId waiting = insert(0);
        JobId deferred = newId();
        get(queue.door().insert(later(deferred, Duration.ofHours(1))));

        assertThat(get(queue.door().cancel(waiting, "by an operator"))).isInstanceOf(Committed.class);
        assertThat(get(queue.door().cancel(deferred, "by an operator"))).isInstanceOf(Committed.class);

        assertThat(get(rival.claims().claim(Demand.of(10, Set.of(TASK))))).isEmpty();
        assertThat(get(queue.door().cancel(waiting, "again"))).isInstanceOf(AlreadyFinal.class);
        assertThat(get(queue.door().cancel(newId(), "nobody"))).isInstanceOf(LostClaim.class);
    }

    @Test
    void aCancelIsHeardByTheWorkers() {
        JobId id = insert(0);
        List<JobId> heard = new CopyOnWriteArrayList<>();
        get(queue.presence().listen(new Ear() {
            @Override
            public void work() {}

            @Override
            public void epoch(long epoch) {}

            @Override
            public void cancelled(JobId cancelled) {
                heard.add(cancelled);
            }
        }));
        claimOne(queue);

        get(rival.door().cancel(id, "by an operator"));

        await().until(() -> heard.contains(id));
    }

    @Test
    void aCapHoldsOverAllWorkersAndFollowsItsChanges() {
        for (int i = 0; i < 6; i++) {
            insert(0);
        }
        get(queue.controls().cap(TASK, OptionalInt.of(3)));
        List<Claim> first = get(queue.claims().claim(Demand.of(2, Set.of(TASK))));
        List<Claim> second = get(rival.claims().claim(Demand.of(4, Set.of(TASK))));
        assertThat(first).hasSize(2);
        assertThat(second).hasSize(1);
        assertThat(get(queue.controls().settings()).inFlight()).containsEntry(TASK, 3);

        get(queue.claims().complete(first.get(0)));
        get(queue.claims().fail(first.get(1), failure(0)));
        get(rival.claims().release(second.get(0)));
        get(queue.controls().cap(TASK, OptionalInt.of(1)));

        assertThat(get(queue.claims().claim(Demand.of(4, Set.of(TASK))))).hasSize(1);
        assertThat(get(rival.claims().claim(Demand.of(4, Set.of(TASK))))).isEmpty();
        get(queue.controls().cap(TASK, OptionalInt.empty()));
        assertThat(get(rival.claims().claim(Demand.of(9, Set.of(TASK))))).hasSize(3);
    }

    @Test
    void aCapCountsJobsOfADeadWorkerUntilTheyAreTakenBack() {
        JobId id = insert(3);
        insert(3);
        get(queue.controls().cap(TASK, OptionalInt.of(1)));
        claimOne(queue);
        passLease();

        assertThat(get(rival.claims().claim(Demand.of(1, Set.of(TASK))))).isEmpty();
        reapUntil(id);

        assertThat(get(rival.claims().claim(Demand.of(5, Set.of(TASK))))).hasSize(1);
    }

    @Test
    void aPauseHoldsForEveryWorkerUntilItIsOver() {
        insert(0);
        get(queue.controls().pause(Optional.empty()));
        assertThat(get(rival.claims().claim(Demand.of(1, Set.of(TASK))))).isEmpty();
        assertThat(get(rival.controls().settings()).paused()).isTrue();

        get(queue.controls().resume(Optional.empty()));
        get(queue.controls().pause(Optional.of(TASK)));
        assertThat(get(rival.claims().claim(Demand.of(1, Set.of(TASK))))).isEmpty();
        assertThat(get(rival.controls().settings()).pausedTasks()).containsExactly(TASK);
        get(queue.controls().resume(Optional.of(TASK)));

        assertThat(get(rival.claims().claim(Demand.of(1, Set.of(TASK))))).hasSize(1);
    }

    @Test
    void lanesShareTheirRoom() {
        insert(0);
        insert(0);
        insert(0);

        List<Claim> claims =
                get(queue.claims().claim(new Demand(10, List.of(new Demand.Lane(2, Set.of(TASK, OTHER))))));

        assertThat(claims).hasSize(2);
    }

    @Test
    void aBacklogCountsWhatMayBeClaimedHere() {
        insert(0);
        insert(0);
        get(queue.door().insert(later(newId(), Duration.ofHours(1))));
        claimOne(queue);

        assertThat(get(rival.door().backlog(Set.of(TASK))).claimable()).isEqualTo(1);
        assertThat(get(rival.door().backlog(Set.of(TASK))).deferred()).isEqualTo(1);
        assertThat(get(rival.door().backlog(Set.of(OTHER))).claimable()).isZero();
    }

    @Test
    void aBacklogCountsPausedJobsApart() {
        insert(0);
        insert(0);
        get(queue.controls().pause(Optional.of(TASK)));

        Door.Backlog backlog = get(rival.door().backlog(Set.of(TASK)));

        assertThat(backlog.claimable()).isZero();
        assertThat(backlog.paused()).isEqualTo(2);
        assertThat(backlog.oldest()).isZero();
    }

    @Test
    void aParkedJobIsListedWithItsReason() {
        JobId id = insert(0);

        get(queue.claims().park(claimOne(queue), "no such bean"));

        await().untilAsserted(() ->
                assertThat(get(rival.door().parked(10))).contains(new Door.Parked(id.value(), "no such bean")));
        assertThat(get(rival.door().backlog(Set.of(TASK))).parked()).isEqualTo(1);
    }

    @Test
    void aFailureSaysWhetherTheJobIsRunAgainAndWhen() {
        insert(1);
        Answer first = get(queue.claims()
                .fail(
                        claimOne(queue),
                        new Failure(new IllegalStateException("no"), "no", true, Optional.of(Duration.ofHours(2)), 1)));

        assertThat(first).isEqualTo(new Committed(true));
        passRetryDelay();
        get(queue.duties().promote());
        assertThat(get(queue.claims().claim(Demand.of(1, Set.of(TASK))))).isEmpty();
        insert(0);
        assertThat(get(queue.claims().fail(claimOne(queue), failure(0)))).isEqualTo(new Committed(false));
    }

    @Test
    void metadataTravelsWithTheJobAndNotesStay() {
        JobId id = newId();
        get(queue.door()
                .insert(new NewJob(
                        id,
                        TASK,
                        List.of(new Argument("java.lang.String", new TextNode("hello"))),
                        Duration.ZERO,
                        Optional.of(3),
                        Map.of("traceparent", new TextNode("00-abc-def-01")))));
        Claim claim = claimOne(queue);
        assertThat(claim.metadata()).containsEntry("traceparent", new TextNode("00-abc-def-01"));

        get(queue.claims().note(claim, Map.of("progress", new TextNode("9"))));
        get(queue.claims().release(claim));

        assertThat(claimOne(rival).metadata()).containsKeys("traceparent", "progress");
    }

    @Test
    void crashesAreCountedApartFromFailures() {
        JobId id = insert(3);
        claimOne(queue);
        passLease();
        reapUntil(id);

        Claim again = claimOne(rival);

        assertThat(again.crashes()).isEqualTo(1);
        assertThat(again.attempt()).isEqualTo(2);
    }

    @Test
    void manyJobsAreAnsweredOneByOneAndASecondTimeChangesNothing() {
        JobId known = insert(0);
        List<NewJob> jobs = List.of(job(newId(), 0), job(known, 0), job(newId(), 0));

        assertThat(get(queue.door().insertAll(jobs))).containsExactly(true, false, true);
        assertThat(get(rival.door().insertAll(jobs))).containsExactly(false, false, false);
        assertThat(get(queue.door().insertAll(List.of()))).isEmpty();
        assertThat(get(queue.claims().claim(Demand.of(10, Set.of(TASK))))).hasSize(3);
    }

    @Test
    void aMomentCountsMoreThanADelayAndOneThatHasPassedIsNow() {
        NewJob passed = asking(JobOptions.NONE.due(Instant.EPOCH));
        NewJob far = asking(JobOptions.NONE.due(Instant.parse("2100-01-01T00:00:00Z")));

        assertThat(get(queue.door().insertAll(List.of(passed, far)))).containsExactly(true, true);

        assertThat(stateOf(passed.id())).contains(enqueued());
        assertThat(get(queue.claims().claim(Demand.of(10, Set.of(TASK)))))
                .extracting(Claim::id)
                .containsExactly(passed.id());
    }

    @Test
    void whatTheLayoutCannotCarryIsRefusedByCheckAndByInsert() {
        NewJob named = asking(JobOptions.NONE.name("A parcel").labels(List.of("one")));
        NewJob unique = asking(JobOptions.NONE.name("A parcel").unique("one at a time"));

        queue.door().form().check(named);
        assertThat(get(queue.door().insert(named))).isTrue();
        assertThatThrownBy(() -> queue.door().form().check(unique))
                .hasMessageContaining("TURNOUT-0634")
                .hasMessageContaining("[UNIQUE]");
        assertThatThrownBy(() -> queue.door().insert(unique)).hasMessageContaining("TURNOUT-0634");
        assertThat(stateOf(unique.id())).isEmpty();
    }

    private NewJob asking(JobOptions options) {
        NewJob plain = job(newId(), 0);
        return new NewJob(
                plain.id(),
                plain.task(),
                plain.arguments(),
                Duration.ofMinutes(1),
                plain.retries(),
                plain.metadata(),
                options);
    }

    @Test
    void anUnknownJobHasNoState() {
        assertThat(stateOf(newId())).isEmpty();
    }
}
