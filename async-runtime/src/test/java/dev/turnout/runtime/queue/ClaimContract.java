// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.queue.Answer.AlreadyFinal;
import dev.turnout.runtime.queue.Answer.Committed;
import dev.turnout.runtime.queue.Answer.LostClaim;
import dev.turnout.runtime.task.JobId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a layout promises about claims: one owner, tokens, leases, ends and retries. Part of {@link QueueContract}. */
public abstract class ClaimContract extends QueueBench {
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
        assertThat(claim.arguments())
                .extracting(Argument::declaredType, Argument::value)
                .containsExactly(tuple("java.lang.String", new TextNode("hello")));
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
}
