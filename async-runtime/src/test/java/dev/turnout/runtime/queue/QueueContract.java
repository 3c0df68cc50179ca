// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.queue.Answer.AlreadyFinal;
import dev.turnout.runtime.queue.Answer.Committed;
import dev.turnout.runtime.queue.Answer.LostClaim;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Presence.Ear;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.testing.InMemoryQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every layout promises to a worker. Extend it, give it queues, run it. */
@Tag("jdk")
public abstract class QueueContract {
    protected static final TaskAddress TASK = new TaskAddress("com.acme.Mailer", "send", List.of("java.lang.String"));
    protected static final TaskAddress OTHER = new TaskAddress("com.acme.Other", "work", List.of());

    private final List<Queue> opened = new ArrayList<>();
    protected Queue queue = InMemoryQueue.create();
    protected Queue rival = queue;

    /** A fresh view, as another worker would have it, on the one store of this test. */
    protected abstract Queue open();

    /** Lets the queue's clock pass the end of leases that are given now; may wait where the clock is real. */
    protected abstract void passLease();

    /** Lets the queue's clock pass the delay before a second attempt, where the layout lets us promote; may wait. */
    protected abstract void passRetryDelay();

    /** How the layout names a job that waits for a worker. */
    protected String enqueued() {
        return "ENQUEUED";
    }

    /** How the layout names a job that is due later. */
    protected String scheduled() {
        return "SCHEDULED";
    }

    /** How the layout names a job that a worker holds. */
    protected String processing() {
        return "PROCESSING";
    }

    /** How the layout names a job that has ended well. */
    protected String succeeded() {
        return "SUCCEEDED";
    }

    /** How the layout names a job that has failed for good. */
    protected String failed() {
        return "FAILED";
    }

    @BeforeEach
    void openTwoViews() {
        queue = opened(open());
        rival = opened(open());
    }

    @AfterEach
    void closeViews() {
        opened.forEach(Queue::close);
    }

    @Test
    void aJobIsClaimedOnceByTwoWorkers() {
        JobId id = insert(0);

        List<Claim> first = get(queue.claims().claim(Demand.of(10, Set.of(TASK))));
        List<Claim> second = get(rival.claims().claim(Demand.of(10, Set.of(TASK))));

        assertThat(first).extracting(Claim::id).containsExactly(id);
        assertThat(second).isEmpty();
        assertThat(stateOf(id)).contains(processing());
    }

    @Test
    void aClaimCarriesTheCallAsItWasStored() {
        JobId id = insert(0);

        Claim claim = claimOne(queue);

        assertThat(claim.id()).isEqualTo(id);
        assertThat(claim.task()).isEqualTo(TASK);
        assertThat(claim.arguments()).containsExactly(new Argument("java.lang.String", new TextNode("hello")));
        assertThat(claim.attempt()).isEqualTo(1);
        assertThat(claim.lease()).isPositive();
    }

    @Test
    void noMoreIsClaimedThanAskedForAndTheOldestComesFirst() {
        JobId oldest = insert(0);
        insert(0);
        insert(0);

        List<Claim> claims = get(queue.claims().claim(Demand.of(2, Set.of(TASK))));

        assertThat(claims).hasSize(2);
        assertThat(claims.get(0).id()).isEqualTo(oldest);
    }

    @Test
    void aCompletedJobHasEnded() {
        JobId id = insert(0);

        Answer answer = get(queue.claims().complete(claimOne(queue)));

        assertThat(answer).isInstanceOf(Committed.class);
        assertThat(stateOf(id)).contains(succeeded());
        assertThat(get(queue.claims().claim(Demand.of(10, Set.of(TASK))))).isEmpty();
    }

    @Test
    void aRepeatedCompleteWithTheSameTokenSaysThatItIsStored() {
        insert(0);
        Claim claim = claimOne(queue);
        get(queue.claims().complete(claim));

        Answer repeated = get(queue.claims().complete(claim));

        assertThat(repeated).isInstanceOfAny(AlreadyFinal.class, Committed.class);
    }

