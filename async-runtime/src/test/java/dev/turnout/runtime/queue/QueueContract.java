// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.queue.Answer.AlreadyFinal;
import dev.turnout.runtime.queue.Answer.Committed;
import dev.turnout.runtime.queue.Answer.LostClaim;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
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
    protected Queue queue = new InMemoryQueue(new InMemoryQueue.Store(Duration.ofSeconds(1)));
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

        List<Claim> first = get(queue.claims().claim(10, Set.of(TASK)));
        List<Claim> second = get(rival.claims().claim(10, Set.of(TASK)));

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

        List<Claim> claims = get(queue.claims().claim(2, Set.of(TASK)));

        assertThat(claims).hasSize(2);
        assertThat(claims.get(0).id()).isEqualTo(oldest);
    }

    @Test
    void aCompletedJobHasEnded() {
        JobId id = insert(0);

        Answer answer = get(queue.claims().complete(claimOne(queue)));

        assertThat(answer).isInstanceOf(Committed.class);
        assertThat(stateOf(id)).contains(succeeded());
        assertThat(get(queue.claims().claim(10, Set.of(TASK)))).isEmpty();
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
        List<Claim> claims = get(queue.claims().claim(2, Set.of(TASK)));
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

        List<Claim> claims = get(queue.claims().claim(10, Set.of(OTHER)));

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
        assertThat(get(queue.claims().claim(10, Set.of(TASK)))).hasSize(1);
    }

    @Test
    void aDeletedRunningJobIsALostClaimForItsOwner() {
        JobId id = insert(0);
        Claim claim = claimOne(queue);

        assertThat(get(rival.door().delete(id))).isInstanceOf(Committed.class);

        assertThat(get(queue.claims().renew(List.of(claim))))
                .first()
                .isInstanceOfAny(LostClaim.class, AlreadyFinal.class);
        assertThat(get(queue.claims().complete(claim))).isInstanceOfAny(LostClaim.class, AlreadyFinal.class);
        assertThat(stateOf(id).orElse("gone")).isNotEqualTo(succeeded());
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
        List<Claim> claims = get(from.claims().claim(1, Set.of(TASK)));
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
                Optional.of(retries));
    }

    private static Failure failure(int retries) {
        return new Failure(new IllegalStateException("no"), "no", true, Optional.empty(), retries);
    }

    private static JobId newId() {
        return new JobId(UUID.randomUUID().toString());
    }
}