    @Test
    void tokensRiseWithEachClaim() {
        insert(0);
        Claim first = claimOne(queue);
        get(queue.claims().release(first));

        Claim second = claimOne(rival);

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.token()).isGreaterThan(first.token());
    }

    @Test
    void aReleaseCostsNoAttempt() {
        JobId id = insert(0);

        Answer answer = get(queue.claims().release(claimOne(queue)));

        assertThat(answer).isInstanceOf(Committed.class);
        assertThat(stateOf(id)).contains(enqueued());
        assertThat(claimOne(rival).attempt()).isEqualTo(1);
    }

    @Test
    void zombieCannotCompleteAReclaimedJob() {
        JobId id = insert(3);
        Claim zombie = claimOne(queue);
        passLease();
        reapUntil(id);
        Claim owner = claimOne(rival);

        Answer late = get(queue.claims().complete(zombie));

        assertThat(late).isInstanceOf(LostClaim.class);
        assertThat(stateOf(id)).contains(processing());
        assertThat(get(rival.claims().complete(owner))).isInstanceOf(Committed.class);
    }

    @Test
    void zombieCannotFailReleaseParkOrNoteAReclaimedJob() {
        JobId id = insert(3);
        Claim zombie = claimOne(queue);
        get(queue.claims().release(zombie));
        claimOne(rival);

        assertThat(get(queue.claims().fail(zombie, failure(3)))).isInstanceOf(LostClaim.class);
        assertThat(get(queue.claims().release(zombie))).isInstanceOf(LostClaim.class);
        assertThat(get(queue.claims().park(zombie, "no"))).isInstanceOf(LostClaim.class);
        assertThat(get(queue.claims().note(zombie, Map.of("progress", new TextNode("9")))))
                .isInstanceOf(LostClaim.class);
        assertThat(stateOf(id)).contains(processing());
    }

    @Test
    void aRenewalAnswersForEachClaimInOrder() {
        insert(0);
        insert(0);
        List<Claim> claims = get(queue.claims().claim(Demand.of(2, Set.of(TASK))));
        get(queue.claims().release(claims.get(0)));
        claimOne(rival);

        List<Answer> answers = get(queue.claims().renew(claims));

        assertThat(answers).hasSize(2);
        assertThat(answers.get(0)).isInstanceOf(LostClaim.class);
        assertThat(answers.get(1)).isInstanceOf(Committed.class);
    }

    @Test
    void aFailedAttemptIsTriedAgainAndThenFailsForGood() {
        JobId id = insert(1);
        assertThat(get(queue.claims().fail(claimOne(queue), failure(1)))).isInstanceOf(Committed.class);
        assertThat(stateOf(id)).contains(scheduled());
        passRetryDelay();
        get(queue.duties().promote());
        Claim second = claimOne(queue);
        assertThat(second.attempt()).isEqualTo(2);

        get(queue.claims().fail(second, failure(1)));

        assertThat(stateOf(id)).contains(failed());
    }

    @Test
    void aFailureThatForbidsRetriesIsFinalAtOnce() {
        JobId id = insert(5);

        get(queue.claims()
                .fail(claimOne(queue), new Failure(new IllegalStateException("no"), "no", false, Optional.empty(), 5)));

        assertThat(stateOf(id)).contains(failed());
    }

    @Test
    void aJobWhoseLeaseHasLapsedIsTakenBack() {
        JobId id = insert(3);
        claimOne(queue);
        assertThat(get(rival.duties().reap())).isZero();
        passLease();

        reapUntil(id);

        Claim again = claimOne(rival);
        assertThat(again.id()).isEqualTo(id);
        assertThat(again.attempt()).isEqualTo(2);
    }

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
    void anUnknownJobHasNoState() {
        assertThat(stateOf(newId())).isEmpty();
    }

    /** Puts a job of {@link #TASK} in. */
    protected JobId insert(int retries) {
        JobId id = newId();
        assertThat(get(queue.door().insert(job(id, retries)))).isTrue();
        return id;
    }

    /** Claims one job of {@link #TASK}, which must be there. */
    protected static Claim claimOne(Queue from) {
        List<Claim> claims = get(from.claims().claim(Demand.of(1, Set.of(TASK))));
        assertThat(claims).hasSize(1);
        return claims.get(0);
    }

    /** The value of {@code stage}, waiting for it no longer than ten seconds. */
    protected static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void reapUntil(JobId id) {
        get(rival.duties().reap());
        assertThat(stateOf(id)).isNotEqualTo(Optional.of(processing()));
        passRetryDelay();
        get(rival.duties().promote());
    }

    private Optional<String> stateOf(JobId id) {
        return get(queue.door().state(id));
    }

    private Queue opened(Queue view) {
        opened.add(view);
        return view;
    }

    private static NewJob job(JobId id, int retries) {
        return new NewJob(
                id,
                TASK,
                List.of(new Argument("java.lang.String", new TextNode("hello"))),
                Duration.ZERO,
                Optional.of(retries),
                Map.of());
    }

    private static NewJob later(JobId id, Duration delay) {
        return new NewJob(
                id,
                TASK,
                List.of(new Argument("java.lang.String", new TextNode("hello"))),
                delay,
                Optional.of(0),
                Map.of());
    }

    private static Failure failure(int retries) {
        return new Failure(new IllegalStateException("no"), "no", true, Optional.empty(), retries);
    }

    private static JobId newId() {
        return new JobId(UUID.randomUUID().toString());
    }
}
